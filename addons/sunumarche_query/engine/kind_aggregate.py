"""Conditions on a count, sum, average, minimum or maximum over related records."""

import operator as comparison

from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_amount

from .aggregate_pass import AggregatePass
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
ZERO_WITHOUT_RECORDS = ("count", "sum")


class AggregateKind:
    """Reads, compiles and words conditions on aggregates.

    A count or a sum over no record is 0; an average, a minimum and a maximum do not
    exist then, and no comparison with them holds.
    """

    def read_node(self, reader, data, target, depth):
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
            period=None if period is None else reader.read_period(period, info.label),
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
        if compiler.depth:
            return self._compile_apart(compiler, node, target)
        aggregates = compiler.get_pass(target, node)
        column = aggregates.add(node)

        def to_sql(_model, alias, query):
            return self._sql_met(node, aggregates.sql_value(column, alias, query))

        return Domain.custom(to_sql=to_sql)

    def _compile_apart(self, compiler, node, target):
        """A condition on related records: by their ids, computed once.

        Joined, PostgreSQL would compute the aggregates anew for each record that the
        related ones belong to.
        """
        aggregates = AggregatePass(compiler, target, node.field, 0)
        aggregates.add(node)
        met = self._sql_met(node, SQL("found.value_0"))
        compare, _sql = COMPARE[node.operator]
        met_by_nothing = node.function in ZERO_WITHOUT_RECORDS and compare(
            0, node.value
        )
        found = SQL(
            "(SELECT found.record_id FROM %s AS found WHERE %s)",
            aggregates.sql_pass(),
            SQL("NOT (%s)", met) if met_by_nothing else met,
        )
        return Domain("id", "not in" if met_by_nothing else "in", found)

    def _sql_met(self, node, value):
        """Whether ``value`` compares as the condition asks; never null."""
        if node.function in ZERO_WITHOUT_RECORDS:
            value = SQL("COALESCE(%s, 0)", value)
        _compare, sql_operator = COMPARE[node.operator]
        return SQL("(%s %s %s) IS TRUE", value, sql_operator, node.value)

    def sql_value(self, compiler, node, target, model, query):
        """The aggregate of the outer query's record."""
        aggregates = compiler.get_pass(target, node)
        return aggregates.sql_value(aggregates.add(node), model._table, query)

    def say_value(self, words, node, record, value):
        """The aggregate in words; empty when there is none."""
        if value is None:
            return "0" if node.function in ZERO_WITHOUT_RECORDS else ""
        related = record.env[record._fields[node.field].comodel_name]
        if node.measure and related._fields[node.measure].type == "monetary":
            return format_amount(record.env, value, record.env.company.currency_id)
        return words.say_plain(value)

    def get_forms(self):
        forms = [self._make_form("count", "at_least", value=1)]
        for operator in COMPARISONS:
            forms.append(self._make_form("count", operator))
            forms += [
                self._make_form(function, operator)
                for function in FUNCTIONS
                if function != "count"
            ]
        return forms

    def _make_form(self, function, operator, value=None):
        """The form of a comparison; with a ``value``, of that value alone."""
        slots = {"noun": "relation", "where": "where", "period": "when"}
        if function != "count":
            slots["measure"] = "measure"

        def take(node):
            if (node.function, node.operator) != (function, operator):
                return None
            if value not in (None, node.value):
                return None
            values = {"noun": node.field, "where": node.where, "period": node.period}
            return {**values, "measure": node.measure, "value": node.value}

        def make(values):
            return AggregateCondition(
                field=values["noun"],
                function=function,
                operator=operator,
                value=values["value"] if value is None else value,
                measure=values.get("measure", ""),
                where=values["where"],
                period=values["period"],
            )

        if value is None:
            slots["value"] = "number"
        name = f"{function}_{operator}" if value is None else f"{function}_some"
        return Form(name, slots, take, make)
