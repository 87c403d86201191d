from odoo import models


class ProductPricelist(models.Model):
    _name = "product.pricelist"
    _inherit = ["product.pricelist", "sunumarche.journal.mixin"]

    _journal_life = True

    def _get_journal_fields(self):
        names = ("name", "active", "currency_id")
        return super()._get_journal_fields() | dict.fromkeys(names, "price")
