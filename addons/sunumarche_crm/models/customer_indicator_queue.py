from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.customer_refresh import CustomerRefresh
from ..engine.rhythm_refresh import RhythmRefresh

REFRESH_BATCH = 1000


class CustomerIndicatorQueue(models.Model):
    """A mark: this customer's figures in this company must be computed again.

    Marks are written in the transaction that changed the customer's documents and
    are never updated nor checked for duplicates, so that two people who post
    invoices of one customer do not wait for each other. The refresh removes the
    marks it has dealt with in the transaction that writes the figures: a worker
    killed half-way leaves both as they were.
    """

    _name = "sunumarche.customer.indicator.queue"
    _inherit = ["sunumarche.customer.record"]
    _description = "Customer Indicator Queue"
    _log_access = False
    _customer_is_figure = True
    _customer_is_shown = False
    _customer_scope = None

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")

    @api.model
    def _mark(self, customers):
        """Queue ``customers``: pairs (commercial partner id, company id)."""
        rows = [
            SQL("(%s, %s)", partner, company)
            for partner, company in sorted({pair for pair in customers if pair[0]})
        ]
        if rows:
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO sunumarche_customer_indicator_queue
                                (partner_id, company_id)
                         VALUES %s
                    """,
                    SQL(", ").join(rows),
                )
            )

    @api.model
    def _mark_moves(self, move_ids):
        """Queue the customers of those of ``move_ids`` that are posted now.

        Of other entries, as payments, those on whose receivable accounts they are.

        Reads the database, so the caller has flushed what counts.
        """
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sunumarche_customer_indicator_queue
                            (partner_id, company_id)
                     SELECT DISTINCT commercial_partner_id, company_id
                       FROM account_move
                      WHERE id = ANY(%(move_ids)s)
                        AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                        AND commercial_partner_id IS NOT NULL
                        AND state = 'posted'
                      UNION
                     SELECT line.partner_id, line.company_id
                       FROM account_move move
                       JOIN account_move_line line ON line.move_id = move.id
                       JOIN account_account account ON account.id = line.account_id
                      WHERE move.id = ANY(%(move_ids)s)
                        AND move.move_type = 'entry'
                        AND move.state = 'posted'
                        AND account.account_type = 'asset_receivable'
                        AND line.partner_id IS NOT NULL
                """,
                move_ids=list(move_ids),
            )
        )

    @api.model
    def _mark_company(self, company):
        """Queue every customer of ``company`` that has a document in it."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sunumarche_customer_indicator_queue
                            (partner_id, company_id)
                     SELECT commercial_partner_id, company_id
                       FROM account_move
                      WHERE company_id = %(company_id)s
                        AND state = 'posted'
                        AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                        AND commercial_partner_id IS NOT NULL
                      UNION
                     SELECT commercial_partner_id, company_id
                       FROM sunumarche_purchase_history
                      WHERE company_id = %(company_id)s
                """,
                company_id=company.id,
            )
        )

    @api.model
    def _process_batch(self, limit=REFRESH_BATCH):
        """Refresh the customers of the ``limit`` oldest marks.

        :return: the number of marks dealt with; 0 when there is none, or when
            another worker is refreshing at this moment and will see to them.
        """
        if not CustomerRefresh.acquire_lock(self.env):
            return 0
        marks = self._take_marks(limit)
        companies = {}
        for partner_id, company_id in marks:
            companies.setdefault(company_id, set()).add(partner_id)
        for company in self.env["res.company"].browse(companies):
            customers = sorted(companies[company.id])
            CustomerRefresh(company).run(customers)
            RhythmRefresh(company).follow(customers)
            self.env["sunumarche.segment.queue"]._mark(customers)
        return len(marks)

    def _take_marks(self, limit):
        """Remove the ``limit`` oldest marks and return them as (partner, company)."""
        return self.env.execute_query(
            SQL(
                """
                DELETE FROM sunumarche_customer_indicator_queue
                      WHERE id IN (SELECT id
                                     FROM sunumarche_customer_indicator_queue
                                 ORDER BY id
                                    LIMIT %s)
                  RETURNING partner_id, company_id
                """,
                limit,
            )
        )

    @api.model
    def _cron_refresh(self):
        """Refresh the queued customers, one batch a transaction."""
        remaining = self.search_count([])
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        while done := self._process_batch():
            if not self.env["ir.cron"]._commit_progress(done):
                return
