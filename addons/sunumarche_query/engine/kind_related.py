"""Conditions on related records: there are some that meet them, or none."""

from odoo.fields import Domain
from odoo.tools import SQL

from .sentence import Form
from .tree import RelatedCondition

RELATIONS = ("many2one", "one2many", "many2many")


class RelatedKind:
    """Reads, compiles and words conditions on related records."""

    def read_node(self, reader, data, target, depth):
        reader.check_keys(data, {"type", "field", "match", "where"})
        info = self.read_relation(reader, data, target, RELATIONS)
        match = reader.read_choice(data.get("match"), ("any", "none"), info.label)
        related = reader.get_object(info.target)
        where = reader.read_where(data.get("where"), related, depth + 1)
        return RelatedCondition(info.name, match == "any", where)

    @staticmethod
    def read_relation(reader, data, target, types):
        """The field of a condition on related records, which lead to an open object."""
        name = data.get("field")
        info = reader.get_field(target, name)
        if "." in name or info.type not in types or not info.target:
            reader.refuse(
                reader.env._("%s does not lead to records open to questions.", name)
            )
        return info

    def compile(self, compiler, node, target):
        info = target.fields[node.field]
        related = compiler.catalogue.objects[info.target]
        inner = compiler.compile_related(related, node.where)
        focus = compiler.get_focus()
        if focus is not None and info.has_inverse:
            field = compiler.env[target.model]._fields[node.field]
            inner &= Domain(field.inverse_name, "in", focus)
        operator = "any" if node.present else "not any"
        return Domain(node.field, operator, inner)

    def sql_value(self, compiler, node, target, model, query):
        return SQL("NULL")

    def say_value(self, words, node, record, _value):
        return ""

    def get_forms(self):
        return [
            Form(
                name,
                {"noun": "relation", "where": "where"},
                lambda node, present=present: (
                    {"noun": node.field, "where": node.where}
                    if node.present == present
                    else None
                ),
                lambda slots, present=present: RelatedCondition(
                    slots["noun"], present, slots["where"]
                ),
            )
            for name, present in (("related_any", True), ("related_none", False))
        ]
