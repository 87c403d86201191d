from odoo import models


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = [
        "sale.order.line",
        "sunumarche.journal.mixin",
        "sunumarche.amounts.mixin",
    ]

    def _get_journal_fields(self):
        names = ("price_unit", "discount")
        return super()._get_journal_fields() | dict.fromkeys(names, "price")

    def _filter_journalled(self):
        """Only what a customer has agreed to."""
        return self.filtered(lambda line: line.state == "sale")

    def _get_journal_page(self):
        return self.order_id
