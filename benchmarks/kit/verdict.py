"""Bounds of the measurements, and how they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Ratio to the floor of refreshing 1,000 customers, by number of customers.
REFRESH_BOUNDS = {100_000: 0.05, 1_000_000: 0.01}
MOST_DRIFT = 0.25

Figures = dict[str, Any]


@dataclass(frozen=True)
class Bound:
    """The most that a figure may be."""

    key: str
    at_most: float


def bounds(customers: int) -> list[Bound]:
    """The bounds that hold for so many customers."""
    found = [
        Bound("ratio_rebuild", 2.0),
        Bound("post_overhead", 1.05),
        Bound("peak_mb", 400),
    ]
    if customers in REFRESH_BOUNDS:
        found.append(Bound("ratio_refresh_1000", REFRESH_BOUNDS[customers]))
    return found


def judge(figures: Figures) -> dict[str, Figures]:
    """Each bound with the figure measured and whether it is met."""
    return {
        bound.key: {
            "measured": figures[bound.key],
            "at_most": bound.at_most,
            "met": figures[bound.key] <= bound.at_most,
        }
        for bound in bounds(figures["customers"])
        if figures.get(bound.key) is not None
    }


def find_faults(figures: Figures) -> list[str]:
    """Why the measurement does not count; nothing when it does."""
    faults = []
    drift = figures["floor_drift"]
    if drift > MOST_DRIFT:
        faults.append(
            f"The floor moved by {drift:.0%} while measuring, more than "
            f"{MOST_DRIFT:.0%}: measure again on a quieter machine."
        )
    if figures["wrong_sums"]:
        faults.append(
            f"{figures['wrong_sums']} customers have other sums than the ledger."
        )
    if figures.get("pandas_agrees") is False:
        faults.append("pandas finds other scores than the indicators hold.")
    return faults


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
