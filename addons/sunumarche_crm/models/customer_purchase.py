from odoo import fields, models
from odoo.tools import SQL


class CustomerPurchase(models.Model):
    """A document that counts in the indicators, wherever it comes from.

    One row per posted customer invoice, sales receipt or credit note dated from the
    company's cut-over date on, and per imported purchase dated before it; those of an
    archived card stand under the customer who inherits them. Read-only.
    """

    _name = "sunumarche.customer.purchase"
    _inherit = ["sunumarche.customer.record"]
    _description = "Customer Purchase"
    _order = "date desc, id desc"
    _rec_name = "number"
    _auto = False
    _customer_is_figure = True
    _customer_is_shown = False

    number = fields.Char(readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(readonly=True)
    kind = fields.Selection(
        [
            ("purchase", "Purchase"),
            ("part", "Part of a Purchase"),
            ("refund", "Refund"),
        ],
        readonly=True,
        help="Part of a purchase: what continues an earlier document, as the "
        "correction of an invoice or the invoice after a down payment. Its amount "
        "counts as invoiced, but it is no purchase of its own.",
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
            "is_purchase_part",
            "move_type",
            "name",
            "state",
        ],
        "res.company": ["currency_id", "purchase_history_cutover_date"],
        "res.partner": ["figure_heir_id"],
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
        own = SQL(
            """
            NOT EXISTS (SELECT FROM res_partner card
                         WHERE card.id = move.commercial_partner_id
                           AND card.figure_heir_id IS NOT NULL)
            """
        )
        return SQL(" UNION ALL ").join(
            [
                self._sql_invoices(SQL("move.commercial_partner_id"), SQL(), own),
                self._sql_invoices(
                    SQL("card.figure_heir_id"),
                    SQL(
                        "JOIN res_partner card ON card.id = move.commercial_partner_id"
                    ),
                    SQL("card.figure_heir_id IS NOT NULL"),
                ),
                self._sql_history(),
            ]
        )

    @staticmethod
    def _sql_invoices(customer, join, condition):
        return SQL(
            """
            SELECT move.id::bigint * 2 AS id,
                   move.name AS number,
                   %(customer)s AS partner_id,
                   move.company_id,
                   company.currency_id,
                   move.invoice_date AS date,
                   CASE WHEN move.is_purchase_part THEN 'part'
                        WHEN move.move_type = 'out_refund' THEN 'refund'
                        ELSE 'purchase' END AS kind,
                   move.amount_untaxed_signed AS amount,
                   move.customer_settlement_date AS settlement_date,
                   move.customer_settlement_date - move.invoice_date
                       AS payment_delay_days,
                   move.id AS move_id,
                   NULL::int AS purchase_history_id
              FROM account_move move
              JOIN res_company company ON company.id = move.company_id
              %(join)s
             WHERE move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
               AND move.commercial_partner_id IS NOT NULL
               AND (company.purchase_history_cutover_date IS NULL
                    OR move.invoice_date >= company.purchase_history_cutover_date)
               AND %(condition)s
            """,
            customer=customer,
            join=join,
            condition=condition,
        )

    @staticmethod
    def _sql_history():
        return SQL(
            """
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
