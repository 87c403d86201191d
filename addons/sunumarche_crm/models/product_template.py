from odoo import models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = [
        "product.template",
        "sunumarche.journal.mixin",
        "sunumarche.prices.mixin",
    ]

    def _get_journal_fields(self):
        return super()._get_journal_fields() | {"list_price": "price"}
