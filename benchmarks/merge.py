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
            found = run_apart(measure_set, places, BASE, records)
            if not options.without_splink:
                found |= run_apart(measure_splink, records)
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
        if found["safe_precision"] is not None:
            met[f"{name}_safe_precision"] = found["safe_precision"] >= 0.999
        met[f"{name}_peak_mb"] = found["peak_mb"] <= 2048
        if "one_contact_ms" in found:
            met[f"{name}_one_contact_ms"] = found["one_contact_ms"] <= 15
        if "splink_f1" in found:
            margin = 0.03 if name == "senegal" else 0.0
            met[f"{name}_f1"] = found["f1"] >= found["splink_f1_shipped"] + margin
            met[f"{name}_f1_best"] = found["f1"] >= found["splink_f1"] + margin
            slower = found["find_s"] / found["splink_s"]
            met[f"{name}_find_s"] = slower <= (2.5 if figures["contacts"] > 5e5 else 2)
    return met


if __name__ == "__main__":
    sys.exit(main())
