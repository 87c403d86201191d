"""Brings the memberships of segments up to date, set-based."""

from collections.abc import Collection
from dataclasses import dataclass

from odoo.fields import Date, Datetime
from odoo.tools import SQL

from .refresh_lock import LockedRefresh, RefreshLock
from .segment_members import SegmentMembers
from .segment_writer import SegmentWriter, make_moves


@dataclass(frozen=True)
class RefreshReport:
    """How many memberships began and ended."""

    entered: int = 0
    left: int = 0

    def __add__(self, other: "RefreshReport") -> "RefreshReport":
        return RefreshReport(self.entered + other.entered, self.left + other.left)

    def __bool__(self) -> bool:
        return bool(self.entered or self.left)


class SegmentRefresh(LockedRefresh):
    """Computes who belongs to segments and writes what changed.

    How to use::

        if SegmentRefresh.acquire_lock(env):
            report = SegmentRefresh(env).run()                    # all segments
            report = SegmentRefresh(env).run(segments)            # these and dependents
            report = SegmentRefresh(env).run(partner_ids=ids)     # these contacts

    How it works: company by company, segments are sorted into batches so that each
    comes after those it needs. A batch is one select of (contact, bit mask), a bit a
    segment, compared with the mask of the open memberships; the bits that differ are
    closed or opened. The next batch reads the memberships that this one wrote. All in
    the caller's transaction; where nothing changed, nothing is written.

    A segment whose rule cannot be read as its owner keeps its members and says why.

    :param keep_moves: also note who moves in the temporary table ``segment_moves``
    """

    lock = RefreshLock.SEGMENTS

    def __init__(self, env, keep_moves: bool = False):
        # sudo: sunumarche.segment.membership - written for everybody, by the refresh
        # only; each rule is evaluated with the rights of the segment's owner
        self.env = env["sunumarche.segment"].sudo().with_context(active_test=False).env
        self.now = Datetime.now()
        self.today = Date.context_today(env["sunumarche.segment"])
        self.keep_moves = keep_moves
        if keep_moves:
            make_moves(self.env)

    def run(self, segments=None, partner_ids: Collection[int] | None = None):
        """Refresh these segments (with their dependents) or all, for all or some.

        :return: a ``RefreshReport``
        """
        self.env.flush_all()
        if partner_ids is None:
            self.env.execute_query(SQL("SET LOCAL work_mem = '256MB'"))
        companies = (segments or self._all_segments()).company_id
        if partner_ids is None and segments is None:
            self._empty_queue()
        report = RefreshReport()
        for company in companies:
            report += self._run_company(company, segments, partner_ids)
        self.env["sunumarche.segment"].invalidate_model()
        self.env["sunumarche.segment.membership"].invalidate_model()
        self.env["res.partner"].invalidate_model(
            ["segment_ids", "segment_membership_ids"]
        )
        return report

    def _all_segments(self):
        return self.env["sunumarche.segment"].search([])  # pylint: disable=no-search-all

    def _empty_queue(self):
        self.env.execute_query(SQL("DELETE FROM sunumarche_segment_queue"))

    def _run_company(self, company, segments, partner_ids):
        model = self.env["sunumarche.segment"]
        graph = model._get_graph(company)
        wanted = set(graph.nodes)
        if segments:
            ours = segments.filtered(lambda one: one.company_id == company)
            wanted = graph.get_dependents(ours.ids)
        causes = self._get_causes(model.browse(wanted), segments)
        report = RefreshReport()
        for batch in graph.get_batches():
            ids = [one for one in batch if one in wanted]
            if ids:
                earlier = {one: graph.before.get(one, []) for one in ids}
                report += self._run_batch(
                    model.browse(ids), earlier, causes, partner_ids
                )
        if partner_ids is None:
            self._close_run(model.browse(wanted))
        return report

    def _get_causes(self, wanted, asked):
        """Segment id -> why its members change in this run."""
        axes = asked.axis_id if asked else None
        causes = {}
        for segment in wanted:
            cause = segment.waiting_cause
            if not cause and segment.is_running != segment._is_on(self.today):
                cause = "period"
            if not cause and asked and segment not in asked:
                cause = "axis" if segment.axis_id & axes else "rule"
            causes[segment.id] = cause or "data"
        return causes

    def _run_batch(self, segments, earlier, causes, partner_ids):
        bits = {segment.id: 1 << place for place, segment in enumerate(segments)}
        refused = self._fill_fresh(segments, earlier, bits, partner_ids)
        if refused:
            bits = {one: bit for one, bit in bits.items() if one not in refused}
        if not bits:
            return RefreshReport()
        writer = SegmentWriter(self.env, bits, causes, self.now)
        writer.collect(partner_ids)
        report = RefreshReport(left=writer.close(), entered=writer.open())
        if report:
            writer.count()
            if self.keep_moves:
                writer.note_moves()
        return report

    def _fill_fresh(self, segments, earlier, bits, partner_ids) -> dict[int, str]:
        """Fill ``segment_fresh``: who meets which rule of the batch."""
        running = segments.filtered(lambda one: one._is_on(self.today))
        groups = running.grouped(lambda one: (one.user_id, one.company_id)).values()
        compiled = [SegmentMembers(group, partner_ids) for group in groups]
        refused = {
            one: error for members in compiled for one, error in members.errors.items()
        }
        # Members of these are known: of an earlier batch, or kept as they are.
        stored = {
            segment.id: [
                one for one in earlier[segment.id] if one not in bits or one in refused
            ]
            for segment in running
        }
        self._write_errors(segments, refused)
        self.env.execute_query(SQL("DROP TABLE IF EXISTS pg_temp.segment_fresh"))
        self.env.execute_query(
            SQL(
                """
                CREATE TEMPORARY TABLE segment_fresh ON COMMIT DROP AS
                SELECT partner_id, raw, %s AS mask
                  FROM (%s) met (partner_id, raw)
                """,
                self._sql_first_of_axes(segments, bits),
                self._sql_union([one.sql_masks(bits, stored) for one in compiled]),
            )
        )
        return refused

    @staticmethod
    def _sql_union(selects: list[SQL]) -> SQL:
        """The masks of all owners, one row a contact."""
        if not selects:
            return SQL("SELECT NULL::integer, 0::bigint WHERE false")
        if len(selects) == 1:
            return selects[0]
        return SQL(
            """
            SELECT partner_id, bit_or(mask)
              FROM (%s) owners (partner_id, mask)
          GROUP BY partner_id
            """,
            SQL(" UNION ALL ").join(selects),
        )

    def _sql_first_of_axes(self, segments, bits) -> SQL:
        """The mask with one bit an axis: the first, which is the lowest one."""
        axes: dict[int, int] = {}
        for segment in segments:
            if segment.axis_id and segment.active:
                axes.setdefault(segment.axis_id.id, 0)
                axes[segment.axis_id.id] |= bits[segment.id]
        parts = [SQL("(raw & ~%s::bigint)", sum(axes.values()))]
        parts += [
            SQL("((raw & %(axis)s::bigint) & -(raw & %(axis)s::bigint))", axis=axis)
            for axis in axes.values()
        ]
        return SQL(" | ").join(parts)

    def _write_errors(self, segments, refused):
        for segment in segments:
            error = refused.get(segment.id, False)
            if (segment.refresh_error or False) != error:
                segment._write_refresh({"refresh_error": error})

    def _close_run(self, segments):
        """Segments were computed for everybody: nothing waits, counts are exact."""
        for segment in segments:
            values = {
                "waiting_cause": False,
                "is_running": segment._is_on(self.today),
                "last_refresh": self.now,
            }
            segment._write_refresh(values)
        segments.flush_recordset()
        self._count_exactly(segments)

    def _count_exactly(self, segments):
        """Contacts that were deleted took their memberships with them."""
        self.env.execute_query(
            SQL(
                """
                UPDATE sunumarche_segment segment
                   SET member_count = counted.members
                  FROM (SELECT one.id, count(membership.id) AS members
                          FROM unnest(%s) one (id)
                     LEFT JOIN sunumarche_segment_membership membership
                            ON membership.segment_id = one.id
                           AND membership.date_left IS NULL
                      GROUP BY one.id) counted
                 WHERE counted.id = segment.id
                   AND segment.member_count IS DISTINCT FROM counted.members
                """,
                segments.ids,
            )
        )
