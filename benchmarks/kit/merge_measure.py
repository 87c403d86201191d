"""What the merge bench measures of ours, each set in the one database."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from random import Random
from typing import Any

from .clock import Clock, peak_mb
from .merge_sets import COLUMNS, Pair, Prepared, Record, get_true_pairs
from .places import Places, odoo_environment

PROBES, WARM = 600, 50
MERGED = 100
BANDS = ((60, 80), (80, 90), (90, 95), (95, 99), (99, 100))
PREPARED = """
    SELECT id, first, last, words, email, phones[1], birthdate::text, street, zip, city,
           tax
      FROM sunumarche_duplicate_profile
"""
SOURCE = """
    SELECT id, NULL::integer, is_company, whole, first, last, lower(email),
           array_remove(ARRAY[phone], NULL), born, street, zip, city, tax
      FROM bench_person
"""


def score(found: set[Pair], true: set[Pair]) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    right = len(found & true)
    precision, recall = right / max(len(found), 1), right / max(len(true), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def measure_set(
    places: Places, database: str, records: list[Record]
) -> tuple[dict[str, Any], list[Prepared]]:
    """Find the duplicates of a set as the nightly search does, and judge them.

    Returns the figures, and the columns as they were prepared, for whom we are
    compared with.
    """
    from odoo.tools import SQL

    with odoo_environment(places, database) as env:
        _load(env, records)
        profiles = env["sunumarche.duplicate.profile"]
        with Clock.of(env.cr).timed() as profiling:
            env.cr.execute(
                "TRUNCATE sunumarche_duplicate_key, sunumarche_duplicate_profile"
            )
            profiles._insert_profiles(SQL(SOURCE))
            profiles._insert_all_keys()
        env.cr.execute("ANALYZE sunumarche_duplicate_key")
        env.cr.execute("ANALYZE sunumarche_duplicate_profile")
        with Clock.of(env.cr).timed() as finding:
            groups, pairs, judge = _find(env)
        figures = {
            "records": len(records),
            "profile_s": round(profiling.wall, 2),
            "find_s": round(finding.wall, 2),
            "find_cpu_s": round(finding.cpu or 0, 2),
            "peak_mb": round(peak_mb()),
            **_judge(groups, pairs, judge, get_true_pairs(records)),
            **_get_odoo_f1(records),
            "calibration": _calibrate(pairs, get_true_pairs(records)),
        }
        if len(records) >= 10_000:
            figures["one_contact_ms"] = _measure_lookups(env, records)
        prepared = [Prepared(*row) for row in env.execute_query(SQL(PREPARED))]
        env.cr.rollback()
    return figures, prepared


def _load(env, records: list[Record]) -> None:
    from psycopg2.extras import execute_values

    env.cr.execute(
        "CREATE TEMPORARY TABLE bench_person (id integer, truth text,"
        " is_company boolean, whole text, first text, last text, email text,"
        " phone text, born date, street text, zip text, city text, tax text)"
        " ON COMMIT DROP"
    )
    execute_values(
        env.cr._obj,
        f"INSERT INTO bench_person ({', '.join(COLUMNS)}) VALUES %s",
        (tuple(getattr(record, name) for name in COLUMNS) for record in records),
        page_size=5000,
    )


def _find(env) -> tuple[list[dict], dict, Any]:
    """Do what ``_find`` of the groups does, but for writing them."""
    from odoo.addons.sunumarche_crm_merge.engine.duplicate_finder import DuplicateFinder

    finder = DuplicateFinder(env)
    finder.compare()
    linkages = env["sunumarche.linkage"]
    linkage = linkages._learn(finder.train(), finder.count())
    judge = linkage._get_judge()
    pairs = {
        (pair.one_id, pair.other_id): pair
        for pair in finder.find(linkage._get_model(), judge.warn)
    }
    finder.close()
    groups = env["sunumarche.duplicate.group"]._compose(pairs, set(), judge)
    return groups, pairs, judge


def _judge(groups, pairs, judge, true: set[Pair]) -> dict[str, Any]:
    proposed = {key for key, pair in pairs.items() if pair.score >= judge.propose}
    safe = {
        key
        for key, pair in pairs.items()
        if judge.get_level(pair.score, pair.levels) == "safe"
    }
    kept = [group["members"] for group in groups if group["level"] != "warn"]
    clustered = {
        (one, other) for ids in kept for one in ids for other in ids if one < other
    }
    members: dict[int, set[int]] = defaultdict(set)
    for one, other in true:
        members[one] |= {one, other}
    precision, recall, f1 = score(proposed, true)
    cluster = score(clustered, true)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "cluster_precision": round(cluster[0], 4),
        "cluster_recall": round(cluster[1], 4),
        "cluster_f1": round(cluster[2], 4),
        "biggest": max(map(len, kept), default=0),
        "true_biggest": max(map(len, members.values()), default=1),
        "safe_pairs": len(safe),
        "safe_precision": round(score(safe, true)[0], 5) if safe else None,
    }


def _calibrate(pairs, true: set[Pair]) -> dict[str, dict[str, float]]:
    """Return, per band of percent shown: how many, shown and found on the average."""
    from odoo.addons.sunumarche_crm_merge.engine.duplicate_judge import to_chance

    shown = [(to_chance(pair.score), key in true) for key, pair in pairs.items()]
    bands = {}
    for least, most in BANDS:
        inside = [each for each in shown if least <= each[0] < most]
        if inside:
            chances, found = zip(*inside, strict=True)
            bands[f"{least}-{most}"] = {
                "pairs": len(inside),
                "shown": round(sum(chances) / len(inside), 1),
                "found": round(100 * sum(found) / len(inside), 1),
            }
    return bands


def _get_odoo_f1(records: list[Record]) -> dict[str, float]:
    """Core's wizard groups by the same e-mail address, or by the same name."""
    true, best = get_true_pairs(records), 0.0
    for name in ("email", "whole"):
        members: dict[str, list[int]] = defaultdict(list)
        for record in records:
            if value := getattr(record, name):
                members[value.lower()].append(record.id)
        count = sum(len(ids) * (len(ids) - 1) // 2 for ids in members.values())
        right = sum(
            len(set(ids)) > 1 and _count_right(ids, true) for ids in members.values()
        )
        best = max(best, 2 * right / max(count + len(true), 1))
    return {"odoo_f1": round(best, 4)}


def _count_right(ids: list[int], true: set[Pair]) -> int:
    return sum(
        (one, other) in true for one in sorted(ids) for other in ids if one < other
    )


def _measure_lookups(env, records: list[Record]) -> float:
    """Return the p95 of looking one person up, in milliseconds."""
    from odoo.addons.sunumarche_crm_merge.engine.duplicate_lookup import DuplicateLookup
    from odoo.addons.sunumarche_crm_merge.engine.profile_source import Person

    linkage = env["sunumarche.linkage"]._get_current()
    lookup = DuplicateLookup(env, linkage._get_model())
    timings = []
    for record in Random(3).sample(records, PROBES + WARM):
        person = Person(
            id=record.id,
            whole=record.whole or "",
            firstname=record.first or "",
            lastname=record.last or "",
            email=record.email or "",
            phones=(record.phone,) if record.phone else (),
            birthdate=str(record.born or ""),
            street=record.street or "",
            zip=record.zip or "",
            city=record.city or "",
        )
        start = time.perf_counter()
        lookup.find(person, least=2.0)
        timings.append(time.perf_counter() - start)
    return round(1000 * statistics.quantiles(timings[WARM:], n=20)[-1], 2)


def measure_merges(places: Places, database: str) -> dict[str, float]:
    """Merge the same kind of pairs by core's wizard and by ours, nothing kept."""
    with odoo_environment(places, database) as env:
        pairs = _make_pairs(env)
        wizard = env["base.partner.merge.automatic.wizard"]
        with Clock.of(env.cr).timed() as core:
            for survivor, loser in pairs:
                wizard._merge((survivor | loser).ids, survivor)
            env.flush_all()
        env.cr.rollback()
    with odoo_environment(places, database) as env:
        merges = env["sunumarche.merge"]
        merges._merge(dict(_make_pairs(env)[:2]))
        groups = dict(_make_pairs(env))
        before = env.cr.sql_log_count
        with Clock.of(env.cr).timed() as ours:
            merges._merge(groups)
        statements = env.cr.sql_log_count - before
        singles = []
        for survivor, loser in _make_pairs(env):
            start = time.perf_counter()
            merges._merge({survivor: loser})
            singles.append(1000 * (time.perf_counter() - start))
        env.cr.rollback()
    return {
        "merge_100_s": round(ours.wall, 3),
        "merge_100_statements": statements,
        "core_merge_100_s": round(core.wall, 3),
        "merge_100_speedup": round(core.wall / ours.wall, 1),
        "merge_ms": round(statistics.quantiles(singles, n=20)[-1], 1),
    }


def _make_pairs(env) -> list[tuple]:
    """Make contacts, each with an order, a lead, a note and an activity."""
    partners = env["res.partner"].create(
        [
            {"name": f"Awa Diop {number}", "phone": f"+22177{number:07d}"}
            for number in range(2 * MERGED)
        ]
    )
    env["sale.order"].create([{"partner_id": partner.id} for partner in partners])
    env["crm.lead"].create(
        [{"name": "Piste", "partner_id": partner.id} for partner in partners]
    )
    for partner in partners:
        partner.message_post(body="Note")
    env.flush_all()
    return list(zip(partners[:MERGED], partners[MERGED:], strict=True))
