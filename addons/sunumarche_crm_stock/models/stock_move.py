from odoo import api, models


class StockMove(models.Model):
    """A move of goods says what they cost: not to whoever reads no cost."""

    _name = "stock.move"
    _inherit = ["stock.move", "sunumarche.prices.mixin"]

    @api.model
    def _is_cost(self, field):
        return "value" in field.name or self._is_price(field)
