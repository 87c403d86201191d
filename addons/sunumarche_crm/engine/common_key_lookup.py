"""Answers who else has an e-mail address or a number, over all models at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from odoo.fields import Domain
from odoo.tools import SQL

# A number that a whole office shares must not fill the answer.
MAX_ROWS_PER_KEY = 20
MIN_ROWS = 100


@dataclass(slots=True)
class KnownRecord:
    """A record that has one of the keys asked for.

    :param keys: those of the keys that it has, e-mail addresses and numbers
    :param customer_id: the customer whose it is, 0 if it is nobody's
    :param is_visible: whether the user may read it
    """

    model: str
    id: int
    customer_id: int
    is_visible: bool = False
    keys: set[str] = field(default_factory=set)


class CommonKeyLookup:
    """The records that have a key.

    How to use::

        CommonKeyLookup(env).find(emails={"awa@example.com"}, phones={"+221771234567"})

    How it works: one statement, a ``UNION ALL`` of an index scan for each column that
    holds a key. What the user may read comes through the ORM, so that access rights,
    record rules and companies apply; the same scans without rules tell what exists
    beside, of which the user learns nothing but the number.
    """

    def __init__(self, env):
        self.env = env

    def find(
        self, emails: Iterable[str] = (), phones: Iterable[str] = ()
    ) -> list[KnownRecord]:
        """Return the records that have any of the keys, each once."""
        keys = {"email": sorted(set(emails)), "phone": sorted(set(phones))}
        selects = [
            select
            for model in self.env["sunumarche.common.key"]._get_models()
            for select in self._get_selects(model, keys)
        ]
        if not selects:
            return []
        found = {}
        rows = self.env.execute_query(SQL(" UNION ALL ").join(selects))
        for model, record_id, key, customer_id, is_visible in rows:
            known = found.setdefault(
                (model, record_id), KnownRecord(model, record_id, customer_id or 0)
            )
            known.keys.add(key)
            known.is_visible = known.is_visible or is_visible
        return list(found.values())

    def _get_selects(self, model, keys: dict[str, list[str]]) -> Iterable[SQL]:
        for kind, names in model._get_common_key_fields().items():
            for name in names:
                if not keys[kind]:
                    continue
                # sudo: any model - what exists is counted, never shown
                yield self._sql_select(model.sudo(), name, keys[kind], self.env.su)
                if not self.env.su and model.has_access("read"):
                    yield self._sql_select(model, name, keys[kind], True)

    def _sql_select(self, model, name: str, values: list[str], is_visible: bool) -> SQL:
        """Columns: model, id, key, customer, visible; a row a record and key."""
        model = model.with_context(active_test=False)
        limit = max(MIN_ROWS, MAX_ROWS_PER_KEY * len(values))
        query = model._search(Domain(name, "in", values), limit=limit)
        # sudo: any model - a column of the key, which everybody may ask for
        plain = model.sudo()
        return SQL(
            "(%s)",
            query.select(
                SQL("%s", model._name),
                SQL.identifier(query.table, "id"),
                plain._field_to_sql(query.table, name, query),
                plain._field_to_sql(
                    query.table, model._get_common_key_customer(), query
                ),
                SQL("%s", is_visible),
            ),
        )
