"""What a change of a segment would move, before anything is written."""

from dataclasses import dataclass

from odoo.tools import SQL

from .segment_refresh import SegmentRefresh
from .trial import trial


@dataclass(frozen=True)
class Move:
    """Customers who would go from one segment to another.

    :ivar segment_from: id; None for those who enter from outside
    :ivar segment_to: id; None for those who leave to the outside
    :ivar turnover: their turnover of the last 12 months, in the segment's company
    """

    segment_from: int | None
    segment_to: int | None
    customers: int
    turnover: float


class SegmentSimulation:
    """Tries a change of a segment and says who would move.

    How to use::

        moves = SegmentSimulation(segment).run({"definition": ...})

    How it works: inside a savepoint the segments are brought up to date as they are,
    then the change is written and they are refreshed as always, noting who moves;
    then everything is rolled back. What it says is therefore what applying does.
    Moves between two segments of one axis are told as such.
    """

    def __init__(self, segment):
        self.segment = segment
        self.env = segment.env

    def run(self, values: dict) -> list[Move]:
        try:
            with trial(self.env):
                return self._attempt(values)
        finally:
            self.segment._forget_watched()

    def _attempt(self, values) -> list[Move]:
        SegmentRefresh(self.env).run(self.segment)
        self.segment.write(values)
        SegmentRefresh(self.env, keep_moves=True).run(self.segment)
        return self._read_moves()

    def _read_moves(self) -> list[Move]:
        self.env["sunumarche.customer.indicator"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT moved.segment_from,
                       moved.segment_to,
                       count(*),
                       coalesce(sum(indicator.net_amount_12m), 0)
                  FROM (SELECT move.partner_id,
                               max(move.segment_id) FILTER (WHERE NOT move.is_entry)
                                   AS segment_from,
                               max(move.segment_id) FILTER (WHERE move.is_entry)
                                   AS segment_to
                          FROM segment_moves move
                          JOIN sunumarche_segment segment
                            ON segment.id = move.segment_id
                      GROUP BY move.partner_id,
                               coalesce(-segment.axis_id, segment.id)) moved
             LEFT JOIN sunumarche_customer_indicator indicator
                    ON indicator.partner_id = moved.partner_id
                   AND indicator.company_id = %s
              GROUP BY moved.segment_from, moved.segment_to
              ORDER BY count(*) DESC, moved.segment_from, moved.segment_to
                """,
                self.segment.company_id.id,
            )
        )
        return [Move(*row) for row in rows]
