from odoo import api, models


class ResPartner(models.Model):
    """A customer, known by his address and both numbers."""

    _name = "res.partner"
    _inherit = ["res.partner", "sunumarche.common.key.mixin"]

    @api.model
    def _get_common_key_fields(self):
        phones = ["phone_sanitized", "second_phone"]
        return super()._get_common_key_fields() | {"phone": phones}

    @api.model
    def _get_common_key_customer(self):
        """A company and its people may share a number: the account counts."""
        return "commercial_partner_id"

    @api.model
    def _get_common_key_label_fields(self):
        names = ["company_name", "parent_id", "is_company", "type"]
        return super()._get_common_key_label_fields() + names

    def _get_common_key_own(self):
        """Nor are the leads and subscriptions that are linked to this card news."""
        return super()._get_common_key_own() | {self._origin.id} - {False}
