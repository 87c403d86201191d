"""Aggregates over related records, all those of a relation in one pass."""

from odoo.fields import Domain
from odoo.tools import SQL

from .catalogue import ObjectInfo
from .money import get_aggregate
from .tree import AggregateCondition


class AggregatePass:
    """The aggregates of one relation that the conditions of a query speak of.

    How to use::

        column = aggregates.add(node)                  # while compiling
        sql = aggregates.sql_value(column, alias, query)   # while making SQL

    How it works: the related records are read once and grouped by their record; each
    aggregate with its own filter is a column (``FILTER``), which conditions with the
    same filter share. The query joins the result once. The related records come from
    ``_search`` of their model, so that access rules hold.

    :param number: tells passes of one query apart
    """

    def __init__(self, compiler, target: ObjectInfo, field_name: str, number: int):
        self.compiler = compiler
        self.model = compiler.env[target.model]
        self.field = self.model._fields[field_name]
        self.related = compiler.catalogue.objects[target.fields[field_name].target]
        self.focus = compiler.get_focus()
        self.name = f"aggregate_{number}"
        self.columns: dict[tuple, Domain] = {}
        self.sql: SQL | None = None

    def add(self, node: AggregateCondition) -> tuple:
        """Have the aggregate of ``node`` computed too; return its key."""
        key = self._get_key(node)
        if key not in self.columns:
            self.columns[key] = self._get_filter(node)
        return key

    def takes(self, node: AggregateCondition) -> bool:
        """Whether its SQL is not made yet, or computes the aggregate anyway."""
        return self.sql is None or self._get_key(node) in self.columns

    @staticmethod
    def _get_key(node: AggregateCondition) -> tuple:
        return (node.function, node.measure, node.where, node.period)

    def sql_value(self, key: tuple, alias: str, query) -> SQL:
        """The aggregate of the record at ``alias``; null when there is none."""
        if self.sql is None:
            self.sql = self.sql_pass()
        joined = query.make_alias(alias, self.name)
        query.add_join(
            "LEFT JOIN",
            joined,
            self.sql,
            SQL(
                "%s = %s",
                SQL.identifier(joined, "record_id"),
                SQL.identifier(alias, "id"),
            ),
        )
        place = list(self.columns).index(key)
        return SQL.identifier(joined, f"value_{place}")

    def _get_filter(self, node) -> Domain:
        where = self.compiler.compile_related_node(node.where, self.related)
        if not node.period:
            return where
        info = self.related.fields[self.related.date_field]
        return where & self.compiler.compile_period(info.name, info.type, node.period)

    def sql_pass(self) -> SQL:
        """A subquery: ``record_id`` and ``value_0``, ``value_1``... of each column."""
        comodel = self.compiler.env[self.related.model].with_context(
            **self.field.context
        )
        domain = Domain(self.field.get_comodel_domain(self.model))
        domain &= Domain(list(self.related.domain))
        condition = ("!=", False) if self.focus is None else ("in", self.focus)
        domain &= Domain(self.field.inverse_name, *condition)
        if len(self.columns) == 1:
            domain &= next(iter(self.columns.values()))
        query = comodel._search(domain)
        inverse = comodel._field_to_sql(comodel._table, self.field.inverse_name, query)
        values = [
            SQL("%s AS %s", self._sql_aggregate(key, comodel, query), name)
            for key, name in zip(
                self.columns,
                (SQL.identifier(f"value_{n}") for n in range(len(self.columns))),
                strict=True,
            )
        ]
        query.groupby = inverse
        return SQL("(%s)", query.select(SQL("%s AS record_id", inverse), *values))

    def _sql_aggregate(self, key, comodel, query) -> SQL:
        function, measure, _where, _period = key
        spec = get_aggregate(comodel, measure, function) if measure else "__count"
        aggregate = comodel._read_group_select(spec, query)
        condition = self.columns[key]
        if len(self.columns) == 1 or condition.is_true():
            return aggregate
        return SQL(
            "%s FILTER (WHERE %s)",
            aggregate,
            self.compiler.sql_condition(condition, comodel, comodel._table, query),
        )
