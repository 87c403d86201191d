"""Time the indicators: first fill, rebuild, refresh of 1,000 customers; peak memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from random import Random

from .bulk_load import settle
from .clock import Clock, Timing, as_keys, best, median, peak_mb
from .places import Places, connect, odoo_environment

REFRESHED = 1_000
INDICATOR, SNAPSHOT = "sunumarche_customer_indicator", "sunumarche_customer_snapshot"
UNTOUCHED = (INDICATOR, SNAPSHOT, "sunumarche_rfm_history", "res_partner")
ROWS_WRITTEN = """
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
      FROM pg_stat_xact_user_tables
     WHERE relname = ANY(%s)
"""
TOUCH_AN_INVOICE_EACH = """
    UPDATE account_move
       SET amount_untaxed = amount_untaxed + 1,
           amount_untaxed_signed = amount_untaxed_signed + 1
     WHERE id IN (SELECT max(id)
                    FROM account_move
                   WHERE company_id = %(company_id)s
                     AND commercial_partner_id = ANY(%(customer_ids)s)
                     AND state = 'posted'
                     AND move_type = 'out_invoice'
                GROUP BY commercial_partner_id)
"""
QUEUE = """
    INSERT INTO sunumarche_customer_indicator_queue (partner_id, company_id)
         SELECT unnest(%(customer_ids)s), %(company_id)s
"""
# Customers whose figures are not those of their documents, to the last unit.
WRONG_SUMS = f"""
    SELECT count(*)
      FROM (SELECT commercial_partner_id AS partner_id,
                   company_id,
                   sum(amount_untaxed_signed) AS net_amount,
                   count(*) AS documents
              FROM account_move
             WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')
          GROUP BY 1, 2) ledger
 FULL JOIN {INDICATOR} indicator USING (partner_id, company_id)
     WHERE (ledger.net_amount, ledger.documents)
           IS DISTINCT FROM (indicator.net_amount,
                             indicator.purchase_count + indicator.refund_count)
        OR indicator.net_amount
           IS DISTINCT FROM indicator.invoiced_amount - indicator.refunded_amount
"""


class WrittenError(AssertionError):
    """A run that had nothing to change wrote rows."""


@dataclass
class EngineFigures:
    """What ``measure_engine`` found.

    :param keys: seconds by name, and ``peak_mb``
    :param rebuild, refresh: the timings that the bounds are about
    :param window_start, classes: what the RFM scores were measured with
    """

    keys: dict[str, float | None]
    rebuild: Timing
    refresh: Timing
    window_start: date
    classes: int


def measure_engine(
    places: Places, database: str, customer_ids: range, repeats: int
) -> EngineFigures:
    """All timings of the indicators; call it in a process of its own."""
    with odoo_environment(places, database) as env:
        bench = EngineBench(env, customer_ids)
        with bench.clock.timed() as first_fill:
            bench.rebuild()
            env.cr.commit()
        with connect(database) as connection:
            settle(connection, INDICATOR, SNAPSHOT)
        rebuild = best(bench.clock.repeat(repeats, bench.rebuild_unchanged))
        refresh = median(bench.refresh_rounds(5, is_changed=True))
        unchanged = median(bench.refresh_rounds(5, is_changed=False))
        keys = {
            **as_keys("first_fill", first_fill),
            **as_keys("rebuild", rebuild),
            **as_keys("refresh_1000", refresh),
            **as_keys("refresh_1000_unchanged", unchanged),
            "peak_mb": round(peak_mb(), 1),
        }
        # Measures the boundaries anew, which those 1,000 customers at a time left.
        bench.rebuild()
        env.cr.commit()
        policy = env["sunumarche.rfm.policy"]._get_policy(bench.company)
        window_start = policy._get_window_start(date.today()) or date.min
        return EngineFigures(keys, rebuild, refresh, window_start, policy.class_count)


class EngineBench:
    """Runs the engine as its two crons do, on the company of ``env``."""

    def __init__(self, env, customer_ids: range):
        self.env = env
        self.company = env.company
        self.customer_ids = customer_ids
        self.clock = Clock.of(env.cr)
        # Serial like the floor: the CPU time of parallel workers cannot be read.
        env.cr.execute("SET max_parallel_workers_per_gather = 0")
        env.cr.commit()
        self._random = Random(len(customer_ids))

    def rebuild(self):
        """The nightly rebuild, without its commit."""
        report = self.env["sunumarche.customer.indicator"]._rebuild_company(
            self.company
        )
        if report is None:
            raise RuntimeError("Another process is refreshing this database.")
        return report

    def rebuild_unchanged(self) -> None:
        """The nightly rebuild when nothing changed; it must not write."""
        with self.nothing_written():
            report = self.rebuild()
        if report:
            raise WrittenError(f"A rebuild without changes reports {report}.")
        self.env.cr.commit()

    @contextmanager
    def nothing_written(self) -> Iterator[None]:
        """Fail if the block, within one transaction, writes what it must not."""
        before = self._count_written()
        yield
        written = self._count_written() - before
        if written:
            raise WrittenError(f"A run without changes wrote {written} rows.")

    def _count_written(self) -> int:
        self.env.cr.execute(ROWS_WRITTEN, [list(UNTOUCHED)])
        [written] = self.env.cr.fetchone()
        return int(written)

    def refresh_rounds(self, rounds: int, *, is_changed: bool) -> list[Timing]:
        """Refresh 1,000 queued customers, others each time; one round to warm up."""
        return [self._refresh_round(is_changed) for _ in range(rounds + 1)][1:]

    def _refresh_round(self, is_changed: bool) -> Timing:
        self._queue(is_changed)
        queue = self.env["sunumarche.customer.indicator.queue"]
        with self.clock.timed() as timing:
            with nullcontext() if is_changed else self.nothing_written():
                done = queue._process_batch(REFRESHED)
            self.env.cr.commit()
        if done != self._batch:
            raise RuntimeError(f"{done} customers were refreshed, not {self._batch}.")
        return timing

    @property
    def _batch(self) -> int:
        return min(REFRESHED, len(self.customer_ids))

    def _queue(self, is_changed: bool) -> None:
        """Put random customers into the queue; change an invoice of each first."""
        values = {
            "company_id": self.company.id,
            "customer_ids": self._random.sample(self.customer_ids, self._batch),
        }
        if is_changed:
            self.env.cr.execute(TOUCH_AN_INVOICE_EACH, values)
        self.env.cr.execute(QUEUE, values)
        self.env.cr.commit()


def count_wrong_sums(database: str) -> int:
    """How many customers' figures differ from the ledger."""
    with connect(database) as connection:
        cursor = connection.cursor()
        cursor.execute("SET work_mem = '256MB'")
        cursor.execute(WRONG_SUMS)
        [count] = cursor.fetchone()
    return count


def count_scores(database: str) -> dict[tuple[int, int, int], int]:
    """How many customers have each triple of scores."""
    with connect(database) as connection:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT recency_score, frequency_score, monetary_score, count(*)"
            f" FROM {INDICATOR} WHERE recency_score IS NOT NULL GROUP BY 1, 2, 3"
        )
        return {tuple(scores): count for *scores, count in cursor.fetchall()}
