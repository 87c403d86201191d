"""Answers who else has an e-mail address or a number, over all models at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

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
    is_visible: bool
    keys: set[str]


class CommonKeyLookup:
    """The records that have a key.

    How to use::

        CommonKeyLookup(env).find(emails={"awa@example.com"}, phones={"+221771234567"})

    How it works: one statement, a ``UNION ALL`` with one branch a model, which reads
    the indexes of its key columns. The record rules of the user, as the ORM evaluates
    them, companies included, are not its condition but a column of it: what they hide
    is known to exist, and the user learns nothing of it but the number.
    """

    def __init__(self, env):
        self.env = env

    def find(
        self, emails: Iterable[str] = (), phones: Iterable[str] = ()
    ) -> list[KnownRecord]:
        """Return the records that have any of the keys, each once."""
        keys = {"email": sorted(set(emails)), "phone": sorted(set(phones))}
        # Rules ask for the companies above: one column, where they would read them all.
        # sudo: res.company - the paths of the companies that the user works in
        self.env.companies.sudo().fetch(["parent_path"])
        selects = [
            self._sql_select(model, columns, keys)
            for model in self.env["sunumarche.common.key"]._get_models()
            if (columns := self._get_columns(model, keys))
        ]
        if not selects:
            return []
        wanted = {*keys["email"], *keys["phone"]}
        rows = self.env.execute_query(SQL(" UNION ALL ").join(selects))
        return [
            KnownRecord(
                model, record_id, customer_id or 0, is_visible, wanted & set(own)
            )
            for model, record_id, own, customer_id, is_visible in rows
        ]

    @staticmethod
    def _get_columns(model, keys: dict[str, list[str]]) -> dict[str, list[str]]:
        """Return ``{column: keys to find in it}``."""
        return {
            name: keys[kind]
            for kind, names in model._get_common_key_fields().items()
            for name in names
            if keys[kind]
        }

    def _sql_select(self, model, columns: dict[str, list[str]], keys: dict) -> SQL:
        """Columns: model, id, keys, customer, visible; a row a record."""
        is_readable = self.env.su or model.has_access("read")
        # sudo: any model - what exists is counted, never shown
        seen = model if is_readable else model.sudo()
        query = seen.with_context(active_test=False)._search(Domain.TRUE)
        is_visible = SQL("%s", is_readable)
        if is_readable and query.where_clause:
            is_visible = SQL("(%s) IS TRUE", query.where_clause)
        # sudo: any model - the columns of its keys, whatever their groups
        sql_field = partial(model.sudo()._field_to_sql, query.table, query=query)
        sql_columns = {name: sql_field(name) for name in columns}
        count = sum(map(len, columns.values()))
        row_id = SQL.identifier(query.table, "id")
        has_further, further = model._sql_further_keys(row_id, keys)
        return SQL(
            """
            (SELECT %(model)s,
                    %(id)s,
                    ARRAY[%(keys)s]::text[] || %(further)s,
                    %(customer)s,
                    %(visible)s
               FROM %(tables)s
              WHERE %(condition)s OR %(has_further)s
              LIMIT %(limit)s)
            """,
            model=model._name,
            id=row_id,
            further=further,
            has_further=has_further,
            keys=SQL(", ").join(sql_columns.values()),
            customer=sql_field(model._get_common_key_customer()),
            visible=is_visible,
            tables=query.from_clause,
            condition=SQL(" OR ").join(
                SQL("%s = ANY(%s)", column, columns[name])
                for name, column in sql_columns.items()
            ),
            limit=max(MIN_ROWS, MAX_ROWS_PER_KEY * count),
        )
