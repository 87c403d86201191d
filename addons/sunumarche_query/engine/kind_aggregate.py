"""Conditions on a count, sum, average, minimum or maximum over related records."""

import operator as comparison

from odoo.fields import Domain
from odoo.tools import SQL

from .catalogue import NUMBER
from .kind_related import RelatedKind
from .sentence import Form
from .tree import COMPARISONS, FUNCTIONS, AggregateCondition

COMPARE = {
    "is": (comparison.eq, SQL("=")),
    "is_not": (comparison.ne, SQL("<>")),
    "more": (comparison.gt, SQL(">")),
    "at_least": (comparison.ge, SQL(">=")),
    "less": (comparison.lt, SQL("<")),
    "at_most": (comparison.le, SQL("<=")),
}
OPPOSITE = {
    "is": "is_not",
    "is_not": "is",
    "more": "at_most",
    "at_most": "more",
    "less": "at_least",
    "at_least": "less",
}
AGGREGATORS = {"sum": "sum", "average": "avg", "min": "min", "max": "max"}


class AggregateKind:
    """Reads, compiles and words conditions on aggregates.

    A count or a sum over no record is 0; an average, a minimum and a maximum do not
    exist then, and no comparison with them holds.
    """

    def read(self, reader, data, target, depth):
        known = "type field function measure where period operator value"
        reader.check_keys(data, set(known.split()))
        info = RelatedKind.read_relation(reader, data, target, ("one2many",))
        if not info.has_inverse:
            reader.refuse(reader.env._("%s cannot be counted.", info.label))
        related = reader.get_object(info.target)
        function = reader.read_choice(data.get("function"), FUNCTIONS, info.label)
        period = data.get("period")
        if period is not None and not related.date_field:
            reader.refuse(reader.env._("%s have no date.", related.label))
        return AggregateCondition(
            field=info.name,
            function=function,
            measure=self._read_measure(reader, data, related, function),
            where=reader.read_where(data.get("where"), related, depth + 1),
            period=period and reader.read_period(period, info.label),
            operator=reader.read_choice(data.get("operator"), COMPARISONS, info.label),
            value=reader.read_number(data.get("value"), info.label),
        )

    def _read_measure(self, reader, data, related, function):
        measure = data.get("measure")
        if function == "count":
            if measure is not None:
                reader.refuse(reader.env._("A count has no measure."))
            return ""
        info = reader.get_field(related, measure)
        if "." in measure or info.kind != NUMBER or not info.measurable:
            reader.refuse(reader.env._("%s cannot be summed.", info.label))
        return measure

    def compile(self, compiler, node, target):
        compare, sql_operator = COMPARE[node.operator]
        counts_nothing = node.function in ("count", "sum")
        if counts_nothing and compare(0, node.value):
            opposite = COMPARE[OPPOSITE[node.operator]][1]
            found = self._sql_found(compiler, node, target, opposite)
            return Domain("id", "not in", found)
        return Domain("id", "in", self._sql_found(compiler, node, target, sql_operator))

    def _sql_found(self, compiler, node, target, sql_operator):
        """The ids whose aggregate compares so, as a subquery."""
        aggregate, inverse, query = self.get_query(compiler, node, target)
        query.groupby = inverse
        query.having = SQL("%s %s %s", aggregate, sql_operator, node.value)
        return SQL("(%s)", query.select(inverse))

    def sql_value(self, compiler, node, target, model, query):
        """The aggregate of the outer query's record, as a scalar subquery."""
        aggregate, inverse, found = self.get_query(compiler, node, target)
        found.groupby = inverse
        return SQL(
            """
            (SELECT aggregate.value
               FROM (%s) aggregate (record_id, value)
              WHERE aggregate.record_id = %s)
            """,
            found.select(inverse, aggregate),
            SQL.identifier(model._table, "id"),
        )

    def say_value(self, words, node, record, value):
        """The aggregate in words; empty when there is none."""
        if value is None:
            return "0" if node.function in ("count", "sum") else ""
        return words.say_plain(value)

    def get_query(self, compiler, node, target):
        """The aggregate, the column it is grouped by, and the related records.

        :return: ``(aggregate, column, query)``
        """
        model = compiler.env[target.model]
        field = model._fields[node.field]
        related = compiler.catalogue.objects[target.fields[node.field].target]
        comodel = compiler.env[related.model].with_context(**field.context)
        domain = self._get_domain(compiler, node, field, related, model)
        focus = compiler.get_focus()
        condition = ("in", focus) if focus is not None else ("!=", False)
        query = comodel._search(domain & Domain(field.inverse_name, *condition))
        inverse = comodel._field_to_sql(comodel._table, field.inverse_name, query)
        spec = "__count"
        if node.function != "count":
            spec = f"{node.measure}:{AGGREGATORS[node.function]}"
        return comodel._read_group_select(spec, query), inverse, query

    def _get_domain(self, compiler, node, field, related, model):
        domain = Domain(field.get_comodel_domain(model))
        domain &= compiler.compile_related(related, node.where)
        if node.period:
            info = related.fields[related.date_field]
            domain &= compiler.compile_period(info.name, info.type, node.period)
        return domain

    def get_forms(self):
        forms = []
        for operator in COMPARISONS:
            forms.append(self._make_form("count", operator))
            forms += [
                self._make_form(function, operator)
                for function in FUNCTIONS
                if function != "count"
            ]
        return forms

    def _make_form(self, function, operator):
        slots = {"noun": "relation", "where": "where", "period": "when"}
        if function != "count":
            slots["measure"] = "measure"

        def take(node):
            if (node.function, node.operator) != (function, operator):
                return None
            values = {"noun": node.field, "where": node.where, "period": node.period}
            return {**values, "measure": node.measure, "value": node.value}

        def make(values):
            return AggregateCondition(
                field=values["noun"],
                function=function,
                operator=operator,
                value=values["value"],
                measure=values.get("measure", ""),
                where=values["where"],
                period=values["period"],
            )

        return Form(f"{function}_{operator}", {**slots, "value": "number"}, take, make)
