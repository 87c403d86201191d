"""What past quarters teach of the expected value: its seasons and its errors."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from .customer_figures import sql_purchases
from .customer_value_backtest import HELD_OUT, hold_out
from .customer_value_fitting import LEAST_REPEAT_CUSTOMERS, build_models, fit_model
from .customer_value_scores import GROUPS, WIDEST, ModelScores

QUARTER = 3
MOST_QUARTERS = 8
# What was known before a quarter that is held out, at least.
LEAST_PAST_MONTHS = 9
# So many full years tell the seasons.
SEASON_YEARS = 2
LEAST_IN_A_GROUP = 30
INSIDE = 0.8


class Seasons:
    """How much more than on average is sold in some months of the year.

    How to use: ``Seasons(refresh).get_factor(cut, months)``

    How it works: the turnover of the same months of each full year before ``cut``,
    over that of an average period as long. 1 with fewer than two full years.
    """

    def __init__(self, refresh):
        rows = refresh.env.execute_query(
            SQL(
                "SELECT date, sum(amount)::float8 FROM (%s) purchase GROUP BY 1",
                sql_purchases(refresh.scope()),
            )
        )
        self.sales = dict(rows)
        self.first = min(self.sales, default=refresh.as_of)

    def are_known(self, cut: date) -> bool:
        return self._count_years(cut) >= SEASON_YEARS

    def _count_years(self, cut: date) -> int:
        return relativedelta(cut + relativedelta(days=1), self.first).years

    def get_factor(self, cut: date, months: int) -> float:
        if not self.are_known(cut):
            return 1.0
        years = self._count_years(cut)
        total = self._add_up(cut - relativedelta(years=years), cut)
        same = sum(
            self._add_up(start, start + relativedelta(months=months))
            for start in (cut - relativedelta(years=n + 1) for n in range(years))
        )
        return same / (total * months / 12) if total > 0 and same > 0 else 1.0

    def _add_up(self, after: date, until: date) -> float:
        return sum(amount for day, amount in self.sales.items() if after < day <= until)


@dataclass(frozen=True)
class Outcome:
    """How far off the range was for one customer in one quarter.

    ``group``: of ``GROUPS``. ``miss``: by what the range must be widened to hold what
    came; at most 1 where it held.
    """

    quarter: int
    group: int
    miss: float


class Quarters:
    """Holds each of the past quarters out in turn, and learns from what came.

    How to use::

        quarters = Quarters(refresh, customers)
        quarters.widening        # a factor for each of ``GROUPS``
        quarters.get_coverage()  # fields of a fit

    How it works: for each quarter the model is fitted on what was known before it and
    scores the customers for those three months, season included. The factor of a
    group widens its ranges just so much that four customers out of five were inside,
    all quarters together. What is announced of it is measured on each quarter with the
    factors of the others.
    """

    def __init__(self, refresh, customers: int):
        self.refresh = refresh
        self.env = refresh.env
        self.customers = customers
        self.seasons = Seasons(refresh)
        self.outcomes = [
            outcome
            for number in range(MOST_QUARTERS)
            for outcome in self._hold_out(number)
        ]
        self.widening = get_widening(self.outcomes)

    def _hold_out(self, number: int) -> list[Outcome]:
        """What came in the ``number``-th last quarter, against what was announced."""
        end = self.refresh.as_of - relativedelta(months=QUARTER * number)
        cut = end - relativedelta(months=QUARTER)
        if cut < self.seasons.first + relativedelta(months=LEAST_PAST_MONTHS):
            return []
        hold_out(self.refresh, self.customers, cut, QUARTER, end)
        [[repeating]] = self.env.execute_query(
            SQL("SELECT count(*) FROM customer_held_out WHERE repeats > 0")
        )
        model = repeating >= LEAST_REPEAT_CUSTOMERS and fit_model(
            self.env, HELD_OUT, cut
        )
        if not model:
            return []
        scores = ModelScores(
            self.env,
            *build_models(model),
            months=QUARTER,
            decimals=self.refresh.company.currency_id.decimal_places,
            season=self.seasons.get_factor(cut, QUARTER),
        )
        scores.prepare(HELD_OUT, cut)
        rows = self.env.execute_query(_sql_outcomes(scores.sql_scored(HELD_OUT, cut)))
        return [Outcome(number, get_group(repeats), miss) for repeats, miss in rows]

    def get_coverage(self) -> dict:
        """The fields of a fit that say what the quarters taught."""
        numbers = sorted({outcome.quarter for outcome in self.outcomes})
        shares, inside, frequent = [], [], []
        for number in numbers:
            widening = get_widening(
                [one for one in self.outcomes if one.quarter != number]
            )
            held = [
                (one.group, one.miss <= widening[one.group])
                for one in self.outcomes
                if one.quarter == number
            ]
            shares.append(_share([holds for _group, holds in held]))
            inside += [holds for _group, holds in held]
            frequent += [holds for group, holds in held if group == len(GROUPS) - 1]
        once, some, often = self.widening
        return {
            "quarter_count": len(numbers),
            "knows_seasons": self.seasons.are_known(self.refresh.as_of),
            "quarter_coverage": _share(inside),
            "quarter_least_coverage": min(shares, default=0.0),
            "frequent_coverage": _share(frequent),
            "widening_once": once,
            "widening_some": some,
            "widening_often": often,
        }


def get_group(repeats: int) -> int:
    """The place in ``GROUPS`` of who bought again so often."""
    return max(place for place, least in enumerate(GROUPS) if repeats >= least)


def get_widening(outcomes: list[Outcome]) -> tuple[float, ...]:
    """The factor of each group; that of all where a group is too small."""
    everybody = _get_quantile([one.miss for one in outcomes])
    factors = []
    for group in range(len(GROUPS)):
        misses = [one.miss for one in outcomes if one.group == group]
        is_known = len(misses) >= LEAST_IN_A_GROUP
        factors.append(_get_quantile(misses) if is_known else everybody)
    return tuple(factors)


def _get_quantile(misses: list[float]) -> float:
    if len(misses) < LEAST_IN_A_GROUP:
        return 1.0
    found = sorted(misses)[min(len(misses) - 1, int(INSIDE * len(misses)))]
    return min(max(found, 0.5), WIDEST)


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _sql_outcomes(scored: SQL) -> SQL:
    """Rows ``(repeats, miss)`` of those for whom something was announced."""
    return SQL(
        """
        SELECT repeats,
               CASE WHEN real_value > value_high THEN real_value / value_high
                    WHEN value_low = 0 THEN greatest(0, real_value / value_high)
                    WHEN real_value <= 0 THEN %(widest)s
                    ELSE greatest(value_low / real_value, real_value / value_high)
               END::float8 AS miss
          FROM (%(scored)s) scored
          JOIN customer_held_out USING (partner_id)
         WHERE value_high > 0
        """,
        scored=scored,
        widest=WIDEST,
    )
