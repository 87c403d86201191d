from odoo import models

# What staff note about a customer, or work with; core gives it to the customer too.
STAFF_FIELDS = frozenset(
    {
        "agency_id",
        "category_id",
        "comment",
        "days_sales_outstanding",
        "email_key",
        "merged_into_id",
        "phone_problem",
        "picking_warn_msg",
        "purchase_warn_msg",
        "sale_warn_msg",
        "second_email_key",
        "territory_by_hand",
        "territory_id",
        "trust",
    }
)


class ResPartnerStaff(models.Model):
    """A contact, of whom he himself reads no more than what he said."""

    _inherit = "res.partner"

    def _has_field_access(self, field, operation):
        if field.name in STAFF_FIELDS and not self._is_for_staff():
            return False
        return super()._has_field_access(field, operation)

    def _is_for_staff(self):
        return self.env.su or self.env.user._is_internal()
