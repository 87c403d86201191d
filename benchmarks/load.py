"""Measure fifty people at work, beside the same work on plain Odoo.

``./sunu bench load --users 50 --customers 100000 --json FILE`` fills two databases with
the same ledger, one with our addons and one without, and lets the same people do the
same mix through HTTP on both, in turns: search, open the card, quotation, confirmation,
invoice, list of segments. ``overhead`` is the ratio of the median latencies of what
both can do. A missed bound is a result: the exit code is 1 only when somebody met an
error.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from .kit import verdict
from .kit.fill import fill
from .kit.ledger import Ledger
from .kit.load_people import MIX, Person, Sample, Site, run_phase
from .kit.load_server import LoadServer
from .kit.load_setup import set_up
from .kit.places import Places, find_places, run_apart

NAMES = {True: "bench_load_ours", False: "bench_load_plain"}
KEYS = {True: "ours", False: "plain"}
BOUNDS = {"overhead": 1.15, "errors": 0}


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    figures = measure(find_places(), options)
    return verdict.conclude(figures, options.json)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./sunu bench load", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--users", type=int, default=50, metavar="N")
    parser.add_argument("--customers", type=int, default=100_000, metavar="N")
    parser.add_argument("--turns", type=int, default=3, help="phases a side")
    parser.add_argument("--seconds", type=float, default=60, help="of a phase")
    parser.add_argument("--pause", type=float, default=8, help="between two acts")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--keep", action="store_true", help="keep the databases")
    options = parser.parse_args(arguments)
    if options.customers < 20 * options.users:
        parser.error("--customers must be at least 20 for each user")
    return options


def measure(places: Places, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one run, by the names of the JSON file."""
    samples: dict[bool, list[Sample]] = {True: [], False: []}
    cpu = {True: 0.0, False: 0.0}
    errors: list[str] = []
    load_before = os.getloadavg()[0]
    try:
        sites = {ours: prepare(places, ours, options) for ours in (True, False)}
        for turn in range(options.turns):
            for ours in (True, False) if turn % 2 else (False, True):
                people, used = work(places, sites[ours], options, turn)
                cpu[ours] += used
                for person in people:
                    samples[ours] += person.samples
                    errors += [f"{KEYS[ours]} {error}" for error in person.errors]
    finally:
        if not options.keep:
            for name in NAMES.values():
                places.drop(name)
    return summarize(options, samples, errors, load_before) | summarize_cpu(
        samples, cpu
    )


def prepare(places: Places, ours: bool, options: argparse.Namespace) -> Site:
    """Make one side's database and fill it."""
    name = NAMES[ours]
    places.create(name, ours=ours)
    customers, _seconds = fill(places, name, Ledger(options.customers, date.today()))
    products = run_apart(set_up, places, name, customers, options.users)
    return Site(0, name, customers, products, ours)


def work(
    places: Places, site: Site, options: argparse.Namespace, turn: int
) -> tuple[list[Person], float]:
    """Start a server, log everybody in, let them work; return them and the CPU used.

    The people of a turn do the same on both sides: their dice fall alike.
    """
    with LoadServer(places, site.database, options.workers) as server:
        site.port = server.port
        people = [
            Person(site, number, Random(f"{turn}-{number}"), users=options.users)
            for number in range(options.users)
        ]
        for person in people:
            person.log_in()
        run_phase(people, options.seconds / 4, options.pause / 2)
        for person in people:
            person.samples.clear()
        before = server.cpu_seconds()
        run_phase(people, options.seconds, options.pause)
        after = server.cpu_seconds()
    cpu = sum(seconds - before.get(pid, 0) for pid, seconds in after.items())
    return people, cpu


def summarize(
    options: argparse.Namespace,
    samples: dict[bool, list[Sample]],
    errors: list[str],
    load_before: float,
) -> dict[str, Any]:
    seconds = options.turns * options.seconds
    shared = {
        ours: [taken for name, taken in samples[ours] if name != "segments"]
        for ours in samples
    }
    figures = {
        "users": options.users,
        "customers": options.customers,
        "workers": options.workers,
        "cores": os.cpu_count(),
        "load_of_the_machine_before": round(load_before, 2),
        "errors": len(errors),
        **{KEYS[ours]: describe(samples[ours], seconds) for ours in samples},
        "overhead": round(median(shared[True]) / median(shared[False]), 3),
        "overhead_by_act": {
            name: round(
                median(pick(samples[True], name)) / median(pick(samples[False], name)),
                3,
            )
            for name in MIX
            if name != "segments"
        },
    }
    return figures | {"bounds": verdict.judge(figures, BOUNDS), "faults": errors[:5]}


def summarize_cpu(
    samples: dict[bool, list[Sample]], cpu: dict[bool, float]
) -> dict[str, float]:
    """The CPU of servers and backends by act: what others do hardly changes it."""
    each = {ours: 1000 * cpu[ours] / max(1, len(samples[ours])) for ours in samples}
    return {
        **{f"{KEYS[ours]}_cpu_ms_an_act": round(each[ours], 1) for ours in samples},
        "overhead_cpu": round(each[True] / each[False], 3) if each[False] else 0.0,
    }


def describe(samples: list[Sample], seconds: float) -> dict[str, Any]:
    """Acts a second, and the latencies of all and of each, in milliseconds."""
    return {
        "acts": len(samples),
        "acts_per_s": round(len(samples) / seconds, 2),
        "p50_ms": milliseconds([taken for _name, taken in samples], 0.50),
        "p95_ms": milliseconds([taken for _name, taken in samples], 0.95),
        "by_act": {
            name: {
                "acts": len(pick(samples, name)),
                "p50_ms": milliseconds(pick(samples, name), 0.50),
                "p95_ms": milliseconds(pick(samples, name), 0.95),
            }
            for name in MIX
        },
    }


def pick(samples: list[Sample], name: str) -> list[float]:
    return [taken for one, taken in samples if one == name]


def median(values: list[float]) -> float:
    return statistics.median(values) if values else float("nan")


def milliseconds(values: list[float], share: float) -> float | None:
    if not values:
        return None
    ordered = sorted(values)
    return round(1000 * ordered[int(share * (len(ordered) - 1))], 1)


if __name__ == "__main__":
    sys.exit(main())
