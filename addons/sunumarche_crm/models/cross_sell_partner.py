from odoo import api, fields, models

from ..engine.cross_sell_refresh import CrossSellRefresh


class ResPartner(models.Model):
    _inherit = "res.partner"

    cross_sell_ids = fields.Many2many(
        "sunumarche.cross.sell",
        string="Next Products",
        compute="_compute_cross_sell_ids",
        groups="sunumarche_crm.group_customer_figures",
    )

    @api.depends_context("company")
    def _compute_cross_sell_ids(self):
        pairs, company = self.env["sunumarche.cross.sell"], self.env.company
        for partner in self:
            partner.cross_sell_ids = pairs._suggest(
                partner._get_bought_products(company), company
            )

    def _get_bought_products(self, company):
        """Return the products that the customer bought in the company's period."""
        self.ensure_one()
        # sudo: account.move.line, res.company - only which products are on the
        # invoices of a customer the user reads
        lines = self.env["account.move.line"].sudo()
        start, end = CrossSellRefresh(company).get_period()
        groups = lines._read_group(
            [
                ("partner_id", "=", self.commercial_partner_id._origin.id),
                ("company_id", "=", company.id),
                ("move_type", "=", "out_invoice"),
                ("parent_state", "=", "posted"),
                ("display_type", "=", "product"),
                ("product_id", "!=", False),
                ("invoice_date", ">", start),
                ("invoice_date", "<=", end),
            ],
            ["product_id"],
        )
        return self.env["product.product"].browse(product.id for [product] in groups)
