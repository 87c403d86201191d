"""Measure the 360° card of a customer with many events, and paths between contacts.

``./sunu bench card --customers 100000 --json FILE`` fills a database by COPY, gives
one customer 100 events and another 10,000, links 25,000 contacts by 50,000 links, and
opens the card as a salesperson and as the direction. Times are the 95th percentile of
many calls, in milliseconds, on warm caches of PostgreSQL and an empty record cache. A
missed bound is a result: the exit code is 1 only when the measurement is invalid.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from .kit import verdict
from .kit.card import LINKS, MANY, fill_card, measure_card
from .kit.fill import fill
from .kit.ledger import Ledger
from .kit.places import Places, find_places, run_apart

BASE = "bench_card"
BOUNDS = {"open_ms": 1_000.0, "path_ms": 300.0}


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    figures = measure(find_places(), options)
    return verdict.conclude(figures, options.json)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./sunu bench card", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--customers", type=int, default=100_000, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--keep", action="store_true", help="keep the large database")
    options = parser.parse_args(arguments)
    if options.customers < 1_000:
        parser.error("--customers must be at least 1000")
    return options


def measure(places: Places, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one run, by the names of the JSON file."""
    ledger = Ledger(options.customers, date.today())
    figures: dict[str, Any] = {
        "customers": ledger.customers,
        "moves": ledger.posted,
        "events": MANY,
        "links": LINKS,
    }
    try:
        places.create(BASE, ours=True)
        customer_ids, _seconds = fill(places, BASE, ledger)
        places.configure(BASE)
        chosen = run_apart(fill_card, places, BASE, customer_ids)
        figures |= run_apart(measure_card, places, BASE, customer_ids, chosen)
    finally:
        if not options.keep:
            places.drop(BASE)
    figures["bounds"] = judge(figures)
    figures["faults"] = find_faults(figures)
    return figures


def judge(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each bound with the figure measured and whether it is met."""
    bounds = verdict.judge(figures, BOUNDS)
    few, many = figures["open_queries_100"], figures["open_queries_10000"]
    bounds["open_queries"] = {"measured": many, "equals": few, "met": many == few}
    return bounds


def find_faults(figures: dict[str, Any]) -> list[str]:
    """Why the measurement does not count; nothing when it does."""
    if figures["paths_found"] * 2 > figures["paths"]:
        return []
    return ["Most contacts chosen are not linked: the paths measured end at once."]


if __name__ == "__main__":
    sys.exit(main())
