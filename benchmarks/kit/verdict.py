"""Bounds of the measurements, and how they are shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOST_DRIFT = 0.25

Figures = dict[str, Any]


def as_json(figures: Figures) -> str:
    return json.dumps(figures, indent=2)


def conclude(
    figures: Figures, path: Path | None, show: Callable[[Figures], str] = as_json
) -> int:
    """Show and keep the figures of a run; return the exit code.

    It is 1 when the measurement itself is invalid; a missed bound is a result.
    """
    if path:
        path.write_text(as_json(figures) + "\n")
    print(show(figures))
    return 1 if figures["faults"] else 0


def as_lines(figures: Figures) -> str:
    return "\n".join(f"{key:45} {figure}" for key, figure in figures.items())


def judge(figures: Figures, bounds: dict[str, float]) -> dict[str, Figures]:
    """Each bound whose figure was measured, with it and whether it is met."""
    return {
        key: {
            "measured": figures[key],
            "at_most": at_most,
            "met": figures[key] <= at_most,
        }
        for key, at_most in bounds.items()
        if figures.get(key) is not None
    }


def find_drift(figures: Figures) -> list[str]:
    """What to say when the floor moved too much for ratios to it to count."""
    moved = figures["floor_drift"]
    if moved <= MOST_DRIFT:
        return []
    said = (
        f"The floor moved by {moved:.0%} while measuring, more than "
        f"{MOST_DRIFT:.0%}: measure again on a quieter machine."
    )
    return [said]


def as_table(figures: Figures) -> str:
    """The figures for people: seconds, ratios to the floor, bounds, faults."""
    floor, floor_cpu = figures["floor_s"], figures["floor_cpu_s"]
    size = f"{figures['customers']:,} customers, {figures['moves']:,} posted documents"
    lines = [
        f"{size}; PostgreSQL {figures['versions']['postgresql']}",
        f"{'':34}{'wall s':>10}{'x floor':>9}{'cpu s':>10}{'x floor':>9}",
    ]
    for key, wall in figures.items():
        name = key.removesuffix("_s")
        cpu = figures.get(f"{name}_cpu_s")
        if name == key or name.endswith("_cpu") or wall is None:
            continue
        lines.append(f"{name:34}{_cells(wall, floor)}{_cells(cpu, floor_cpu)}")
    lines.append("")
    for key, verdict in figures["bounds"].items():
        word = "met" if verdict["met"] else "NOT MET"
        limit = f"at most {verdict['at_most']:g}"
        lines.append(f"{key:34}{verdict['measured']:>10g}   {limit}: {word}")
    return "\n".join([*lines, *(f"INVALID: {fault}" for fault in figures["faults"])])


def _cells(seconds: float | None, floor: float | None) -> str:
    if seconds is None or not floor:
        return f"{'':19}"
    return f"{seconds:>10.3f}{seconds / floor:>9.3f}"
