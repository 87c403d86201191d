"""Tests the expected value on a period that has happened already."""

from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from .customer_value_fitting import LEAST_REPEAT_CUSTOMERS, build_models, fit_model
from .customer_value_inputs import sql_held_out, sql_retention
from .customer_value_scores import ModelScores, SimpleFormula

LONGEST_MONTHS = 12
LONG_PAST_MONTHS = 30
DAYS_A_MONTH = 30.4375
LEAST_MONTHS = 2
LEAST_TESTED = 30
# Enough customers to know a share to a percent.
SAMPLE = 20_000
HELD_OUT = SQL("SELECT * FROM customer_held_out")
# (least, most) share inside the interval; greatest error, over the simple formula's;
# greatest difference of the totals, over what really came.
GRADES = {
    "a": ((0.75, 0.85), 1.0, 0.15),
    "b": ((0.65, 0.95), 1.1, 0.40),
}


class BackTest:
    """Fits on all but the last months, then compares with what customers did.

    How to use::

        values = BackTest(refresh, customers, widening).run()   # fields of a fit

    How it works: the last 12 months are held out, of a past of less than 30 months its
    last third. The model is fitted on what was known before and scores the customers
    of that day by the same statement as every night. Three things are compared with
    what came: the share of customers inside their 80 % interval (of those for whom
    something is expected: an interval from 0 to 0 is no forecast of an amount), the
    mean absolute error beside that of the simple formula, and the total. On 20,000
    customers, always the same ones, when there are more.
    """

    def __init__(self, refresh, customers: int, widening: tuple[float, ...]):
        self.refresh = refresh
        self.widening = widening
        self.env = refresh.env
        self.customers = customers

    def run(self) -> dict:
        """Return the fields of the test; only the grade when it is not possible."""
        period = self._get_period()
        if not period:
            return {"grade": "none"}
        cut, months = period
        hold_out(self.refresh, self.customers, cut, months)
        repeating = self.env.execute_query(
            SQL("SELECT count(*) FROM customer_held_out WHERE repeats > 0")
        )[0][0]
        if repeating < LEAST_REPEAT_CUSTOMERS:
            return {"grade": "none"}
        model = fit_model(self.env, HELD_OUT, cut)
        if not model:
            return {"grade": "none"}
        return self._compare(model, cut, months)

    def _get_period(self) -> tuple[date, int] | None:
        """The last day known and the months held out; None with too short a past."""
        [[first]] = self.env.execute_query(
            SQL("SELECT min(first_date) FROM (%s) input", self.refresh.inputs)
        )
        if not first:
            return None
        today = self.refresh.as_of
        past = (today - first).days / DAYS_A_MONTH
        months = LONGEST_MONTHS if past >= LONG_PAST_MONTHS else int(past / 3)
        if months < LEAST_MONTHS:
            return None
        return today - relativedelta(months=months), months

    def _compare(self, model: dict, cut: date, months: int) -> dict:
        decimals = self.refresh.company.currency_id.decimal_places
        scores = ModelScores(
            self.env,
            *build_models(model),
            months=months,
            decimals=decimals,
            widening=self.widening,
        )
        scores.prepare(HELD_OUT, cut)
        simple = SimpleFormula(read_retention(self.env), months, decimals)
        [figures] = self.env.execute_query_dict(
            _sql_comparison(
                scores.sql_scored(HELD_OUT, cut), simple.sql_scored(HELD_OUT, cut)
            )
        )
        values = {"test_date": cut, "test_months": months, **figures}
        return values | {"grade": get_grade(values)}


def hold_out(
    refresh, customers: int, cut: date, months: int, end: date | None = None
) -> None:
    """Fill ``customer_held_out``: what was known on ``cut``, and what came after.

    :param end: the last day that counts; by default that of ``refresh``
    """
    env = refresh.env
    partner_ids = None
    if customers > SAMPLE:
        rows = env.execute_query(
            SQL(
                "SELECT partner_id FROM (%s) input ORDER BY hashint4(partner_id)"
                " LIMIT %s",
                refresh.inputs,
                SAMPLE,
            )
        )
        partner_ids = tuple(partner_id for (partner_id,) in rows)
    env.execute_query(SQL("DROP TABLE IF EXISTS pg_temp.customer_held_out"))
    env.execute_query(
        SQL(
            "CREATE TEMPORARY TABLE customer_held_out ON COMMIT DROP AS %s",
            sql_held_out(
                replace(refresh.scope(partner_ids), as_of=end or refresh.as_of),
                cut,
                months,
            ),
        )
    )


def get_retention(refresh, customers: int) -> float:
    """Share of the buyers of the year before last who bought in the last year."""
    hold_out(refresh, customers, refresh.as_of, LONGEST_MONTHS)
    return read_retention(refresh.env)


def read_retention(env) -> float:
    """The share in ``customer_held_out``; one half while nothing is known."""
    [[buyers, back]] = env.execute_query(sql_retention(HELD_OUT))
    return (back + 1) / (buyers + 2)


def _sql_comparison(scored: SQL, simple: SQL) -> SQL:
    """One row with the fields of the test, from scores and what really came."""
    return SQL(
        """
        SELECT count(*) AS test_customer_count,
               count(*) FILTER (WHERE scored.value_high > 0)
                   AS test_interval_count,
               coalesce(avg((real_value BETWEEN scored.value_low
                                            AND scored.value_high)::int)
                        FILTER (WHERE scored.value_high > 0), 0)::float8
                   AS interval_coverage,
               coalesce(avg((real_value <= 0)::int)
                        FILTER (WHERE scored.value_high <= 0), 0)::float8 AS quiet_rate,
               avg(abs(scored.expected_value - real_value))::float8 AS mean_error,
               avg(abs(simple.expected_value - real_value))::float8 AS simple_error,
               sum(scored.expected_value)::float8 AS expected_total,
               sum(real_value)::float8 AS real_total
          FROM (%s) scored
          JOIN (%s) simple USING (partner_id)
          JOIN customer_held_out USING (partner_id)
        """,
        scored,
        simple,
    )


def get_grade(values: dict) -> str:
    """A, B or C, by ``GRADES``; none with too few intervals to judge."""
    if values["test_interval_count"] < LEAST_TESTED:
        return "none"
    real, expected = values["real_total"], values["expected_total"]
    missed = abs(expected - real) / real if real > 0 else float("inf")
    for grade, ((least, most), error, difference) in GRADES.items():
        if (
            least <= values["interval_coverage"] <= most
            and values["mean_error"] <= error * values["simple_error"]
            and missed <= difference
        ):
            return grade
    return "c"
