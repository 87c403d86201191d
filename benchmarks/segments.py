"""Measure segments and questions against plain SQL on a ledger of any size.

``./sunu bench segments --customers 100000 --json FILE`` fills a database by COPY and
measures in one run the plain aggregate (the floor), the first fill of 20 segments (8
with aggregates, 4 that need others), their refresh when nothing changed and when 1,000
customers were touched, the explanation of one customer, and a question of three
aggregate conditions. A missed bound is a result: the exit code is 1 only when the
measurement itself is invalid.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from .kit import peers, verdict
from .kit.clock import Timing, as_keys
from .kit.fill import fill
from .kit.ledger import Ledger
from .kit.places import Places, find_places, run_apart
from .kit.segments import measure_segments

BASE = "bench_segments"
BOUNDS = {
    "ratio_refresh": 2.0,
    "refresh_1000_s": 2.0,
    "explain_ms": 50.0,
    "ratio_question": 2.0,
}


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    figures = measure(find_places(), options)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=2))
    return 1 if figures["faults"] else 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./sunu bench segments", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--customers", type=int, default=10_000, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--repeats", type=int, default=3, help="runs of the refresh")
    parser.add_argument("--keep", action="store_true", help="keep the large database")
    options = parser.parse_args(arguments)
    if options.customers < 1_000:
        parser.error("--customers must be at least 1000")
    return options


def measure(places: Places, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one run, by the names of the JSON file."""
    ledger = Ledger(options.customers, date.today())
    figures: dict[str, Any] = {"customers": ledger.customers, "moves": ledger.posted}
    try:
        places.create(BASE, ours=True)
        customer_ids, _seconds = fill(places, BASE, ledger)
        places.configure(BASE)
        floor = peers.measure_floor(BASE)
        keys, timings = run_apart(
            measure_segments, places, BASE, customer_ids, options.repeats
        )
        floor_end = peers.measure_floor(BASE)
    finally:
        if not options.keep:
            places.drop(BASE)
    figures |= {**as_keys("floor", floor), **as_keys("floor_end", floor_end), **keys}
    figures["floor_drift"] = round(drift(floor, floor_end), 3)
    for name, timing in timings.items():
        figures |= ratios(name, timing, floor)
    figures["bounds"] = judge(figures)
    figures["faults"] = find_faults(figures)
    return figures


def ratios(name: str, timing: Timing, floor: Timing) -> dict[str, float]:
    """The ratio to the floor, by CPU where known, and by elapsed time."""
    wall = round(timing.wall / floor.wall, 4)
    cpu = round(timing.cpu / floor.cpu, 4) if timing.cpu and floor.cpu else wall
    return {f"ratio_{name}": cpu, f"ratio_{name}_wall": wall}


def drift(before: Timing, after: Timing) -> float:
    """How far the floor moved, as a share of the lower of both."""
    both = [before.cpu or before.wall, after.cpu or after.wall]
    return max(both) / min(both) - 1


def judge(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each bound with the figure measured and whether it is met."""
    return {
        key: {
            "measured": figures[key],
            "at_most": at_most,
            "met": figures[key] <= at_most,
        }
        for key, at_most in BOUNDS.items()
    }


def find_faults(figures: dict[str, Any]) -> list[str]:
    """Why the measurement does not count; nothing when it does."""
    moved = figures["floor_drift"]
    if moved <= verdict.MOST_DRIFT:
        return []
    fault = (
        f"The floor moved by {moved:.0%} while measuring, more than "
        f"{verdict.MOST_DRIFT:.0%}: measure again on a quieter machine."
    )
    return [fault]


if __name__ == "__main__":
    sys.exit(main())
