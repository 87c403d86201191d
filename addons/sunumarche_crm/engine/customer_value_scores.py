"""Scores customers by the model or by the simple formula, in SQL."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from odoo.tools import SQL

from .customer_value_bgnbd import MbgNbd
from .customer_value_forecast import STEPS, Forecast
from .customer_value_gamma import GammaGamma

# The levels of the bounds are between these two.
RAREST_LEVEL, MOST_LEVEL = 1e-4, 0.9
# One number for repeats and weeks: PostgreSQL joins by it without sorting.
CELL_WEEKS = 10_000
# Groups of customers whose ranges are widened alike: at least so many repeats.
GROUPS = (0, 1, 6)
# Wider than that, a lower bound says nothing: it is 0.
WIDEST = 10.0
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
                   NULL::float8 AS alive_probability,
                   round((repeats + 1) * share, 1)::float8 AS expected_purchases,
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
    """Scores by MBG/NBD and Gamma-Gamma, with 80 % intervals.

    How to use::

        scores = ModelScores(env, mbgnbd, gamma_gamma, months=12, decimals=0)
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

    :param season: how much more than on average is sold in those months
    :param widening: what the bounds of each of ``GROUPS`` are multiplied and divided by
    """

    def __init__(
        self,
        env,
        purchases: MbgNbd,
        spending: GammaGamma,
        months: int,
        decimals: int,
        season: float = 1.0,
        widening: tuple[float, ...] = (1.0,) * len(GROUPS),
    ):
        self.env = env
        self.purchases = purchases
        self.spending = spending
        self.decimals = decimals
        self.widening = widening
        self.forecast = Forecast(purchases, spending, months * WEEKS_A_MONTH * season)

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
                SELECT repeats * %s + weeks AS cell, expected, nothing, skipped,
                       cumulated::float8[] AS cumulated,
                       spending::float8[] AS spending
                  FROM unnest(%s::int[], %s::int[], %s::float8[], %s::float8[],
                              %s::int[], %s::text[], %s::text[])
                       AS outlook (repeats, weeks, expected, nothing,
                                   skipped, cumulated, spending)
                """,
                CELL_WEEKS,
                [outlook.repeats for outlook in outlooks],
                [outlook.age for outlook in outlooks],
                [outlook.expected for outlook in outlooks],
                [outlook.cumulated[0] for outlook in outlooks],
                [_count_rare(outlook.cumulated) for outlook in outlooks],
                [_to_array(_cut(outlook.cumulated)) for outlook in outlooks],
                [_to_array(outlook.spending) for outlook in outlooks],
            )
        )
        self.env.execute_query(SQL("ANALYZE customer_outlook"))

    def sql_scored(self, inputs: SQL, day: date) -> SQL:
        """One row a customer: ``partner_id`` and ``SCORE_COLUMNS``.

        ``OFFSET 0`` keeps PostgreSQL from computing a column again wherever it is used.
        """
        return SQL(
            """
            SELECT partner_id,
                   'model' AS method,
                   repeats::int AS repeat_count,
                   first_date AS first_purchase_date,
                   last_date AS last_purchase_date,
                   round(spent / (repeats + 1), %(decimals)s) AS mean_spend,
                   round(alive * 100) / 100 AS alive_probability,
                   round(alive * expected * 10) / 10 AS expected_purchases,
                   CASE WHEN level_low <= 0 THEN 0
                        ELSE skipped + width_bucket(level_low, cumulated)
                   END AS purchases_low,
                   CASE WHEN level_high <= 0 THEN 0
                        ELSE skipped + width_bucket(level_high, cumulated)
                   END AS purchases_high,
                   %(value)s AS expected_value,
                   %(low)s AS value_low,
                   %(high)s AS value_high
              FROM (%(stepped)s) stepped
            """,
            stepped=self._sql_stepped(inputs, day),
            decimals=self.decimals,
            value=_sql_round(
                SQL(
                    "alive * expected * %(p)s * money"
                    " / (%(q)s + %(p)s * (repeats + 1) - 1)",
                    p=_sql_number(self.spending.p),
                    q=_sql_number(self.spending.q),
                ),
                self.decimals,
            ),
            low=_sql_round(
                SQL(
                    "(%s) * %s", _sql_quantile(SQL("step_low")), self._sql_factor(_down)
                ),
                self.decimals,
            ),
            high=_sql_round(
                SQL(
                    "(%s) * %s", _sql_quantile(SQL("step_high")), self._sql_factor(_up)
                ),
                self.decimals,
            ),
        )

    def _sql_factor(self, factor) -> SQL:
        """``factor`` of how much the range of a customer's group is widened."""
        once, some, often = (_sql_number(factor(width)) for width in self.widening)
        return SQL(
            "CASE WHEN repeats >= %s THEN %s WHEN repeats >= %s THEN %s ELSE %s END",
            GROUPS[2],
            often,
            GROUPS[1],
            some,
            once,
        )

    def _sql_stepped(self, inputs: SQL, day: date) -> SQL:
        """The customers with the steps of ``spending`` at which their bounds are.

        Below 0 where nothing is bought.
        """
        return SQL(
            """
            SELECT *,
                   CASE WHEN nothing < 1
                        THEN (level_low - nothing) / (1 - nothing) * %(steps)s
                        ELSE -1 END AS step_low,
                   CASE WHEN nothing < 1
                        THEN (level_high - nothing) / (1 - nothing) * %(steps)s
                        ELSE -1 END AS step_high
              FROM (%(leveled)s) leveled
            OFFSET 0
            """,
            leveled=self._sql_leveled(inputs, day),
            steps=STEPS,
        )

    def _sql_leveled(self, inputs: SQL, day: date) -> SQL:
        """The customers with their outlook and the levels of their interval.

        A level is that of the distribution of those who are active: below 0, the
        inactive alone reach it and the bound is 0.
        """
        return SQL(
            """
            SELECT *,
                   %(gamma)s + spent::float8 AS money,
                   CASE WHEN is_doubtful THEN -1 ELSE 1 - 0.9::float8 / alive END
                       AS level_low,
                   1 - CASE WHEN is_doubtful THEN 0.2::float8 ELSE 0.1 END / alive
                       AS level_high
              FROM (SELECT customer.*,
                           outlook.expected,
                           outlook.nothing,
                           outlook.skipped,
                           outlook.cumulated,
                           outlook.spending,
                           1 - alive * (1 - nothing) >= 0.1 AS is_doubtful
                      FROM (%(alive)s) customer
                      JOIN customer_outlook outlook USING (cell)
                    OFFSET 0) known
            OFFSET 0
            """,
            gamma=_sql_number(self.spending.gamma),
            alive=self._sql_alive(inputs, day),
        )

    def _sql_alive(self, inputs: SQL, day: date) -> SQL:
        """The customers with the ``cell`` of their outlook and the chance ``alive``.

        Kept above 1e-9, by which is divided.
        """
        return SQL(
            """
            SELECT *,
                   repeats * %(cell_weeks)s + %(weeks)s AS cell,
                   greatest(1e-9::float8, 1 / (1
                       + %(a)s / (%(b)s + repeats)
                       * exp(least(600::float8, (%(r)s + repeats) * ln(
                           (%(alpha)s + (greatest(%(day)s, last_date) - first_date))
                           / (%(alpha)s + (last_date - first_date)))))))
                       AS alive
              FROM (%(inputs)s) input
            OFFSET 0
            """,
            inputs=inputs,
            cell_weeks=CELL_WEEKS,
            weeks=_sql_weeks(day),
            day=day,
            r=_sql_number(self.purchases.r),
            alpha=_sql_number(self.purchases.alpha * 7),
            a=_sql_number(self.purchases.a),
            b=_sql_number(self.purchases.b),
        )


