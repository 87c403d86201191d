from odoo import models


class ResUsers(models.Model):
    """A user made from a template bears the name that was typed."""

    _inherit = "res.users"

    def copy_data(self, default=None):
        return [
            vals
            for user, copied in zip(self, super().copy_data(default), strict=True)
            for vals in user.partner_id._keep_names_copied([copied], default)
        ]
