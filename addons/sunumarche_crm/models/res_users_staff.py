from odoo import models

from .res_partner_staff import STAFF_FIELDS


class ResUsersStaff(models.Model):
    """An account, which shows its contact's fields as its own."""

    _inherit = "res.users"

    def _has_field_access(self, field, operation):
        """What a customer may not read of his card he does not read here."""
        if field.name in STAFF_FIELDS and not self.partner_id._is_for_staff():
            return False
        return super()._has_field_access(field, operation)
