from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_loyalty_points(self):
        """Return ``{contact: points}`` of loyalty cards that hold today."""
        today = fields.Date.context_today(self)
        in_force = Domain("expiration_date", "=", False) | Domain(
            "expiration_date", ">=", today
        )
        return dict(
            self.env["loyalty.card"]._read_group(
                Domain("partner_id", "in", self.ids)
                & Domain("program_type", "=", "loyalty")
                & in_force,
                ["partner_id"],
                ["points:sum"],
            )
        )