def _up(width: float) -> float:
    return width


def _down(width: float) -> float:
    return 1 / width if width < WIDEST else 0.0


def _sql_weeks(day: date) -> SQL:
    """The age in whole weeks, rounded."""
    return SQL("(greatest(%s, last_date) - first_date + 3) / 7", day)


def _sql_number(value: float) -> SQL:
    """A float as such: PostgreSQL is several times slower with ``numeric``."""
    return SQL("%s::float8", value)


def _sql_round(expression: SQL, decimals: int) -> SQL:
    """``expression`` as a rounded ``numeric``; without decimals by a faster way."""
    if not decimals:
        return SQL("round(%s)::bigint::numeric", expression)
    return SQL("round((%s)::numeric, %s)", expression, decimals)


def _sql_quantile(step: SQL) -> SQL:
    """The amount at a step of ``spending``, in between in proportion."""
    return SQL(
        """
        CASE WHEN %(step)s < 0 THEN 0
             ELSE money * (
                 spending[floor(%(step)s)::int + 1]
                 + (%(step)s - floor(%(step)s))
                 * (spending[floor(%(step)s)::int + 2]
                    - spending[floor(%(step)s)::int + 1])
             ) END
        """,
        step=step,
    )


def _count_rare(cumulated: list[float]) -> int:
    """How many numbers of purchases are so few that no level is below them."""
    return bisect_left(cumulated, RAREST_LEVEL)


def _cut(cumulated: list[float]) -> list[float]:
    """The part in which levels are: short arrays are read much faster."""
    return cumulated[_count_rare(cumulated) : bisect_left(cumulated, MOST_LEVEL) + 1]


def _to_array(numbers: list[float]) -> str:
    """A PostgreSQL array, to seven digits: all that rounded figures need."""
    return "{" + ",".join(f"{number:.7g}" for number in numbers) + "}"
