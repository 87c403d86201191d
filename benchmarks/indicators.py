"""Measure the customer indicators against plain SQL on a ledger of any size.

``./sunu bench indicators --customers 100000 --json FILE`` fills a database by COPY
and measures in one run the plain aggregate (the floor), the indicators' rebuild and
refresh, the posting of invoices, Odoo's ``_read_group`` and pandas. A missed bound is
a result: the exit code is 1 only when the measurement itself is invalid.

The ratios that the bounds are about are of CPU seconds (this process and its
PostgreSQL backend), which a busy machine disturbs least; those of elapsed seconds
stand beside them. Where the server runs elsewhere, both are of elapsed seconds.
"""

from __future__ import annotations

import argparse
import platform
import sys
from datetime import date
from pathlib import Path
from typing import Any

from .kit import peers, verdict
from .kit.clock import as_keys, drift, ratios
from .kit.fill import fill
from .kit.ledger import Ledger
from .kit.places import Places, connect, find_places, run_apart
from .kit.posting import measure_posting
from .kit.refresh import count_scores, count_wrong_sums, measure_engine

BASE, PLAIN, OURS = "bench_indicators", "bench_posting_plain", "bench_posting_ours"
POSTING_CUSTOMERS = 2_000
BOUNDS = {"ratio_rebuild": 2.0, "post_overhead": 1.05, "peak_mb": 400}
# Ratio to the floor of refreshing 1,000 customers, by number of customers.
REFRESH_BOUNDS = {100_000: 0.08, 1_000_000: 0.01}


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    if not options.without_pandas:
        peers.import_pandas()
    figures = measure(find_places(), options)
    return verdict.conclude(figures, options.json, verdict.as_table)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./sunu bench indicators", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--customers", type=int, default=10_000, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--repeats", type=int, default=3, help="runs of the rebuild")
    parser.add_argument("--keep", action="store_true", help="keep the large database")
    parser.add_argument("--without-pandas", action="store_true")
    parser.add_argument("--without-posting", action="store_true")
    options = parser.parse_args(arguments)
    if options.customers < 1_000:
        parser.error("--customers must be at least 1000")
    return options


def measure(places: Places, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one run, by the names of the JSON file."""
    ledger = Ledger(options.customers, date.today())
    figures: dict[str, Any] = {"customers": ledger.customers, "moves": ledger.posted}
    try:
        figures |= measure_base(places, ledger, options)
    finally:
        if not options.keep:
            places.drop(BASE)
    if not options.without_posting:
        figures |= measure_posting_databases(places)
    figures["bounds"] = verdict.judge(figures, get_bounds(ledger.customers))
    figures["faults"] = find_faults(figures)
    return figures


def measure_base(
    places: Places, ledger: Ledger, options: argparse.Namespace
) -> dict[str, Any]:
    """What is measured in the large database."""
    places.create(BASE, ours=True)
    customer_ids, fill_seconds = fill(places, BASE, ledger)
    places.configure(BASE)
    floor = peers.measure_floor(BASE)
    figures = {
        "fill_s": round(fill_seconds, 1),
        **as_keys("floor", floor),
        **as_keys("floor_indexed", peers.measure_floor(BASE, indexed=True)),
    }
    engine = run_apart(measure_engine, places, BASE, customer_ids, options.repeats)
    floor_end = peers.measure_floor(BASE)
    read_group = run_apart(peers.measure_read_group, places, BASE)
    figures |= {
        **engine.keys,
        **as_keys("floor_end", floor_end),
        **as_keys("read_group", read_group),
        **ratios("rebuild", engine.rebuild, floor),
        **ratios("refresh_1000", engine.refresh, floor),
        "floor_drift": round(drift(floor, floor_end), 3),
        "wrong_sums": count_wrong_sums(BASE),
        "versions": versions(),
    }
    if not options.without_pandas:
        figures |= compare_with_pandas(engine.window_start, engine.classes)
    return figures


def compare_with_pandas(window_start: date, classes: int) -> dict[str, Any]:
    """Time pandas, after the last full rebuild brought the stored scores up to date."""
    timing, scores = run_apart(peers.measure_pandas, BASE, window_start, classes)
    return {
        **as_keys("pandas", timing),
        "pandas_agrees": scores == count_scores(BASE),
    }


def measure_posting_databases(places: Places) -> dict[str, Any]:
    """Fill two small databases alike, one without our addons, and post in both."""
    ledger = Ledger(POSTING_CUSTOMERS, date.today())
    try:
        for name, ours in ((PLAIN, False), (OURS, True)):
            places.create(name, ours=ours)
            customer_ids, _seconds = fill(places, name, ledger)
        return run_apart(measure_posting, places, PLAIN, OURS, customer_ids)
    finally:
        places.drop(PLAIN)
        places.drop(OURS)


def get_bounds(customers: int) -> dict[str, float]:
    """The most that each figure may be, with so many customers."""
    refresh = REFRESH_BOUNDS.get(customers)
    return BOUNDS | ({"ratio_refresh_1000": refresh} if refresh else {})


def find_faults(figures: dict[str, Any]) -> list[str]:
    """Why the measurement does not count; nothing when it does."""
    faults = verdict.find_drift(figures)
    if figures["wrong_sums"]:
        faults.append(
            f"{figures['wrong_sums']} customers have other sums than the ledger."
        )
    if figures.get("pandas_agrees") is False:
        faults.append("pandas finds other scores than the indicators hold.")
    return faults


def versions() -> dict[str, str]:
    from odoo import release

    with connect(BASE) as connection:
        cursor = connection.cursor()
        cursor.execute("SHOW server_version")
        [server] = cursor.fetchone()
    return {
        "odoo": release.version,
        "postgresql": server,
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    sys.exit(main())
