from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.customer_refresh import CustomerRefresh

PURCHASES = Domain("kind", "=", "purchase")
INVOICED = Domain("kind", "!=", "refund")
REFUNDS = Domain("kind", "=", "refund")
# Figure -> the documents, among those counted, that make it up.
FIGURE_DOCUMENTS = {
    "purchase_count": PURCHASES,
    "refund_count": REFUNDS,
    "invoiced_amount": INVOICED,
    "refunded_amount": REFUNDS,
    "net_amount": Domain.TRUE,
    "average_basket": INVOICED,
    "return_rate": Domain.TRUE,
    "average_interval_days": PURCHASES,
    "usual_interval_days": PURCHASES,
    "average_payment_delay_days": Domain("settlement_date", "!=", False),
}


class CustomerIndicator(models.Model):
    """Opens the documents behind a figure: all of them and no other."""

    _inherit = "sunumarche.customer.indicator"

    def action_open_documents(self):
        """Open the documents of the figure named by ``figure`` in the context."""
        self.ensure_one()
        figure = self.env.context.get("figure", "net_amount")
        if figure in ("amount_due", "amount_overdue"):
            return self._prepare_move_action(figure)
        self.env["sunumarche.customer.purchase"].check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "sunumarche_crm.sunumarche_customer_purchase_action"
            ),
            "domain": list(self._get_documents_domain(figure)),
            "context": {},
        }

    def action_open_customer(self):
        """Open the customer's card."""
        self.ensure_one()
        return self.partner_id._get_records_action(context={})

    def _get_documents_domain(self, figure):
        """Domain of ``sunumarche.customer.purchase`` for a figure of this customer."""
        self.ensure_one()
        scope = CustomerRefresh(self.company_id).scope()
        domain = Domain(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("date", "<=", scope.as_of),
            ]
        )
        if figure in ("first_purchase_date", "last_purchase_date"):
            return domain & PURCHASES & Domain("date", "=", self[figure])
        if figure.endswith("_12m"):
            domain &= Domain("date", ">=", scope.year_start)
            figure = figure.removesuffix("_12m")
        if figure not in FIGURE_DOCUMENTS:
            raise UserError(
                self.env._("No documents are known for the figure %s.", figure)
            )
        return domain & FIGURE_DOCUMENTS[figure]

    def _prepare_move_action(self, figure):
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "views": [
                (self.env.ref("account.view_out_invoice_tree").id, "list"),
                (False, "form"),
            ],
            "domain": list(self._get_open_moves_domain(figure)),
            "context": {"create": False},
            "name": self.env._("Open documents of %s", self.partner_id.display_name),
        }

    def _get_open_moves_domain(self, figure):
        """Domain of ``account.move`` for the amount due or overdue.

        Payments that are not allocated belong to both.
        """
        today = CustomerRefresh(self.company_id).as_of
        heirs = self.env["res.partner"]._get_figure_heirs()
        cards = [card for card, heir in heirs if heir == self.partner_id.id]
        open_line = Domain(
            [
                ("account_type", "=", "asset_receivable"),
                ("partner_id", "in", [self.partner_id.id, *cards]),
                ("amount_residual", "!=", 0),
            ]
        )
        if figure == "amount_overdue":
            open_line &= Domain("date_maturity", "<", today) | Domain(
                "amount_residual", "<", 0
            )
        return Domain(
            [
                ("state", "=", "posted"),
                ("date", "<=", today),
                ("company_id", "=", self.company_id.id),
                ("line_ids", "any", open_line),
            ]
        )
