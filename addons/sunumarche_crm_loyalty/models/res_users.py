from odoo import api, models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_scope_details(self):
        return super()._get_scope_details() | {
            "loyalty.history": "card_id",
            "sale.order.coupon.points": "order_id",
        }

    def _get_scope_domain(self, model_name, operation="read"):
        """Cards are also seen by who sees an order that made them or uses them."""
        domain = super()._get_scope_domain(model_name, operation)
        if model_name != "loyalty.card" or domain.is_true():
            return domain
        orders = self._get_scope_domain("sale.order")
        return (
            domain
            | Domain("order_id", "any", orders)
            | Domain("applied_order_ids", "any", orders)
        )
