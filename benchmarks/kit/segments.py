"""Time the segments: first fill, refresh, 1,000 touched, explanations, questions."""

from __future__ import annotations

import statistics
import time
from random import Random
from typing import Any

from .bulk_load import settle
from .clock import Clock, Timing, as_keys, best, median
from .customer_values import measure_values
from .places import Places, connect, odoo_environment
from .refresh import TOUCH_AN_INVOICE_EACH, WrittenError

TOUCHED = 1_000
PROBES = 200
MEMBERSHIP = "sunumarche_segment_membership"
UNTOUCHED = (MEMBERSHIP, "res_partner")
ROWS_WRITTEN = """
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
      FROM pg_stat_xact_user_tables
     WHERE relname = ANY(%s)
"""
QUEUE = """
    INSERT INTO sunumarche_segment_queue (partner_id)
         SELECT unnest(%(customer_ids)s)
"""


def condition(field: str, operator: str, value: Any) -> dict:
    return {"type": "field", "field": field, "operator": operator, "value": value}


def aggregate(function: str, operator: str, value: float, days: int, **more) -> dict:
    """A condition on the invoices of the last ``days``."""
    return {
        "type": "aggregate",
        "field": more.pop("relation", "customer_document_ids"),
        "function": function,
        "measure": None if function == "count" else "amount_untaxed_signed",
        "where": None,
        "period": {"kind": "last", "count": days, "unit": "day"},
        "operator": operator,
        "value": value,
        **more,
    }


def question(*nodes: dict) -> dict:
    where = {"type": "group", "match": "all", "nodes": list(nodes)}
    return {"version": 1, "object": "customer", "where": where}


def member(segment_id: int, match: str = "member") -> dict:
    return {"type": "segment", "segment": segment_id, "match": match, "at": None}


AGGREGATES = (
    aggregate("count", "at_least", 5, 365),
    aggregate("count", "at_least", 3, 90),
    aggregate("sum", "at_least", 1_000_000, 365),
    aggregate("sum", "less", 50_000, 180),
    aggregate("average", "at_least", 100_000, 365),
    aggregate("max", "at_least", 400_000, 730),
    aggregate("min", "at_least", 20_000, 365),
    aggregate("count", "at_most", 0, 270),
)
FIGURES = (
    condition("customer_net_amount", "at_least", 2_000_000),
    condition("customer_purchase_count", "at_least", 10),
    condition("customer_purchase_count", "at_most", 1),
    condition("days_since_last_purchase", "at_least", 180),
    condition("days_since_last_purchase", "at_most", 30),
    condition("customer_monetary_score", "at_least", 4),
    condition("customer_amount_overdue", "more", 0),
    condition("email", "contains", "77@"),
)
QUESTION = question(
    aggregate("count", "at_least", 3, 365),
    aggregate("sum", "at_least", 300_000, 365),
    aggregate("count", "is", 0, 365, relation="customer_credit_note_ids"),
)


def measure_segments(
    places: Places, database: str, customer_ids: range, repeats: int
) -> tuple[dict[str, Any], dict[str, Timing]]:
    """All timings of the segments; call it in a process of its own.

    :return: the keys of the JSON file, and the timings that bounds are about
    """
    with odoo_environment(places, database) as env:
        bench = SegmentBench(env, customer_ids)
        bench.fill_figures()
        bench.create_segments()
        with bench.clock.timed() as fill:
            bench.refresh()
            env.cr.commit()
        with connect(database) as connection:
            settle(connection, MEMBERSHIP)
        refresh = best(bench.clock.repeat(repeats, bench.refresh_unchanged))
        touched = median([bench.touch() for _round in range(6)][1:])
        asked = best(bench.clock.repeat(repeats, bench.ask))
        explained = bench.explain()
        values = measure_values(env, bench.clock)
        keys = {
            **as_keys("fill", fill),
            **as_keys("refresh", refresh),
            **as_keys("refresh_1000", touched),
            **as_keys("question", asked),
            "explain_ms": explained,
            **values,
            "segments": len(bench.segments),
            "memberships": env[MEMBERSHIP.replace("_", ".")].search_count([]),
        }
        return keys, {"refresh": refresh, "question": asked, "fill": fill}


