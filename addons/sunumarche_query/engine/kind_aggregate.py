"""Conditions on a count, sum, average, minimum or maximum over related records."""

from odoo.fields import Domain
from odoo.tools import SQL

from .catalogue import NUMBER
from .kind_related import RelatedKind
from .sentence import Form
from .tree import COMPARISONS, FUNCTIONS, AggregateCondition

COMPARE = {
    "is": SQL("="),
    "is_not": SQL("<>"),
    "more": SQL(">"),
    "at_least": SQL(">="),
    "less": SQL("<"),
    "at_most": SQL("<="),
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
        aggregates = compiler.get_pass(target, node)
        column = aggregates.add(node)

        def to_sql(_model, alias, query):
            value = aggregates.sql_value(column, alias, query)
            if node.function in ZERO_WITHOUT_RECORDS:
                value = SQL("COALESCE(%s, 0)", value)
            return SQL("(%s %s %s) IS TRUE", value, COMPARE[node.operator], node.value)

        return Domain.custom(to_sql=to_sql)

    def sql_value(self, compiler, node, target, model, query):
        """The aggregate of the outer query's record."""
        aggregates = compiler.get_pass(target, node)
        return aggregates.sql_value(aggregates.add(node), model._table, query)

    def say_value(self, words, node, record, value):
        """The aggregate in words; empty when there is none."""
        if value is None:
            return "0" if node.function in ZERO_WITHOUT_RECORDS else ""
        return words.say_plain(value)

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
