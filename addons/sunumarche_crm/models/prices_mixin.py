from odoo import api, models

from ..engine.closed_fields import remove_closed_fields

WORKSHOP = "sunumarche_crm.group_production"
# What somebody of the workshop may be besides, and then needs prices.
PRICE_READERS = (
    "sunumarche_crm.group_customer_figures,sunumarche_crm.group_buyer,"
    "sales_team.group_sale_salesman,account.group_account_invoice,"
    "account.group_account_readonly,product.group_product_manager,"
    "purchase.group_purchase_user,stock.group_stock_user,base.group_system"
)
PRICE_TYPES = ("char", "float", "monetary")
OTHER_NAMES = {"discount", "rule_tip", "tax_string"}


class PricesMixin(models.AbstractModel):
    """What has a price, a cost or a discount, which the workshop does not read."""

    _name = "sunumarche.prices.mixin"
    _description = "Prices That the Workshop Does Not Read"

    def _has_field_access(self, field, operation):
        if self._is_price(field) and self._hides_prices():
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _is_price(self, field):
        return field.type in PRICE_TYPES and (
            "price" in field.name or field.name in OTHER_NAMES
        )

    @api.model
    def _hides_prices(self):
        """Tell whether the user is of the workshop, and nothing that needs prices."""
        user = self.env.user
        return (
            not self.env.su
            and user.has_group(WORKSHOP)
            and not user.has_groups(PRICE_READERS)
        )

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """A view offers whoever reads no prices what is left of it."""
        result = super().get_view(view_id, view_type, **options)
        if self._hides_prices():
            result["arch"] = remove_closed_fields(result["arch"], self)
        return result
