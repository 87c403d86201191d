from odoo import api, fields, models

from ..engine.purchase_owners import mark_owners

# What the customer indicators read of an imported purchase.
FIGURE_COLUMNS = {"amount", "commercial_partner_id", "company_id", "date", "kind"}


class PurchaseHistory(models.Model):
    """A purchase or refund made before the company moved to Odoo.

    One row per line of an imported log. It counts in the customer indicators as
    an invoice (or a credit note) would, when it is dated before the company's
    cut-over date. ``(company, source, external customer, line key)`` identifies
    a line, so that importing the same file twice adds nothing.
    """

    _name = "sunumarche.purchase.history"
    _inherit = ["sunumarche.customer.record"]
    _description = "Purchase History"
    _order = "date desc, id desc"
    _rec_name = "line_key"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    source_id = fields.Many2one(
        "sunumarche.purchase.source", required=True, readonly=True, ondelete="restrict"
    )
    external_customer = fields.Char(
        string="Customer Code",
        required=True,
        readonly=True,
        help="The customer's identifier in the source.",
    )
    line_key = fields.Char(
        required=True,
        readonly=True,
        help="What tells this line from the customer's other lines in the source.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    commercial_partner_id = fields.Many2one(
        "res.partner",
        string="Commercial Entity",
        compute="_compute_commercial_partner_id",
        store=True,
        precompute=True,
        ondelete="cascade",
        index=True,
    )
    date = fields.Date(required=True)
    kind = fields.Selection(
        [("purchase", "Purchase"), ("refund", "Refund")],
        required=True,
        default="purchase",
    )
    quantity = fields.Float(digits=(16, 2))
    original_amount = fields.Float(
        digits=(16, 4),
        help="The amount as the source gave it, in the source's currency.",
    )
    original_currency_id = fields.Many2one("res.currency")
    currency_id = fields.Many2one(
        "res.currency", related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(
        required=True,
        help="Untaxed amount in the company's currency; negative for a refund.",
    )

    _line_uniq = models.UniqueIndex(
        "(company_id, source_id, external_customer, line_key)",
        "This line of the source has been imported already.",
    )
    _amount_sign = models.Constraint(
        "CHECK (CASE kind WHEN 'refund' THEN amount <= 0 ELSE amount >= 0 END)",
        "A purchase cannot have a negative amount, nor a refund a positive one.",
    )
    _customer_figures_idx = models.Index(
        "(company_id, commercial_partner_id, date) INCLUDE (kind, amount)"
    )

    @api.depends("partner_id.commercial_partner_id")
    def _compute_commercial_partner_id(self):
        for purchase in self:
            purchase.commercial_partner_id = purchase.partner_id.commercial_partner_id

    @api.model_create_multi
    def create(self, vals_list):
        purchases = super().create(vals_list)
        purchases._mark_customers()
        return purchases

    def _write_multi(self, vals_list):
        """Queue the customers whose figures these values change.

        Every change of a stored field ends here, also the customer's new parent.
        """
        is_figure = bool(FIGURE_COLUMNS & set().union(*vals_list))
        if is_figure:
            mark_owners(self)
        result = super()._write_multi(vals_list)
        if is_figure:
            mark_owners(self)
        return result

    def unlink(self):
        self._mark_customers()
        return super().unlink()

    def _mark_customers(self):
        """Queue the customers of these purchases for the refresh."""
        self.env["sunumarche.customer.indicator.queue"]._mark(
            (purchase.commercial_partner_id.id, purchase.company_id.id)
            for purchase in self
        )

    def _get_kept_for_law(self, since):
        return self

    def _erase_person(self, person):
        """They name nobody but by the code of another system."""
