from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "sunumarche.journal.mixin"]

    def _get_journal_fields(self):
        return super()._get_journal_fields() | {"payment_term_id": "payment_term"}
