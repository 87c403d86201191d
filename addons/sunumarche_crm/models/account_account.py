from odoo import fields, models

BOOKKEEPERS = "account.group_account_invoice,account.group_account_readonly"


class AccountAccount(models.Model):
    """An account; every employee reads its name, the books are for bookkeepers.

    Core sums the opening entry in SQL, for whoever asks.
    """

    _inherit = "account.account"

    opening_debit = fields.Monetary(groups=BOOKKEEPERS)
    opening_credit = fields.Monetary(groups=BOOKKEEPERS)
    opening_balance = fields.Monetary(groups=BOOKKEEPERS)
