"""RFM scores: boundaries, scores and the table from scores to classes.

A score goes from 1 (worst) to the number of classes (best). It is one more than the
number of boundaries that the value exceeds, so equal values never get different
scores, however the customers are distributed. Those who tie at the top have the best
score; a single purchase never has more than the lowest one in frequency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from odoo.tools import SQL

# Score column -> the figure it is measured on.
SCORED_FIGURES = {
    "recency_score": "rfm_purchase_date",
    "frequency_score": "rfm_frequency",
    "monetary_score": "rfm_amount",
}
# With fewer customers a score, comparing them says nothing about any of them.
LEAST_CUSTOMERS_A_SCORE = 2
# Bought within so many days -> never below this score of five, whatever the others do.
LATELY = {7: 4, 30: 3}
# The step just below the only value there is.
STEPS_DOWN = {"recency": timedelta(days=1), "frequency": 1, "monetary": 1}


@dataclass(frozen=True)
class Boundaries:
    """What a value must exceed to get score 2, 3, ...: one ascending list a score.

    Without any list, too few customers were found to compare them.
    """

    recency: tuple[date, ...] = ()
    frequency: tuple[int, ...] = ()
    monetary: tuple[Decimal, ...] = ()

    @property
    def can_compare(self) -> bool:
        return bool(self.recency)

    def to_json(self) -> dict[str, list[str]]:
        return {
            name: [str(value) for value in getattr(self, name)]
            for name in ("recency", "frequency", "monetary")
        }

    @classmethod
    def from_json(cls, values: dict[str, list[str]] | None) -> "Boundaries":
        values = values or {}
        return cls(
            tuple(map(date.fromisoformat, values.get("recency", ()))),
            tuple(map(int, values.get("frequency", ()))),
            tuple(map(Decimal, values.get("monetary", ()))),
        )


def boundaries_from_cut_points(
    recency_days: Sequence[int],
    frequency: Sequence[int],
    monetary: Sequence[Decimal],
    as_of: date,
) -> Boundaries:
    """Boundaries chosen by hand.

    :param recency_days: "at most so many days ago", ascending
    :param frequency: "more than so many purchases", ascending
    :param monetary: "more than so much money", ascending
    """
    recency = sorted(as_of - timedelta(days=days + 1) for days in recency_days)
    return Boundaries(tuple(recency), tuple(frequency), tuple(monetary))


def measure_boundaries(env, table: SQL, classes: int, as_of: date) -> Boundaries:
    """Boundaries between ``classes`` equal parts of the customers in ``table``."""
    [(customers, *rows)] = env.execute_query(_sql_quantiles(classes, table))
    if customers < LEAST_CUSTOMERS_A_SCORE * classes:
        return Boundaries()
    scales = {}
    for name, (values, highest) in zip(
        STEPS_DOWN, zip(rows[:3], rows[3:], strict=True), strict=True
    ):
        if values[-1] == highest:
            below = _get_below(env, table, name, highest)
            values = [min(value, below) for value in values]
        scales[name] = tuple(values)
    return _spare_recent_buyers(Boundaries(**scales), classes, as_of)


def _get_below(env, table: SQL, name: str, highest):
    """What those who tie at ``highest`` exceed: the value before theirs, if any."""
    [[below]] = env.execute_query(
        SQL(
            "SELECT max(%(figure)s) FROM %(table)s"
            " WHERE rfm_frequency > 0 AND %(figure)s < %(highest)s",
            figure=SQL.identifier(SCORED_FIGURES[f"{name}_score"]),
            table=table,
            highest=highest,
        )
    )
    if below is None:
        below = highest - STEPS_DOWN[name]
    return max(below, 1) if name == "frequency" else below


def _spare_recent_buyers(found: Boundaries, classes: int, as_of: date) -> Boundaries:
    """Lower the boundaries of recency that ``LATELY`` forbids."""
    recency = list(found.recency)
    for days, score in LATELY.items():
        latest = as_of - timedelta(days=days + 1)
        count = fit_lowest(score, classes) - 1
        recency[:count] = [min(value, latest) for value in recency[:count]]
    return replace(found, recency=tuple(recency))


def fit_lowest(score: int, classes: int) -> int:
    """The score among ``classes`` at which a range from ``score`` of five begins."""
    return int((score - 1) * classes / 5 + 0.5) + 1


def _sql_quantiles(classes: int, table: SQL) -> SQL:
    """One row: number of customers, three arrays of boundaries, three highest values.

    The boundaries of each scale lie between ``classes`` equal parts.
    """
    fractions = [step / classes for step in range(1, classes)]
    return SQL(
        """
        SELECT count(*),
               percentile_disc(%(fractions)s::float8[])
                   WITHIN GROUP (ORDER BY rfm_purchase_date),
               percentile_disc(%(fractions)s::float8[])
                   WITHIN GROUP (ORDER BY rfm_frequency),
               percentile_disc(%(fractions)s::float8[])
                   WITHIN GROUP (ORDER BY rfm_amount),
               max(rfm_purchase_date),
               max(rfm_frequency),
               max(rfm_amount)
          FROM %(table)s
         WHERE rfm_frequency > 0
        """,
        fractions=fractions,
        table=table,
    )


def sql_score(figure: SQL, boundaries: Iterable, cast: SQL) -> SQL:
    """The score of ``figure``: 1 plus the number of boundaries it exceeds."""
    steps = [
        SQL("(%s > %s::%s)::int", figure, boundary, cast) for boundary in boundaries
    ]
    return SQL(" + ").join([SQL("1"), *steps])


def sql_unscored(table: SQL, class_id: int | None) -> SQL:
    """The rows of ``table`` without scores: who bought is of the class ``class_id``."""
    return SQL(
        """
        SELECT figures.*,
               NULL::int AS recency_score,
               NULL::int AS frequency_score,
               NULL::int AS monetary_score,
               CASE WHEN rfm_frequency > 0 THEN %s::int END AS rfm_class_id
          FROM %s figures
        """,
        class_id,
        table,
    )


def sql_scored(table: SQL, boundaries: Boundaries, classes: Iterable[tuple]) -> SQL:
    """The rows of ``table`` with their three scores and ``rfm_class_id``.

    ``OFFSET 0`` keeps PostgreSQL from computing each score once for every use.

    :param classes: rows ``(recency, frequency, monetary, class id)``, one for each
        combination of scores that has a class
    """
    classes = {tuple(scores): class_id for *scores, class_id in classes}
    highest = max((max(scores) for scores in classes), default=1)
    scores = range(1, highest + 1)
    class_ids = [classes.get(triple) for triple in product(scores, repeat=3)]
    return SQL(
        """
        SELECT scored.*,
               (%(class_ids)s::int[])[
                   monetary_score + %(highest)s * (frequency_score - 1
                   + %(highest)s * (recency_score - 1))] AS rfm_class_id
          FROM (SELECT figures.*,
                       CASE WHEN rfm_frequency > 0 THEN %(recency)s END
                           AS recency_score,
                       CASE WHEN rfm_frequency > 0 THEN %(frequency)s END
                           AS frequency_score,
                       CASE WHEN rfm_frequency > 0 THEN %(monetary)s END
                           AS monetary_score
                  FROM %(table)s figures
                OFFSET 0) scored
        """,
        table=table,
        class_ids=class_ids,
        highest=highest,
        recency=sql_score(SQL("rfm_purchase_date"), boundaries.recency, SQL("date")),
        frequency=sql_score(SQL("rfm_frequency"), boundaries.frequency, SQL("int")),
        monetary=sql_score(SQL("rfm_amount"), boundaries.monetary, SQL("numeric")),
    )
