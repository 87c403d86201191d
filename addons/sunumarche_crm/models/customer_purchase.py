from odoo import fields, models
from odoo.tools import SQL


class CustomerPurchase(models.Model):
    """A document that counts in the indicators, wherever it comes from.

    One row per posted customer invoice or credit note dated from the company's
    cut-over date on, and per imported purchase dated before it. Read-only.
    """

    _name = "sunumarche.customer.purchase"
    _description = "Customer Purchase"
    _order = "date desc, id desc"
    _rec_name = "number"
    _auto = False

    number = fields.Char(readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(readonly=True)
    kind = fields.Selection(
        [("purchase", "Purchase"), ("refund", "Refund")], readonly=True
    )
    amount = fields.Monetary(
        readonly=True, help="Untaxed, in the company's currency; negative for a refund."
    )
    settlement_date = fields.Date(string="Paid on", readonly=True)
    payment_delay_days = fields.Integer(
        string="Payment Delay (Days)", readonly=True, aggregator="avg"
    )
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True)
    purchase_history_id = fields.Many2one(
        "sunumarche.purchase.history", string="Imported Purchase", readonly=True
    )

    _depends = {
        "account.move": [
            "amount_untaxed_signed",
            "commercial_partner_id",
            "company_id",
            "customer_settlement_date",
            "invoice_date",
            "move_type",
            "name",
            "state",
        ],
        "res.company": ["currency_id", "purchase_history_cutover_date"],
        "sunumarche.purchase.history": [
            "amount",
            "commercial_partner_id",
            "company_id",
            "date",
            "kind",
            "line_key",
        ],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT move.id::bigint * 2 AS id,
                   move.name AS number,
                   move.commercial_partner_id AS partner_id,
                   move.company_id,
                   company.currency_id,
                   move.invoice_date AS date,
                   CASE move.move_type WHEN 'out_refund' THEN 'refund'
                                       ELSE 'purchase' END AS kind,
                   move.amount_untaxed_signed AS amount,
                   move.customer_settlement_date AS settlement_date,
                   move.customer_settlement_date - move.invoice_date
                       AS payment_delay_days,
                   move.id AS move_id,
                   NULL::int AS purchase_history_id
              FROM account_move move
              JOIN res_company company ON company.id = move.company_id
             WHERE move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND move.commercial_partner_id IS NOT NULL
               AND (company.purchase_history_cutover_date IS NULL
                    OR move.invoice_date >= company.purchase_history_cutover_date)
             UNION ALL
            SELECT history.id::bigint * 2 + 1,
                   history.line_key,
                   history.commercial_partner_id,
                   history.company_id,
                   company.currency_id,
                   history.date,
                   history.kind,
                   history.amount,
                   NULL::date,
                   NULL::int,
                   NULL::int,
                   history.id
              FROM sunumarche_purchase_history history
              JOIN res_company company ON company.id = history.company_id
             WHERE company.purchase_history_cutover_date IS NULL
                OR history.date < company.purchase_history_cutover_date
            """
        )

    def action_open_document(self):
        """Open the invoice, credit note or imported purchase behind this row."""
        self.ensure_one()
        document = self.move_id or self.purchase_history_id
        return document._get_records_action(context={})
