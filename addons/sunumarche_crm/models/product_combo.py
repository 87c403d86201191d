from odoo import models


class ProductCombo(models.Model):
    _name = "product.combo"
    _inherit = ["product.combo", "sunumarche.prices.mixin"]
