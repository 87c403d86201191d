from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    _customer_debts_idx = models.Index(
        "(company_id, partner_id) INCLUDE (account_id, date_maturity, amount_residual)"
        " WHERE parent_state = 'posted' AND amount_residual != 0"
    )
