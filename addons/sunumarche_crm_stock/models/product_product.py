from odoo import api, models

VALUATION = {"avg_cost", "total_value"}


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def _is_cost(self, field):
        """What the goods in stock are worth is what they cost."""
        return field.name in VALUATION or super()._is_cost(field)
