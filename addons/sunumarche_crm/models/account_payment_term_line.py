from odoo import models


class AccountPaymentTermLine(models.Model):
    _name = "account.payment.term.line"
    _inherit = ["account.payment.term.line", "sunumarche.journal.mixin"]

    _journal_life = True

    def _get_journal_fields(self):
        names = (
            "payment_id",
            "value",
            "value_amount",
            "delay_type",
            "nb_days",
            "days_next_month",
        )
        return super()._get_journal_fields() | dict.fromkeys(names, "payment_term")

    def _get_journal_name(self):
        return self.payment_id.display_name

    def _get_journal_page(self):
        return self.payment_id
