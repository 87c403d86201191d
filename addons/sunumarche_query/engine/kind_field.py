"""Conditions on a field of the object itself, or of a record it points to."""

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from .catalogue import BOOLEAN, DATE, NUMBER, RECORD, SELECTION, TEXT
from .money import Amount, say_amount
from .sentence import Form
from .tree import NEGATIVE, OPERATORS, WITHOUT_VALUE, FieldCondition

NUMBER_OPERATORS = {
    "is": "=",
    "more": ">",
    "at_least": ">=",
    "less": "<",
    "at_most": "<=",
}


def escape_like(text: str) -> str:
    """The text, without what LIKE would take for a joker."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def is_single(value) -> bool:
    return isinstance(value, tuple) and len(value) == 1


class FieldKind:
    """Reads, compiles and words conditions on fields."""

    def read_node(self, reader, data, target, depth):
        reader.check_keys(data, {"type", "field", "operator", "value"})
        info = reader.get_field(target, data.get("field"))
        operators = OPERATORS.get(info.kind, ())
        operator = reader.read_choice(data.get("operator"), operators, info.label)
        if operator in WITHOUT_VALUE:
            return FieldCondition(data["field"], operator)
        value = self._read_value(reader, info, operator, data.get("value"))
        return FieldCondition(data["field"], operator, value)

    def _read_value(self, reader, info, operator, value):
        if info.kind == TEXT:
            return reader.read_text(value, info.label)
        if info.kind == DATE:
            return reader.read_period(value, info.label)
        if info.kind == BOOLEAN:
            if not isinstance(value, bool):
                reader.refuse(reader.env._("%s: choose yes or no.", info.label))
            return value
        if info.kind == NUMBER:
            if operator == "between":
                return self._read_range(reader, info, value)
            return reader.read_number(value, info.label)
        values = reader.read_list(value, info.label)
        if info.kind == SELECTION:
            choices = dict(info.selection)
            read = [reader.read_choice(one, choices, info.label) for one in values]
        else:
            read = [reader.read_id(one, info.label) for one in values]
        return tuple(dict.fromkeys(read))

    def _read_range(self, reader, info, value):
        if not isinstance(value, list) or len(value) != 2:
            reader.refuse(reader.env._("%s: two numbers are missing.", info.label))
        low, high = (reader.read_number(one, info.label) for one in value)
        if low > high:
            reader.refuse(
                reader.env._("%s: the first number is the smaller one.", info.label)
            )
        return low, high

    def compile(self, compiler, node, target):
        info = compiler.catalogue.get_field(target.code, node.path)
        operator = NEGATIVE.get(node.operator, node.operator)
        *steps, name = node.path.split(".")
        model = compiler.env[target.model]
        for step in steps:
            model = model.env[model._fields[step].comodel_name]
        if info.type == "monetary" and operator != "set":
            domain = self._compile_amount(Amount(model, name), operator, node.value)
        else:
            domain = self._compile_positive(compiler, info, name, operator, node.value)
        for step in reversed(steps):
            domain = Domain(step, "any", domain)
        return ~domain if operator != node.operator else domain

    def _compile_positive(self, compiler, info, name, operator, value):
        if operator == "set":
            return Domain(name, "!=", False)
        if info.kind == DATE:
            return compiler.compile_period(name, info.type, value)
        if info.kind in (SELECTION, RECORD):
            return Domain(name, "in", list(value))
        if info.kind == NUMBER:
            return self._compile_number(name, operator, value)
        if info.kind == TEXT and operator == "contains":
            return Domain(name, "ilike", escape_like(value))
        if info.kind == TEXT and operator == "starts_with":
            return Domain(name, "=ilike", escape_like(value) + "%")
        return Domain(name, "=", value)

    def _compile_number(self, name, operator, value):
        if operator == "between":
            return Domain(name, ">=", value[0]) & Domain(name, "<=", value[1])
        return Domain(name, NUMBER_OPERATORS[operator], value)

    def _compile_amount(self, amount: Amount, operator, value):
        """Compared in the current company's currency; no amount is 0."""
        if amount.is_home:
            return self._compile_number(amount.name, operator, value)

        def to_sql(model, alias, query):
            converted = Amount(model, amount.name).to_sql(alias, query)
            converted = SQL("COALESCE(%s, 0)", converted)
            if operator == "between":
                return SQL("(%s BETWEEN %s AND %s)", converted, *value)
            compare = SQL(NUMBER_OPERATORS[operator])
            return SQL("(%s %s %s)", converted, compare, value)

        return Domain.custom(to_sql=to_sql)

    def sql_value(self, compiler, node, target, model, query):
        """An amount as it is compared; other values are read with the record."""
        *steps, name = node.path.split(".")
        alias = model._table
        for step in steps:
            model, alias = model._fields[step].join(model, alias, query)
        field = model._fields[name]
        if field.type != "monetary" or Amount(model, name).is_home:
            return SQL("NULL")
        return Amount(model, name).to_sql(alias, query)

    def say_value(self, words, node, record, value):
        """What the record has in the field, in words; empty when nothing."""
        *steps, name = node.path.split(".")
        for step in steps:
            record = record[step]
        if not record:
            return ""
        if record._fields[name].type == "monetary":
            return say_amount(record, name, value)
        field, value = record._fields[name], record[name]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        if field.type == "selection":
            labels = dict(field._description_selection(record.env))
            return labels.get(value, "")
        if field.type == "datetime" and value:
            value = fields.Datetime.context_timestamp(record, value).date()
        return words.say_plain(value)

    def get_forms(self):
        forms = [self._make_short_form()]
        for kind in (TEXT, NUMBER, BOOLEAN, DATE, SELECTION, RECORD):
            forms += [form for op in OPERATORS[kind] for form in self._forms(kind, op)]
        return forms

    def _forms(self, kind, operator):
        """The ways to say that a field of ``kind`` meets ``operator``."""
        field = f"field:{kind}"
        if operator in WITHOUT_VALUE:
            return [self._make_form(f"field_{operator}", field, {}, operator)]
        if kind == BOOLEAN:
            return [
                self._make_form("boolean_yes", field, {}, operator, True),
                self._make_form("boolean_no", field, {}, operator, False),
            ]
        if operator == "between":
            return [self._make_range_form(field)]
        if kind in (SELECTION, RECORD):
            one, several = {"value": kind}, {"values": f"{kind}s"}
            return [
                self._make_form(f"choice_{operator}_one", field, one, operator),
                self._make_form(f"choice_{operator}", field, several, operator),
            ]
        slot = {TEXT: "text", NUMBER: "number", DATE: "period"}[kind]
        return [self._make_form(f"{kind}_{operator}", field, {"value": slot}, operator)]

    def _make_form(self, name, field, slots, operator, fixed=None):
        def take(node):
            if node.operator != operator or fixed not in (None, node.value):
                return None
            if "value" in slots and slots["value"] in (SELECTION, RECORD):
                if not is_single(node.value):
                    return None
                return {"field": node.path, "value": node.value[0]}
            value_slot = next(iter(slots), "")
            return {"field": node.path, value_slot: node.value}

        def make(values):
            value = values.get("value", values.get("values", fixed))
            if slots.get("value") in (SELECTION, RECORD):
                value = (value,)
            return FieldCondition(values["field"], operator, value)

        return Form(name, {"field": field, **slots}, take, make)

    def _make_range_form(self, field):
        return Form(
            "number_between",
            {"field": field, "low": "number", "high": "number"},
            lambda node: (
                {"field": node.path, "low": node.value[0], "high": node.value[1]}
                if node.operator == "between"
                else None
            ),
            lambda slots: FieldCondition(
                slots["field"], "between", (slots["low"], slots["high"])
            ),
        )

    def _make_short_form(self):
        """The object's own words for "is", as in "from Dakar"."""

        def take(node):
            if node.operator == "in" and is_single(node.value):
                return {"short": (node.path, node.value[0])}
            if node.operator == "is" and isinstance(node.value, str):
                return {"short": (node.path, node.value)}
            return None

        def make(slots):
            path, value, kind = slots["short"]
            if kind == TEXT:
                return FieldCondition(path, "is", value)
            return FieldCondition(path, "in", (value,))

        return Form("short", {"short": "short"}, take, make)
