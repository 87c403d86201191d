from odoo import api, models

from ..engine.closed_fields import remove_closed_fields

WORKSHOP = "sunumarche_crm.group_production"
# Who needs to know what goods cost the company.
COST_READERS = (
    "sunumarche_crm.group_customer_amounts,sunumarche_crm.group_buyer,"
    "sales_team.group_sale_salesman,account.group_account_invoice,"
    "account.group_account_readonly,product.group_product_manager,"
    "purchase.group_purchase_user,stock.group_stock_user,base.group_system"
)
# What somebody of the workshop may be besides, and then needs prices.
PRICE_READERS = f"sunumarche_crm.group_customer_figures,{COST_READERS}"
PRICE_TYPES = ("char", "float", "monetary")
OTHER_NAMES = {"discount", "rule_tip", "tax_string"}


class PricesMixin(models.AbstractModel):
    """What has a price, a cost or a discount.

    The workshop reads none of them; service agents say prices and read no cost.
    """

    _name = "sunumarche.prices.mixin"
    _description = "Prices That the Workshop Does Not Read"

    def _has_field_access(self, field, operation):
        if self._is_hidden(field):
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _is_price(self, field):
        return field.type in PRICE_TYPES and (
            "price" in field.name or field.name in OTHER_NAMES
        )

    @api.model
    def _is_cost(self, field):
        """Tell whether a field says what goods cost the company."""
        return "standard_price" in field.name

    @api.model
    def _is_hidden(self, field):
        return (self._is_price(field) and self._hides_prices()) or (
            self._is_cost(field) and self._hides_costs()
        )

    @api.model
    def _hides_costs(self):
        return not self.env.su and not self.env.user.has_groups(COST_READERS)

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
        if self._hides_prices() or self._hides_costs():
            result["arch"] = remove_closed_fields(result["arch"], self)
        return result
