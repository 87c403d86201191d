from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    cross_sell_ids = fields.Many2many(
        "sunumarche.cross.sell",
        string="Often Bought Together",
        compute="_compute_cross_sell_ids",
        groups="sunumarche_crm.group_customer_figures",
    )

    @api.depends("order_line.product_id", "company_id", "state")
    def _compute_cross_sell_ids(self):
        pairs = self.env["sunumarche.cross.sell"]
        for order in self:
            order.cross_sell_ids = pairs
            if order.state in ("draft", "sent"):
                order.cross_sell_ids = pairs._suggest(
                    order.order_line.product_id._origin, order.company_id
                )
