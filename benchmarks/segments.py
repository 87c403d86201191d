"""Measure segments and questions against plain SQL on a ledger of any size.

``./sunu bench segments --customers 100000 --json FILE`` fills a database by COPY and
measures in one run the plain aggregate (the floor), the first fill of 20 segments (8
with aggregates, 4 that need others), their refresh when nothing changed and when 1,000
customers were touched, the explanation of one customer, a question of three
aggregate conditions, and the expected values. A missed bound is a result: the exit
code is 1 only when the measurement itself is invalid.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from .kit import peers, verdict
from .kit.clock import as_keys, drift, ratios
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
    "clv_s": 5.0,
}


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    figures = measure(find_places(), options)
    return verdict.conclude(figures, options.json)


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
    figures["clv_s"] = round(figures["clv_fit_s"] + figures["clv_score_s"], 3)
    for name, timing in timings.items():
        figures |= ratios(name, timing, floor)
    figures["bounds"] = verdict.judge(figures, BOUNDS)
    figures["faults"] = verdict.find_drift(figures)
    return figures


if __name__ == "__main__":
    sys.exit(main())
