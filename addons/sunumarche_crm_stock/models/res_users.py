from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_scope_documents(self):
        """Deliveries are reached through the customer they go to."""
        return super()._get_scope_documents() | {
            "stock.picking": (None, None, "partner_id")
        }
