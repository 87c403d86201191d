from odoo import models


class ProductPricelistItem(models.Model):
    _name = "product.pricelist.item"
    _inherit = [
        "product.pricelist.item",
        "sunumarche.journal.mixin",
        "sunumarche.prices.mixin",
    ]

    _journal_life = True

    def _get_journal_fields(self):
        names = (
            "pricelist_id",
            "applied_on",
            "categ_id",
            "product_tmpl_id",
            "product_id",
            "min_quantity",
            "date_start",
            "date_end",
            "compute_price",
            "base",
            "base_pricelist_id",
            "fixed_price",
            "percent_price",
            "price_discount",
            "price_surcharge",
            "price_round",
            "price_min_margin",
            "price_max_margin",
        )
        return super()._get_journal_fields() | dict.fromkeys(names, "price")

    def _get_journal_name(self):
        return f"{self.pricelist_id.display_name}: {self.display_name}"
