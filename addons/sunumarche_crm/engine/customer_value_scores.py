"""Scores customers by the model or by the simple formula, in SQL."""

from dataclasses import dataclass
from datetime import date

from odoo.tools import SQL

from .customer_value_bgnbd import BgNbd
from .customer_value_forecast import STEPS, Forecast
from .customer_value_gamma import GammaGamma

WEEKS_A_MONTH = 365.25 / 12 / 7
SCORE_COLUMNS = (
    "method",
    "repeat_count",
    "first_purchase_date",
    "last_purchase_date",
    "mean_spend",
    "alive_probability",
    "expected_purchases",
    "purchases_low",
    "purchases_high",
    "expected_value",
    "value_low",
    "value_high",
)


@dataclass(frozen=True)
class SimpleFormula:
    """Mean monthly amount x months x share of customers who come back.

    The published yardstick of customer value, and what is said while a company has
    too few repeat customers. Customers younger than a year count as a year old: one
    purchase last week is no purchase a week.

    :param retention: share of the buyers of one period who bought in the next
    :param months: months ahead
    """

    retention: float
    months: int
    decimals: int

    def sql_scored(self, inputs: SQL, day: date) -> SQL:
        """One row a customer: ``partner_id`` and ``SCORE_COLUMNS``."""
        return SQL(
            """
            SELECT partner_id,
                   'simple' AS method,
                   repeats::int AS repeat_count,
                   first_date AS first_purchase_date,
                   last_date AS last_purchase_date,
                   round(spent / (repeats + 1), %(decimals)s) AS mean_spend,
                   NULL::numeric AS alive_probability,
                   round((repeats + 1) * share, 1) AS expected_purchases,
                   NULL::int AS purchases_low,
                   NULL::int AS purchases_high,
                   round(spent * share, %(decimals)s) AS expected_value,
                   NULL::numeric AS value_low,
                   NULL::numeric AS value_high
              FROM (SELECT *,
                           %(factor)s / greatest(12, (greatest(%(day)s, last_date)
                                                      - first_date) / 30.4375)
                               AS share
                      FROM (%(inputs)s) customer) shared
            """,
            inputs=inputs,
            day=day,
            decimals=self.decimals,
            factor=SQL("%s::numeric", self.retention * self.months),
        )


