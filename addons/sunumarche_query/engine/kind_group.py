"""Groups of conditions: all, any, none."""

from odoo.fields import Domain

from .sentence import Form
from .tree import MATCHES, Group


class GroupKind:
    """Reads, compiles and words groups."""

    def read_node(self, reader, data, target, depth):
        reader.check_keys(data, {"type", "match", "nodes"})
        label = reader.env._("Group of conditions")
        match = reader.read_choice(data.get("match"), MATCHES, label)
        nodes = data.get("nodes")
        if not isinstance(nodes, list) or not nodes:
            reader.refuse(reader.env._("A group of conditions is empty."))
        children = tuple(reader.read_node(node, target, depth + 1) for node in nodes)
        return Group(match, children)

    def compile(self, compiler, node, target):
        domains = [compiler.compile_node(child, target) for child in node.children]
        if node.match == "all":
            return Domain.AND(domains)
        found = Domain.OR(domains)
        return ~found if node.match == "none" else found

    def get_forms(self):
        return [
            Form(
                "group_all",
                {"conditions": "all"},
                lambda node: (
                    {"conditions": node.children} if node.match == "all" else None
                ),
                lambda slots: Group("all", slots["conditions"]),
            ),
            Form(
                "group_any",
                {"conditions": "any"},
                lambda node: (
                    {"conditions": node.children} if node.match == "any" else None
                ),
                lambda slots: Group("any", slots["conditions"]),
            ),
            Form(
                "group_none",
                {"conditions": "any"},
                lambda node: (
                    {"conditions": node.children} if node.match == "none" else None
                ),
                lambda slots: Group("none", slots["conditions"]),
            ),
        ]
