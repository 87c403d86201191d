from odoo import api, fields, models
from odoo.fields import Domain

PAID = ("in_payment", "paid", "reversed")


class CrmTeam(models.Model):
    _inherit = "crm.team"

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_invoiced(self):
        """Count the invoices that the user may read; core sums everybody's in SQL."""
        moves = self.env["account.move"]
        amounts = {}
        if self.ids and moves.has_access("read"):
            amounts = dict(
                moves._read_group(
                    self._get_turnover_domain(),
                    ["team_id"],
                    ["amount_untaxed_signed:sum"],
                )
            )
        for team in self:
            team.invoiced = amounts.get(team._origin, 0.0)

    def _get_turnover_domain(self):
        """This month's paid invoices of these teams, as core understands it."""
        today = fields.Date.today()
        return (
            Domain("team_id", "in", self.ids)
            & Domain("move_type", "in", ("out_invoice", "out_refund", "out_receipt"))
            & Domain("payment_state", "in", PAID)
            & Domain("state", "=", "posted")
            & Domain("date", ">=", today.replace(day=1))
            & Domain("date", "<=", today)
        )
