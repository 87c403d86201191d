"""Measure the common key and one speech on any number of contacts.

``./sunu bench identity --contacts 100000 --json FILE`` fills two databases, with our
addons and without, and measures in one run the p95 of asking who has an address or
number as a salesperson, the creation of 1,000 contacts in both, and the decision who
receives a mailing to 100,000. A missed bound is a result: the exit code is 1 only when
the measurement itself is invalid.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from .kit import verdict
from .kit.clock import Timing, as_keys, best
from .kit.identity import fill_people, measure_create, measure_identity
from .kit.places import Places, find_places, run_apart

OURS = "bench_identity"
CORE = "bench_identity_core"
TURNS = 3
BOUNDS = {"lookup_ms": 5.0, "create_overhead": 1.15, "suppress_s_per_100k": 5.0}


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    figures = measure(find_places(), options)
    return verdict.conclude(figures, options.json)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./sunu bench identity", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--contacts", type=int, default=10_000, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each")
    parser.add_argument("--keep", action="store_true", help="keep the databases")
    options = parser.parse_args(arguments)
    if options.contacts < 1_000:
        parser.error("--contacts must be at least 1000")
    return options


def measure(places: Places, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one run, by the names of the JSON file."""
    figures: dict[str, Any] = {"contacts": options.contacts}
    try:
        for name, ours in ((CORE, False), (OURS, True)):
            places.create(name, ours=ours)
            run_apart(fill_people, places, name, options.contacts)
        timings = measure_creates(places, options)
        figures |= run_apart(
            measure_identity, places, OURS, options.contacts, options.repeats
        )
    finally:
        if not options.keep:
            places.drop(OURS)
            places.drop(CORE)
    core, ours = timings
    figures |= {**as_keys("create_core", core), **as_keys("create_ours", ours)}
    is_local = bool(core.cpu and ours.cpu)
    figures["create_overhead"] = round(
        ours.cpu / core.cpu if is_local else ours.wall / core.wall, 4
    )
    figures["create_overhead_wall"] = round(ours.wall / core.wall, 4)
    figures["bounds"] = verdict.judge(figures, BOUNDS)
    figures["faults"] = find_faults(figures)
    return figures


def measure_creates(places: Places, options: argparse.Namespace) -> list[Timing]:
    """The best of core and of ours, in turns, each time in a process of its own."""
    timings: dict[str, list[Timing]] = {CORE: [], OURS: []}
    for _turn in range(TURNS):
        for name, measured in timings.items():
            measured.append(
                run_apart(
                    measure_create, places, name, options.contacts, options.repeats
                )
            )
    return [best(measured) for measured in timings.values()]


def find_faults(figures: dict[str, Any]) -> list[str]:
    """Why the measurement does not count; nothing when it does."""
    if 0 < figures["withheld"] < figures["recipients"]:
        return []
    return ["The mailing withheld nobody or everybody: its people are not mixed."]


if __name__ == "__main__":
    sys.exit(main())
