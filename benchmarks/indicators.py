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
import json
import platform
import sys
from datetime import date
from pathlib import Path
from typing import Any

from .kit import peers, verdict
from .kit.clock import Timing, as_keys
from .kit.fill import fill
from .kit.ledger import Ledger
from .kit.places import Places, connect, find_places, run_apart
from .kit.posting import measure_posting
from .kit.refresh import count_scores, count_wrong_sums, measure_engine

BASE, PLAIN, OURS = "bench_indicators", "bench_posting_plain", "bench_posting_ours"
POSTING_CUSTOMERS = 2_000


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    if not options.without_pandas:
        peers.import_pandas()
    figures = measure(find_places(), options)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")
    print(verdict.as_table(figures))
    return 1 if figures["faults"] else 0


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
    figures["bounds"] = verdict.judge(figures)
    figures["faults"] = verdict.find_faults(figures)
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


def ratios(name: str, timing: Timing, floor: Timing) -> dict[str, float]:
    """The ratio to the floor, by CPU where known, and by elapsed time."""
    wall = round(timing.wall / floor.wall, 4)
    cpu = round(timing.cpu / floor.cpu, 4) if timing.cpu and floor.cpu else wall
    return {f"ratio_{name}": cpu, f"ratio_{name}_wall": wall}


def drift(before: Timing, after: Timing) -> float:
    """How far the floor moved, as a share of the lower of both."""
    both = [before.cpu or before.wall, after.cpu or after.wall]
    return max(both) / min(both) - 1


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
