"""RFM scores: boundaries, scores and the table from scores to classes.

A score goes from 1 (worst) to the number of classes (best). It is one more than the
number of boundaries that the value exceeds, so equal values never get different
scores, however the customers are distributed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Boundaries:
    """What a value must exceed to get score 2, 3, ...: one ascending list a score."""

    recency: tuple[date, ...] = ()
    frequency: tuple[int, ...] = ()
    monetary: tuple[Decimal, ...] = ()

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


def sql_quantiles(classes: int, table: SQL) -> SQL:
    """One row with the three arrays of boundaries between ``classes`` equal parts."""
    fractions = [step / classes for step in range(1, classes)]
    return SQL(
        """
        SELECT percentile_disc(%(fractions)s::float8[])
                   WITHIN GROUP (ORDER BY rfm_purchase_date) AS recency,
               percentile_disc(%(fractions)s::float8[])
                   WITHIN GROUP (ORDER BY rfm_frequency) AS frequency,
               percentile_disc(%(fractions)s::float8[])
                   WITHIN GROUP (ORDER BY rfm_amount) AS monetary
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
