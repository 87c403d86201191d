"""No test is skipped silently: what may be skipped is listed, with its reason.

A line of the list reads ``test id | reason``; the id is pytest's, the reason must
be found in the skip's own message. Empty lines and ``#`` comments do not count.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Skip:
    """A test that did not run, and what it says about it."""

    test: str
    reason: str

    def __str__(self) -> str:
        return f"{self.test} | {self.reason}"


def read_expected(text: str) -> list[Skip]:
    """Return the skips that a list allows; a line without a reason is refused."""
    expected = []
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        test, separator, reason = (part.strip() for part in line.partition("|"))
        if not (separator and test and reason):
            raise ValueError(f"expected skip without a reason: {line}")
        expected.append(Skip(test, reason))
    return expected


def unexpected(skips: Iterable[Skip], expected: Iterable[Skip]) -> list[Skip]:
    """Return the skips that no line of the list allows."""
    allowed = list(expected)
    return [
        skip
        for skip in skips
        if not any(a.test == skip.test and a.reason in skip.reason for a in allowed)
    ]
