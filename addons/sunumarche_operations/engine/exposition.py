"""Prometheus' text format, version 0.0.4."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")


@dataclass(frozen=True)
class Gauge:
    """A figure that goes up and down: its name, what it is, and its samples.

    :ivar samples: pairs of labels and a number; one pair without labels, as a rule
    """

    name: str
    help: str
    samples: list[tuple[Mapping[str, str], float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(self.name)

    def lines(self) -> Iterable[str]:
        yield f"# HELP {self.name} {_escape(self.help)}"
        yield f"# TYPE {self.name} gauge"
        for labels, value in self.samples:
            yield f"{self.name}{_render_labels(labels)} {_render_value(value)}"


def render(gauges: Iterable[Gauge]) -> str:
    """Return the text that a scraper reads; a gauge without samples is left out."""
    lines = [line for gauge in gauges if gauge.samples for line in gauge.lines()]
    return "".join(f"{line}\n" for line in lines)


def _render_labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    pairs = (f'{key}="{_quote(value)}"' for key, value in labels.items())
    return f"{{{','.join(pairs)}}}"


def _render_value(value: float) -> str:
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(number)


def _escape(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quote(text: str) -> str:
    return _escape(text).replace('"', r"\"")
