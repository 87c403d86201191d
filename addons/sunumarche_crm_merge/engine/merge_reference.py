"""Everything in the database that points to the records of a model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from odoo.tools import SQL

# What belongs to merging itself, to who looks at a contact this moment, or to a proof
# that says for ever where it came from.
OWN_TABLES = frozenset(
    (
        *("sunumarche_merge", "sunumarche_merge_loser_rel", "sunumarche_merge_move"),
        *("sunumarche_duplicate_member", "base_partner_merge_line"),
    )
)
OWN_COLUMNS = frozenset(
    (("res_partner", "merged_into_id"), ("sunumarche_consent", "res_id"))
)
NOT_NULL = re.compile(r"^\(?\(?\w+ IS NOT NULL\)?\)?$")


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that holds ids of a model's records.

    :param has_id: whether its table has ``id``; that of a many2many has none
    :param model_column: the column that names the model, of a generic reference
    :param keys: for each unique index with this column, the other columns of it
    """

    table: str
    column: str
    has_id: bool = True
    model_column: str = ""
    keys: tuple[tuple[str, ...], ...] = field(default=())


class ReferenceCatalog:
    """The references to a model, as the database and the registry know them.

    How to use: ``ReferenceCatalog(env).find("res.partner")``
    """

    def __init__(self, env):
        self.env = env
        self._skipped = self._get_transient_tables()
        self._unique = self._get_unique_indexes()

    def find(self, model_name: str) -> list[Reference]:
        table = self.env[model_name]._table
        return self.find_of_table(table) + self._find_generic()

    def find_of_table(self, table: str) -> list[Reference]:
        """Return the foreign keys to a table's ``id``."""
        rows = self.env.execute_query(
            SQL(
                """
                  SELECT source.relname,
                         own.attname,
                         EXISTS (SELECT FROM pg_attribute
                                  WHERE attrelid = source.oid
                                    AND attname = 'id'
                                    AND NOT attisdropped)
                    FROM pg_constraint link
                    JOIN pg_class source ON source.oid = link.conrelid
                    JOIN pg_attribute own
                      ON own.attrelid = source.oid AND own.attnum = link.conkey[1]
                   WHERE link.contype = 'f'
                     AND link.confrelid = %(table)s::regclass
                     AND cardinality(link.conkey) = 1
                ORDER BY source.relname, own.attname
                """,
                table=table,
            )
        )
        return [
            Reference(source, column, has_id, keys=self._get_keys(source, column))
            for source, column, has_id in rows
            if source not in self._skipped and (source, column) not in OWN_COLUMNS
        ]

    def _find_generic(self) -> list[Reference]:
        """Return the columns that hold ids of the model that another column names."""
        found = []
        for model in self.env.registry.models.values():
            if model._abstract or model._transient or not model._auto:
                continue
            for each in model._fields.values():
                if each.type != "many2one_reference" or not each.store:
                    continue
                if (model._table, each.name) in OWN_COLUMNS:
                    continue
                named = model._fields.get(each.model_field)
                if named is not None and named.store and named.type != "many2one":
                    keys = self._get_keys(model._table, each.name)
                    found.append(
                        Reference(model._table, each.name, True, named.name, keys)
                    )
        return sorted(found, key=lambda each: (each.table, each.column))

    def _get_transient_tables(self) -> set[str]:
        """Return the tables of wizards: what they hold is nobody's memory."""
        tables = set(OWN_TABLES)
        for model in self.env.registry.models.values():
            if model._transient:
                tables.add(model._table)
                tables |= {
                    each.relation
                    for each in model._fields.values()
                    if each.type == "many2many" and each.store
                }
        return tables

    def _get_unique_indexes(self) -> dict[str, list[set[str]]]:
        """Return ``{table: sets of columns}``; partial ones that only skip NULL too."""
        rows = self.env.execute_query(
            SQL(
                """
                  SELECT source.relname,
                         pg_get_expr(indexed.indpred, indexed.indrelid),
                         array_agg(own.attname::text)
                    FROM pg_index indexed
                    JOIN pg_class source ON source.oid = indexed.indrelid
                    JOIN pg_attribute own
                      ON own.attrelid = source.oid
                     AND own.attnum = ANY(indexed.indkey::int2[])
                   WHERE indexed.indisunique
                     AND indexed.indexprs IS NULL
                     AND source.relnamespace = current_schema::regnamespace
                GROUP BY indexed.indexrelid, source.relname, indexed.indpred,
                         indexed.indrelid
                """
            )
        )
        indexes: dict[str, list[set[str]]] = {}
        for table, predicate, columns in rows:
            if predicate is None or NOT_NULL.match(predicate):
                indexes.setdefault(table, []).append(set(columns))
        return indexes

    def _get_keys(self, table: str, column: str) -> tuple[tuple[str, ...], ...]:
        return tuple(
            tuple(sorted(columns - {column}))
            for columns in self._unique.get(table, ())
            if column in columns and len(columns) > 1
        )
