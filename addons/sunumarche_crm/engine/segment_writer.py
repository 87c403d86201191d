"""Writes the memberships that a refresh found to differ."""

from odoo.tools import SQL


def make_moves(env) -> None:
    """Make the empty temporary table ``segment_moves``."""
    env.execute_query(SQL("DROP TABLE IF EXISTS pg_temp.segment_moves"))
    env.execute_query(
        SQL(
            """
            CREATE TEMPORARY TABLE segment_moves
                   (segment_id integer, partner_id integer, is_entry boolean)
                   ON COMMIT DROP
            """
        )
    )


class SegmentWriter:
    """Makes the open memberships of a batch of segments equal to ``segment_fresh``.

    How to use::

        writer = SegmentWriter(env, bits, causes, now)
        writer.collect(partner_ids)
        left, entered = writer.close(), writer.open()

    How it works: ``collect`` joins the fresh masks with those of the open memberships
    and keeps the bits that differ in the temporary table ``segment_changes``; the
    others write from it. Memberships that stay are neither written nor locked.

    :param bits: segment id -> its bit in the masks
    :param causes: segment id -> why its members change
    :param now: the moment that is written
    """

    def __init__(self, env, bits: dict[int, int], causes: dict[int, str], now):
        self.env = env
        self.bits = bits
        self.causes = causes
        self.now = now

    def _sql_bits(self) -> SQL:
        """(segment_id, bit, cause, company_id) of the batch, as rows."""
        segments = self.env["sunumarche.segment"].browse(self.bits)
        return SQL(", ").join(
            SQL(
                "(%s::integer, %s::bigint, %s::varchar, %s::integer)",
                segment.id,
                self.bits[segment.id],
                self.causes.get(segment.id, "data"),
                segment.company_id.id,
            )
            for segment in segments
        )

    def collect(self, partner_ids=None) -> None:
        """Fill ``segment_changes``: the bits that a contact gains and loses."""
        condition = SQL()
        if partner_ids is not None:
            condition = SQL("AND membership.partner_id = ANY(%s)", list(partner_ids))
        self.env.execute_query(SQL("DROP TABLE IF EXISTS pg_temp.segment_changes"))
        self.env.execute_query(
            SQL(
                """
                CREATE TEMPORARY TABLE segment_changes ON COMMIT DROP AS
                SELECT partner_id,
                       fresh.raw,
                       coalesce(fresh.mask, 0) & ~coalesce(stored.mask, 0)
                           & %(all)s::bigint AS entered,
                       coalesce(stored.mask, 0) & ~coalesce(fresh.mask, 0) AS gone
                  FROM segment_fresh fresh
             FULL JOIN (SELECT membership.partner_id, bit_or(place.bit) AS mask
                          FROM sunumarche_segment_membership membership
                          JOIN (VALUES %(bits)s) place (segment_id, bit)
                            ON place.segment_id = membership.segment_id
                         WHERE membership.date_left IS NULL
                           %(condition)s
                      GROUP BY membership.partner_id) stored
                 USING (partner_id)
                 WHERE coalesce(fresh.mask, 0) & %(all)s::bigint
                       <> coalesce(stored.mask, 0)
                """,
                all=sum(self.bits.values()),
                bits=SQL(", ").join(
                    SQL("(%s::integer, %s::bigint)", one, bit)
                    for one, bit in self.bits.items()
                ),
                condition=condition,
            )
        )

    def close(self) -> int:
        """End the memberships of those who are out; return how many."""
        [[count]] = self.env.execute_query(
            SQL(
                """
                WITH closed AS (
                    UPDATE sunumarche_segment_membership membership
                       SET date_left = %(now)s,
                           left_cause = CASE
                               WHEN change.raw & place.bit <> 0 THEN 'axis'
                               ELSE place.cause
                           END
                      FROM segment_changes change
                      JOIN (VALUES %(bits)s)
                           place (segment_id, bit, cause, company_id)
                        ON change.gone & place.bit <> 0
                     WHERE membership.partner_id = change.partner_id
                       AND membership.segment_id = place.segment_id
                       AND membership.date_left IS NULL
                 RETURNING 1)
                SELECT count(*) FROM closed
                """,
                now=self.now,
                bits=self._sql_bits(),
            )
        )
        return count

    def open(self) -> int:
        """Begin the memberships of those who came in; return how many."""
        [[count]] = self.env.execute_query(
            SQL(
                """
                WITH opened AS (
                    INSERT INTO sunumarche_segment_membership
                                (segment_id, partner_id, company_id, date_entered,
                                 entered_cause)
                         SELECT place.segment_id, change.partner_id,
                                place.company_id, %(now)s, place.cause
                           FROM segment_changes change
                           JOIN (VALUES %(bits)s)
                                place (segment_id, bit, cause, company_id)
                             ON change.entered & place.bit <> 0
                      RETURNING 1)
                SELECT count(*) FROM opened
                """,
                now=self.now,
                bits=self._sql_bits(),
            )
        )
        return count

    def count(self) -> None:
        """Bring the number of members of changed segments up to date."""
        self.env.execute_query(
            SQL(
                """
                UPDATE sunumarche_segment segment
                   SET member_count = coalesce(segment.member_count, 0)
                           + moved.entered - moved.gone,
                       last_refresh = %(now)s
                  FROM (SELECT place.segment_id,
                               count(*) FILTER (WHERE change.entered & place.bit <> 0)
                                   AS entered,
                               count(*) FILTER (WHERE change.gone & place.bit <> 0)
                                   AS gone
                          FROM segment_changes change
                          JOIN (VALUES %(bits)s)
                               place (segment_id, bit, cause, company_id)
                            ON (change.entered | change.gone) & place.bit <> 0
                      GROUP BY place.segment_id) moved
                 WHERE moved.segment_id = segment.id
                """,
                now=self.now,
                bits=self._sql_bits(),
            )
        )

    def note_moves(self) -> None:
        """Add who moves to ``segment_moves``."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO segment_moves (segment_id, partner_id, is_entry)
                     SELECT place.segment_id, change.partner_id,
                            change.entered & place.bit <> 0
                       FROM segment_changes change
                       JOIN (VALUES %(bits)s)
                            place (segment_id, bit, cause, company_id)
                         ON (change.entered | change.gone) & place.bit <> 0
                """,
                bits=self._sql_bits(),
            )
        )
