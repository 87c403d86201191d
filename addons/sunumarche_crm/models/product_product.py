from odoo import models


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = [
        "product.product",
        "sunumarche.journal.mixin",
        "sunumarche.prices.mixin",
    ]

    def _get_journal_fields(self):
        return super()._get_journal_fields() | {"standard_price": "price"}
