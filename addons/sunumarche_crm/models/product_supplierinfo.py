from odoo import api, models


class ProductSupplierinfo(models.Model):
    _name = "product.supplierinfo"
    _inherit = ["product.supplierinfo", "sunumarche.prices.mixin"]

    @api.model
    def _is_cost(self, field):
        """What a supplier asks is what goods cost."""
        return self._is_price(field)
