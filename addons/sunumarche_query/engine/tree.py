"""The conditions of a question: a tree of frozen nodes.

A tree is what a person built in the editor. It knows no database: ``reader.py`` makes
it from JSON, ``compiler.py`` turns it into a domain, ``sentence.py`` into words.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .period import Period

# Operators that a kind of field can be compared with.
OPERATORS = {
    "text": (
        "is",
        "is_not",
        "contains",
        "not_contains",
        "starts_with",
        "set",
        "not_set",
    ),
    "number": ("is", "is_not", "more", "at_least", "less", "at_most", "between"),
    "boolean": ("is",),
    "date": ("in", "not_in", "set", "not_set"),
    "selection": ("in", "not_in", "set", "not_set"),
    "record": ("in", "not_in", "set", "not_set"),
}
WITHOUT_VALUE = ("set", "not_set")
# Operator -> the one it denies.
NEGATIVE = {
    "is_not": "is",
    "not_contains": "contains",
    "not_in": "in",
    "not_set": "set",
}
MATCHES = ("all", "any", "none")
FUNCTIONS = ("count", "sum", "average", "min", "max")
COMPARISONS = ("is", "is_not", "more", "at_least", "less", "at_most")


class Node:
    """A condition, or a group of them."""

    kind = ""
    # What a leaf is about, and how its verdict is explained.
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Group(Node):
    """All, any or none of some conditions."""

    match: str
    children: tuple[Node, ...]
    kind = "group"

    def to_json(self) -> dict:
        return {
            "type": "group",
            "match": self.match,
            "nodes": [child.to_json() for child in self.children],
        }


@dataclass(frozen=True)
class FieldCondition(Node):
    """A field, possibly reached through others, compared with a value.

    :ivar path: names joined by dots, all but the last many2one
    :ivar value: text, number, boolean, ``Period``, a pair of numbers, or a tuple of
        selection values or record ids, as the operator asks for
    """

    path: str
    operator: str
    value: object = None
    kind = "field"

    def to_json(self) -> dict:
        data = {"type": "field", "field": self.path, "operator": self.operator}
        if self.operator in WITHOUT_VALUE:
            return data
        value = self.value
        if isinstance(value, Period):
            value = value.to_json()
        elif isinstance(value, tuple):
            value = list(value)
        return {**data, "value": value}


@dataclass(frozen=True)
class RelatedCondition(Node):
    """There are related records that meet conditions, or there are none."""

    field: str
    present: bool
    where: Node | None = None
    kind = "related"

    def to_json(self) -> dict:
        return {
            "type": "related",
            "field": self.field,
            "match": "any" if self.present else "none",
            "where": self.where and self.where.to_json(),
        }


@dataclass(frozen=True)
class AggregateCondition(Node):
    """A count, sum, average, minimum or maximum over related records, compared.

    :ivar measure: the related field that is summed and so on; empty for a count
    :ivar period: limits the related records by their object's date field
    """

    field: str
    function: str
    operator: str
    value: float
    measure: str = ""
    where: Node | None = None
    period: Period | None = None
    kind = "aggregate"

    def to_json(self) -> dict:
        return {
            "type": "aggregate",
            "field": self.field,
            "function": self.function,
            "measure": self.measure or None,
            "where": self.where and self.where.to_json(),
            "period": self.period and self.period.to_json(),
            "operator": self.operator,
            "value": self.value,
        }


@dataclass(frozen=True)
class Question:
    """An object and the tree of conditions that its records must meet.

    :ivar object: the object's code
    """

    object: str
    where: Node | None = None

    def to_json(self) -> dict:
        return {
            "version": 1,
            "object": self.object,
            "where": self.where and self.where.to_json(),
        }


def iter_leaves(node: Node | None) -> Iterator[Node]:
    """The conditions of a tree, without their groups, from left to right."""
    if node is None:
        return
    if isinstance(node, Group):
        for child in node.children:
            yield from iter_leaves(child)
    else:
        yield node


def simplify(node: Node | None) -> Node | None:
    """The tree without groups of one condition, whose match makes no difference."""
    if isinstance(node, Group) and node.match != "none" and len(node.children) == 1:
        return node.children[0]
    return node
