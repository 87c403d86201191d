from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_scope_traces(self):
        """Deliveries, with what they move, are reached through whom they go to."""
        return super()._get_scope_traces() | {
            "stock.picking": ("partner_id", "owner_id"),
            "stock.move": ("picking_id", "partner_id", "restrict_partner_id"),
            "stock.move.line": ("picking_id", "move_id", "owner_id"),
            "stock.quant": ("owner_id",),
        }
