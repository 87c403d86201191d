from odoo import models


class AccountPaymentTerm(models.Model):
    _name = "account.payment.term"
    _inherit = ["account.payment.term", "sunumarche.journal.mixin"]

    _journal_life = True

    def _get_journal_fields(self):
        names = (
            "name",
            "active",
            "early_discount",
            "discount_percentage",
            "discount_days",
        )
        return super()._get_journal_fields() | dict.fromkeys(names, "payment_term")