class SegmentBench:
    """Twenty segments of the company of ``env``, owned by its administrator."""

    def __init__(self, env, customer_ids: range):
        self.env = env
        self.customer_ids = customer_ids
        self.clock = Clock.of(env.cr)
        self.segments = env["sunumarche.segment"]
        # Serial like the floor: the CPU time of parallel workers cannot be read.
        env.cr.execute("SET max_parallel_workers_per_gather = 0")
        env.cr.commit()
        self._random = Random(len(customer_ids))

    def fill_figures(self) -> None:
        """The indicators, which segments speak of."""
        self.env["sunumarche.customer.indicator"]._rebuild_company(self.env.company)
        self.env.cr.commit()
        with connect(self.env.cr.dbname) as connection:
            settle(connection, "sunumarche_customer_indicator")

    def create_segments(self) -> None:
        """8 with aggregates, 8 with figures, 4 that need others."""
        plain = [
            self._create(f"Segment {number}", node)
            for number, node in enumerate((*AGGREGATES, *FIGURES))
        ]
        axis = self.env["sunumarche.segment.axis"].create({"name": "Value"})
        for place, segment in enumerate(plain[8:11]):
            segment.write({"axis_id": axis.id, "sequence": place})
        first, second = plain[0], plain[11]
        for number, match in enumerate(("member", "not_member")):
            self._create(f"Nested {number}", member(first.id), member(second.id, match))
        lines = [
            (
                0,
                0,
                {"operator": operator, "component_id": segment.id, "sequence": place},
            )
            for place, (operator, segment) in enumerate(
                (("union", plain[1]), ("union", plain[2]), ("difference", second))
            )
        ]
        combined = self._create("Combined", kind="combination", line_ids=lines)
        self._create(
            "Nested twice", member(combined.id), member(first.id, "not_member")
        )
        self.env.cr.commit()

    def _create(self, name: str, *nodes: dict, **values):
        segment = self.env["sunumarche.segment"].create(
            {
                "name": name,
                "definition": question(*nodes) if nodes else None,
                "user_id": self.env.ref("base.user_admin").id,
                **values,
            }
        )
        self.segments |= segment
        return segment

    def refresh(self):
        from odoo.addons.sunumarche_crm.engine.segment_refresh import SegmentRefresh

        return SegmentRefresh(self.env).run()

    def refresh_unchanged(self) -> None:
        """A refresh of everything when nothing changed; it must not write."""
        before = self._count_written()
        report = self.refresh()
        if report or self._count_written() != before:
            raise WrittenError(f"A refresh without changes reports {report}.")
        self.env.cr.commit()

    def _count_written(self) -> int:
        self.env.cr.execute(ROWS_WRITTEN, [list(UNTOUCHED)])
        [written] = self.env.cr.fetchone()
        return int(written)

    def touch(self) -> Timing:
        """Refresh 1,000 customers, an invoice of each of which changed."""
        batch = min(TOUCHED, len(self.customer_ids))
        values = {
            "company_id": self.env.company.id,
            "customer_ids": self._random.sample(self.customer_ids, batch),
        }
        self.env.cr.execute(TOUCH_AN_INVOICE_EACH, values)
        self.env.cr.execute(QUEUE, values)
        self.env.cr.commit()
        with self.clock.timed() as timing:
            done = self.env["sunumarche.segment.queue"]._process_batch(batch)
            self.env.cr.commit()
        if done != batch:
            raise RuntimeError(f"{done} customers were refreshed, not {batch}.")
        return timing

    def ask(self) -> int:
        """The question of three aggregate conditions, as the administrator."""
        env = self._as_administrator()
        domain = env["sunumarche.question.language"]._compile(QUESTION)
        return len(env["res.partner"].search(domain))

    def explain(self) -> float:
        """Milliseconds to explain all segments for one customer, 95th percentile."""
        from odoo.addons.sunumarche_crm.engine.segment_explainer import SegmentExplainer

        env = self._as_administrator()
        seconds = []
        for customer_id in self._random.sample(self.customer_ids, PROBES):
            env.invalidate_all()
            start = time.perf_counter()
            SegmentExplainer(env, [customer_id]).explain()
            seconds.append(time.perf_counter() - start)
        return round(statistics.quantiles(seconds, n=20)[-1] * 1000, 1)

    def _as_administrator(self):
        return self.env(user=self.env.ref("base.user_admin").id, su=False)
