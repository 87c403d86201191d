"""Mistakes that can be planted in a Python file, found by ``ast``.

A mistake replaces a few bytes of the source, so that the rest of the file, and its
line numbers, stay as they are.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

SQL_WORDS = re.compile(rb"\b(SELECT|WHERE|FROM|JOIN|SET)\b")
# One condition on a line of its own, as our SQL is written; it stays, its parameters
# with it, and no longer decides anything.
CONDITION = re.compile(
    rb"\b(AND|WHERE|ON)\s+"
    rb"([^\n\"]*?\bBETWEEN\b[^\n\"]+?\bAND\b[^\n\"]+?|[^\n\"]+?)"
    rb"(?=\s*(?:\n|\"|$|\s(?:AND|LIMIT|ORDER|GROUP|RETURNING|WHERE)\b))"
)
COMPANY = re.compile(rb"\bcompany_id\b")
SQL_OPPOSITES = ((rb"IS NOT NULL", rb"IS NULL"), (rb"NOT EXISTS", rb"EXISTS"))
COMPARED = {
    ast.Eq: (b"==", b"!="),
    ast.NotEq: (b"!=", b"=="),
    ast.Lt: (b"<", b"<="),
    ast.LtE: (b"<=", b"<"),
    ast.Gt: (b">", b">="),
    ast.GtE: (b">=", b">"),
    ast.In: (b"in", b"not in"),
    ast.NotIn: (b"not in", b"in"),
    ast.Is: (b"is", b"is not"),
    ast.IsNot: (b"is not", b"is"),
}
DECLARATIONS = ("fields", "models", "api", "tools")


@dataclass(frozen=True)
class Mistake:
    """What stands from ``start`` to ``end`` is replaced by ``planted``."""

    kind: str
    line: int
    start: int
    end: int
    stood: bytes
    planted: bytes

    def plant(self, source: bytes) -> bytes:
        return source[: self.start] + self.planted + source[self.end :]

    @property
    def concerns_company(self) -> bool:
        """Tell a filter by company."""
        return self.kind in ("domain", "sql") and bool(COMPANY.search(self.stood))

    def __str__(self) -> str:
        stood, planted = (
            " ".join(text.decode().split())[:70] for text in (self.stood, self.planted)
        )
        return f"{self.line} ({self.kind}): `{stood}` became `{planted}`"


def find_mistakes(source: bytes) -> list[Mistake]:
    """Return every mistake that can be planted in a file, in its order."""
    found = [one for one in _Finder(source).find() if _compiles(one.plant(source))]
    return sorted(found, key=lambda one: (one.start, one.end, one.planted))


def _compiles(source: bytes) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


class _Finder:
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.starts = [0, *(match.end() for match in re.finditer(rb"\n", source))]

    def find(self) -> Iterator[Mistake]:
        tree = ast.parse(self.source)
        skipped = set(_declared(tree))
        for node in ast.walk(tree):
            if node not in skipped:
                look = getattr(self, f"_look_at_{type(node).__name__}", None)
                yield from look(node) if look else ()

    def _span(self, node: ast.expr) -> tuple[int, int]:
        return (
            self.starts[node.lineno - 1] + node.col_offset,
            self.starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def _make(self, kind: str, start: int, end: int, planted: bytes) -> Mistake:
        line = self.source.count(b"\n", 0, start) + 1
        return Mistake(kind, line, start, end, self.source[start:end], planted)

    def _between(self, kind, left, right, word, planted) -> Iterator[Mistake]:
        """Replace a word that stands between two nodes."""
        start, end = self._span(left)[1], self._span(right)[0]
        at = self.source.find(word, start, end)
        if at >= 0:
            yield self._make(kind, at, at + len(word), planted)

    def _look_at_Compare(self, node: ast.Compare) -> Iterator[Mistake]:
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            yield from self._between(
                "comparison", left, right, *COMPARED[type(operator)]
            )
            left = right

    def _look_at_BoolOp(self, node: ast.BoolOp) -> Iterator[Mistake]:
        words = (b"and", b"or") if isinstance(node.op, ast.And) else (b"or", b"and")
        yield from self._between("boolean", *node.values[:2], *words)

    def _look_at_UnaryOp(self, node: ast.UnaryOp) -> Iterator[Mistake]:
        if isinstance(node.op, ast.Not):
            start, _end = self._span(node)
            yield self._make("boolean", start, start + len(b"not"), b"")

    def _look_at_Constant(self, node: ast.Constant) -> Iterator[Mistake]:
        span = self._span(node)
        if isinstance(node.value, bool):
            yield self._make("constant", *span, str(not node.value).encode())
        elif isinstance(node.value, int | float):
            yield self._make("constant", *span, repr(node.value + 1).encode())
        elif isinstance(node.value, str):
            yield from self._look_at_sql(*span)

    def _look_at_sql(self, start: int, end: int) -> Iterator[Mistake]:
        text = self.source[start:end]
        if not SQL_WORDS.search(text):
            return
        for match in CONDITION.finditer(text):
            condition = match[2]
            if condition.count(b"(") == condition.count(b")"):
                at = start + match.start(2)
                planted = b"(%s OR TRUE)" % condition
                yield self._make("sql", at, start + match.end(2), planted)
        for pair in (*SQL_OPPOSITES, *map(reversed, SQL_OPPOSITES)):
            word, planted = pair
            for match in re.finditer(rb"(?<!NOT )" + word, text):
                at = start + match.start()
                yield self._make("sql", at, at + len(word), planted)

    def _look_at_Tuple(self, node: ast.Tuple) -> Iterator[Mistake]:
        """A condition of a domain: (field, operator, value)."""
        if len(node.elts) == 3 and _is_operator(node.elts[1]):
            yield self._make("domain", *self._span(node), b'(1, "=", 1)')

    def _look_at_Call(self, node: ast.Call) -> Iterator[Mistake]:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name == "Domain" and len(node.args) == 3 and _is_operator(node.args[1]):
            yield self._make("domain", *self._span(node), b"Domain.TRUE")
        elif name in ("all", "any") and isinstance(node.func, ast.Name):
            planted = b"any" if name == "all" else b"all"
            yield self._make("boolean", *self._span(node.func), planted)
        elif name == "sudo" and isinstance(node.func, ast.Attribute):
            start = self._span(node.func.value)[1]
            yield self._make("sudo", start, self._span(node)[1], b"")


def _is_operator(node: ast.expr) -> bool:
    """Tell the operator of a domain's condition."""
    value = getattr(node, "value", None)
    return isinstance(value, str) and (
        set(value) <= set("=<>!") or value.split()[-1:] in (["in"], ["any"], ["like"])
    )


def _declared(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of docstrings and of declarations, which say how things look."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        owner = getattr(getattr(node, "func", None), "value", None)
        if isinstance(node, ast.Call) and getattr(owner, "id", "") in DECLARATIONS:
            yield from ast.walk(node)
