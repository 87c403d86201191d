"""Makes the stored rows of a table equal to freshly computed ones."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from odoo.tools import SQL


@dataclass(frozen=True)
class WriteReport:
    """How many rows were added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: "WriteReport") -> "WriteReport":
        return WriteReport(
            *(getattr(self, f.name) + getattr(other, f.name) for f in fields(self))
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


class TableDifference:
    """The customers whose stored row differs from the fresh one, and their writing.

    How to use::

        difference = TableDifference(model, {"company_id": 1}, ("net_amount",))
        difference.collect(SQL("SELECT partner_id, net_amount FROM ..."))
        report = difference.apply()

    How it works: ``collect`` joins stored and fresh rows once and keeps those that
    differ in the temporary table ``customer_changes`` (``customer_id``, ``row_id`` of
    the stored row, ``is_gone``, the fresh columns, and ``old_<name>`` of the columns
    in ``keep_old``); ``apply`` removes, updates and inserts from it. Rows that are
    equal are neither written nor locked.

    :param model: a model with ``partner_id``, whose table is made equal
    :param fixed: the values that all rows concerned share, as ``company_id``
    :param columns: the columns compared and written
    """

    def __init__(self, model, fixed: dict, columns: Sequence[str]):
        self.env = model.env
        self.table = SQL.identifier(model._table)
        self.fixed = fixed
        self.columns = [SQL.identifier(name) for name in columns]

    def _sql_columns(self, alias: SQL) -> SQL:
        return SQL(", ").join(SQL("%s.%s", alias, column) for column in self.columns)

    def _sql_stored(self, partner_ids) -> SQL:
        conditions = [
            SQL("%s = %s", SQL.identifier(name), value)
            for name, value in self.fixed.items()
        ]
        if partner_ids is not None:
            conditions.append(SQL("partner_id = ANY(%s)", list(partner_ids)))
        return SQL(
            "SELECT * FROM %s WHERE %s", self.table, SQL(" AND ").join(conditions)
        )

    def collect(
        self, fresh: SQL, partner_ids=None, keep_old: Sequence[str] = ()
    ) -> None:
        """Fill ``customer_changes``; ``partner_ids`` limits it to these customers."""
        self.env.execute_query(SQL("DROP TABLE IF EXISTS pg_temp.customer_changes"))
        self.env.execute_query(
            SQL(
                """
                CREATE TEMPORARY TABLE customer_changes ON COMMIT DROP AS
                SELECT coalesce(fresh.partner_id, stored.partner_id) AS customer_id,
                       stored.id AS row_id,
                       fresh.partner_id IS NULL AS is_gone,
                       %(old_columns)s
                       %(fresh_columns)s
                  FROM (%(fresh)s) fresh
             FULL JOIN (%(stored)s) stored ON stored.partner_id = fresh.partner_id
                 WHERE stored.id IS NULL
                    OR fresh.partner_id IS NULL
                    OR (%(stored_columns)s) IS DISTINCT FROM (%(fresh_columns)s)
                """,
                fresh=fresh,
                stored=self._sql_stored(partner_ids),
                fresh_columns=self._sql_columns(SQL("fresh")),
                stored_columns=self._sql_columns(SQL("stored")),
                old_columns=SQL().join(
                    SQL(
                        "stored.%s AS %s,",
                        SQL.identifier(name),
                        SQL.identifier(f"old_{name}"),
                    )
                    for name in keep_old
                ),
            )
        )

    def apply(self) -> WriteReport:
        """Remove, update and insert what ``collect`` found."""
        return WriteReport(
            removed=self._count(self._sql_delete()),
            changed=self._count(self._sql_update()),
            added=self._count(self._sql_insert()),
        )

    def _count(self, statement: SQL) -> int:
        [[count]] = self.env.execute_query(
            SQL("WITH written AS (%s) SELECT count(*) FROM written", statement)
        )
        return count

    def _sql_delete(self) -> SQL:
        return SQL(
            """
            DELETE FROM %s stored
                  USING customer_changes change
                  WHERE stored.id = change.row_id AND change.is_gone
              RETURNING 1
            """,
            self.table,
        )

    def _sql_update(self) -> SQL:
        return SQL(
            """
            UPDATE %s stored
               SET %s
              FROM customer_changes change
             WHERE stored.id = change.row_id AND NOT change.is_gone
         RETURNING 1
            """,
            self.table,
            SQL(", ").join(SQL("%s = change.%s", name, name) for name in self.columns),
        )

    def _sql_insert(self) -> SQL:
        return SQL(
            """
            INSERT INTO %(table)s (partner_id, %(fixed_columns)s, %(columns)s)
                 SELECT customer_id, %(fixed_values)s, %(columns)s
                   FROM customer_changes
                  WHERE row_id IS NULL
              RETURNING 1
            """,
            table=self.table,
            fixed_columns=SQL(", ").join(map(SQL.identifier, self.fixed)),
            fixed_values=SQL(", ").join(SQL("%s", v) for v in self.fixed.values()),
            columns=SQL(", ").join(self.columns),
        )