class ModelScores:
    """Scores by BG/NBD and Gamma-Gamma, with 80 % intervals.

    How to use::

        scores = ModelScores(env, bgnbd, gamma_gamma, months=12, decimals=0)
        scores.prepare(inputs, day)
        env.execute_query(scores.sql_scored(inputs, day))

    How it works: ``prepare`` computes in Python, once for each distinct number of
    repeats and age in weeks, what such a customer will buy if he is active, and puts
    it into the temporary table ``customer_outlook``. The rest is arithmetic on each
    customer's row: the probability that he is active, from the exact days, thins the
    distribution of his purchases; ``gamma`` and what he spent scale that of his
    amount.

    The interval leaves 10 % on either side. A customer who buys nothing with more than
    10 % probability has an interval from 0 that leaves 20 % above: so it covers 80 %
    too, unless nothing is what will most probably happen.
    """

    def __init__(
        self, env, purchases: BgNbd, spending: GammaGamma, months: int, decimals: int
    ):
        self.env = env
        self.purchases = purchases
        self.spending = spending
        self.decimals = decimals
        self.forecast = Forecast(purchases, spending, months * WEEKS_A_MONTH)

    def prepare(self, inputs: SQL, day: date) -> None:
        """Fill ``customer_outlook`` for the customers of ``inputs``."""
        cells = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT repeats::int, %s AS weeks
                  FROM (%s) customer
              ORDER BY 1, 2
                """,
                _sql_weeks(day),
                inputs,
            )
        )
        outlooks = [self.forecast.outlook(*cell) for cell in cells]
        self.env.execute_query(SQL("DROP TABLE IF EXISTS pg_temp.customer_outlook"))
        self.env.execute_query(
            SQL(
                """
                CREATE TEMPORARY TABLE customer_outlook ON COMMIT DROP AS
                SELECT repeats, weeks, expected,
                       cumulated::float8[] AS cumulated,
                       spending::float8[] AS spending
                  FROM unnest(%s::int[], %s::int[], %s::float8[],
                              %s::text[], %s::text[])
                       AS outlook (repeats, weeks, expected, cumulated, spending)
                """,
                [outlook.repeats for outlook in outlooks],
                [outlook.age for outlook in outlooks],
                [outlook.expected for outlook in outlooks],
                [_to_array(outlook.cumulated) for outlook in outlooks],
                [_to_array(outlook.spending) for outlook in outlooks],
            )
        )
        self.env.execute_query(SQL("ANALYZE customer_outlook"))

    def sql_scored(self, inputs: SQL, day: date) -> SQL:
        """One row a customer: ``partner_id`` and ``SCORE_COLUMNS``."""
        return SQL(
            """
              WITH leveled AS (%(leveled)s)
            SELECT partner_id,
                   'model' AS method,
                   repeats::int AS repeat_count,
                   first_date AS first_purchase_date,
                   last_date AS last_purchase_date,
                   round(spent / (repeats + 1), %(decimals)s) AS mean_spend,
                   round(alive::numeric, 2) AS alive_probability,
                   round((alive * expected)::numeric, 1) AS expected_purchases,
                   width_bucket(level_low, cumulated) AS purchases_low,
                   width_bucket(level_high, cumulated) AS purchases_high,
                   round((alive * expected * %(p)s * money
                          / (%(q)s + %(p)s * (repeats + 1) - 1))::numeric,
                         %(decimals)s) AS expected_value,
                   round((money * %(ratio_low)s)::numeric, %(decimals)s) AS value_low,
                   round((money * %(ratio_high)s)::numeric, %(decimals)s)
                       AS value_high
              FROM leveled
            """,
            leveled=self._sql_leveled(inputs, day),
            decimals=self.decimals,
            p=self.spending.p,
            q=self.spending.q,
            ratio_low=_sql_ratio(SQL("level_low")),
            ratio_high=_sql_ratio(SQL("level_high")),
        )

    def _sql_leveled(self, inputs: SQL, day: date) -> SQL:
        """The customers with their outlook and the levels of their interval.

        A level is that of the distribution of those who are active: below 0, the
        inactive alone reach it and the bound is 0.
        """
        return SQL(
            """
            SELECT customer.*,
                   outlook.expected,
                   outlook.cumulated,
                   outlook.spending,
                   %(gamma)s + spent::float8 AS money,
                   CASE WHEN quiet >= 0.1 THEN -1 ELSE 1 - 0.9 / alive END AS level_low,
                   1 - CASE WHEN quiet >= 0.1 THEN 0.2 ELSE 0.1 END / alive
                       AS level_high
              FROM (%(alive)s) customer
              JOIN customer_outlook outlook USING (repeats, weeks)
        CROSS JOIN LATERAL (SELECT 1 - alive * (1 - cumulated[1]) AS quiet) nothing
            """,
            gamma=self.spending.gamma,
            alive=self._sql_alive(inputs, day),
        )

    def _sql_alive(self, inputs: SQL, day: date) -> SQL:
        """The customers with ``weeks`` and the probability ``alive``.

        Kept above 1e-9, by which is divided.
        """
        return SQL(
            """
            SELECT *,
                   %(weeks)s AS weeks,
                   CASE WHEN repeats = 0 THEN 1.0 ELSE greatest(1e-9, 1 / (
                       1 + %(a)s / (%(b)s + repeats - 1) * exp(least(600,
                           (%(r)s + repeats) * ln(
                               (%(alpha)s + (greatest(%(day)s, last_date)
                                             - first_date) / 7.0)::float8
                               / (%(alpha)s + (last_date - first_date) / 7.0)))))
                   ) END::float8 AS alive
              FROM (%(inputs)s) input
            """,
            inputs=inputs,
            weeks=_sql_weeks(day),
            day=day,
            r=SQL("%s::float8", self.purchases.r),
            alpha=SQL("%s::float8", self.purchases.alpha),
            a=SQL("%s::float8", self.purchases.a),
            b=SQL("%s::float8", self.purchases.b),
        )


def _sql_weeks(day: date) -> SQL:
    """The age in whole weeks."""
    return SQL("round((greatest(%s, last_date) - first_date) / 7.0)::int", day)


def _sql_ratio(level: SQL) -> SQL:
    """The quantile of the amount, over ``money``, at a level of those active."""
    return SQL(
        """
        (SELECT CASE
                    WHEN step < 0 THEN 0
                    ELSE spending[floor(step)::int + 1]
                         + (step - floor(step)) * (spending[floor(step)::int + 2]
                                                   - spending[floor(step)::int + 1])
                END
           FROM (SELECT CASE WHEN cumulated[1] < 1
                             THEN (%s - cumulated[1]) / (1 - cumulated[1]) * %s
                             ELSE -1 END AS step) leveled)
        """,
        level,
        STEPS,
    )


def _to_array(numbers: list[float]) -> str:
    """A PostgreSQL array, to seven digits: all that rounded figures need."""
    return "{" + ",".join(f"{number:.7g}" for number in numbers) + "}"
