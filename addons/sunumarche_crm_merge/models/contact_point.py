from odoo import api, models


class ContactPoint(models.Model):
    """What a contact has beside his card is compared too."""

    _inherit = "sunumarche.contact.point"

    @api.model_create_multi
    def create(self, vals_list):
        points = super().create(vals_list)
        points.partner_id._mark_profiles()
        return points

    def write(self, vals):
        partners = self.partner_id
        result = super().write(vals)
        (partners | self.partner_id)._mark_profiles()
        return result

    def unlink(self):
        self.partner_id._mark_profiles()
        return super().unlink()
