from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.segment_refresh import SegmentRefresh
from ..engine.segment_watch import sql_contacts

REFRESH_BATCH = 1000


class SegmentQueue(models.Model):
    """A mark: the segments of this contact must be computed again.

    As the marks of customer indicators: inserted without any check by whatever changed
    the contact or its documents, removed by the refresh in its own transaction.
    """

    _name = "sunumarche.segment.queue"
    _inherit = ["sunumarche.customer.record"]
    _description = "Segment Queue"
    _log_access = False
    _customer_is_figure = True
    _customer_is_shown = False
    _customer_scope = None

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")

    @api.model
    def _mark(self, partner_ids):
        """Queue contacts by their ids."""
        if partner_ids := sorted({one for one in partner_ids if one}):
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO sunumarche_segment_queue (partner_id)
                         SELECT id FROM res_partner WHERE id = ANY(%s)
                    """,
                    partner_ids,
                )
            )

    @api.model
    def _mark_through(self, records, paths):
        """Queue the contacts that ``paths`` lead to from ``records``.

        Reads the database, so the caller has flushed what counts.
        """
        contacts = [sql_contacts(records, records.ids, path) for path in sorted(paths)]
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sunumarche_segment_queue (partner_id)
                     SELECT contact.id
                       FROM (%s) touched (id)
                       JOIN res_partner contact ON contact.id = touched.id
                """,
                SQL(" UNION ").join(contacts),
            )
        )

    @api.model
    def _process_batch(self, limit=REFRESH_BATCH):
        """Refresh what waits: first segments whose rule changed, then contacts.

        :return: the number of segments or marks dealt with; 0 when there is none, or
            when another worker is refreshing at this moment
        """
        if not SegmentRefresh.acquire_lock(self.env):
            return 0
        waiting = self.env["sunumarche.segment"]._get_waiting()
        if waiting:
            SegmentRefresh(self.env).run(waiting)
            return len(waiting)
        partner_ids = self._take_marks(limit)
        if partner_ids:
            SegmentRefresh(self.env).run(partner_ids=sorted(set(partner_ids)))
        return len(partner_ids)

    def _take_marks(self, limit):
        """Remove the ``limit`` oldest marks and return their contacts."""
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM sunumarche_segment_queue
                      WHERE id IN (SELECT id
                                     FROM sunumarche_segment_queue
                                 ORDER BY id
                                    LIMIT %s)
                  RETURNING partner_id
                """,
                limit,
            )
        )
        return [partner_id for [partner_id] in rows]

    @api.model
    def _cron_refresh(self):
        """Refresh what waits, one batch a transaction."""
        self.env["ir.cron"]._commit_progress(remaining=self.search_count([]))
        while done := self._process_batch():
            if not self.env["ir.cron"]._commit_progress(done):
                return
