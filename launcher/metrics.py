"""Measure the size of our Python code, and say what is too big."""

import ast
import statistics
from dataclasses import dataclass, field
from pathlib import Path

MAX_FILE, MAX_FUNCTION, MAX_MEDIAN = 400, 50, 10
# As many lines of tests as of code are aimed at; fewer than half are refused.
MIN_TEST_RATIO, TESTED_FROM = 0.5, 100


@dataclass
class Measure:
    """Lines of code and of tests of a package, its files and its functions."""

    name: str
    code: int = 0
    tests: int = 0
    files: dict[Path, int] = field(default_factory=dict)
    functions: dict[str, int] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.functions.values()) if self.functions else 0

    def summary(self) -> str:
        longest = max(self.files.values(), default=0)
        return (
            f"{self.name}: {self.code} lines of code, {self.tests} of tests, "
            f"longest file {longest}, median function {self.median:g}"
        )

    def too_big(self) -> list[str]:
        """Return one line per file or function that is too long."""
        found = [f"{p}: {n} lines" for p, n in self.files.items() if n > MAX_FILE]
        found += [
            f"{f}: {n} lines" for f, n in self.functions.items() if n > MAX_FUNCTION
        ]
        if self.median > MAX_MEDIAN:
            found.append(f"{self.name}: median function of {self.median:g} lines")
        return found

    def too_little_tested(self) -> list[str]:
        """Return one line if the code has fewer lines of tests than it should."""
        if self.code <= TESTED_FROM or self.tests >= MIN_TEST_RATIO * self.code:
            return []
        ratio = f"{self.tests} lines of tests for {self.code} lines of code"
        return [f"{self.name}: only {ratio}"]


def measure(directory: Path) -> Measure:
    """Measure a package; its folder ``tests`` counts as tests."""
    result = Measure(directory.name)
    for path in sorted(directory.rglob("*.py")):
        relative = path.relative_to(directory)
        source = path.read_text("utf-8")
        lines = source.count("\n")
        if "tests" in relative.parts:
            result.tests += lines
        elif path.name != "__manifest__.py" and "migrations" not in relative.parts:
            result.code += lines
            result.files[path] = lines
            result.functions.update(functions(path, source))
    return result


def functions(path: Path, source: str) -> dict[str, int]:
    """Return the number of lines of each function of a file."""
    return {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
