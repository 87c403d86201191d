from odoo import api, models
from odoo.fields import Domain

from ..engine.timeline_kind import TimelineKind


def describe_selection(name):
    """What a selection field of a record says, in the user's language."""
    return lambda record: record._fields[name].convert_to_export(record[name], record)


class Timeline(models.AbstractModel):
    """What the customer wants, orders, owes and pays."""

    _inherit = "sunumarche.timeline"

    @api.model
    def _get_kinds(self):
        return super()._get_kinds() | {
            **self._get_sale_kinds(),
            **self._get_invoice_kinds(),
            "payment": TimelineKind(
                self.env._("Payment"),
                "fa-money",
                "money",
                "account.payment",
                "date",
                lambda customer: (
                    customer.of("partner_id")
                    & Domain("state", "in", ("in_process", "paid"))
                ),
                detail=lambda payment: payment.memo,
                amount="amount_signed",
                texts=("name", "memo"),
            ),
            "purchase": TimelineKind(
                self.env._("Imported purchase"),
                "fa-shopping-basket",
                "sale",
                "sunumarche.purchase.history",
                "date",
                self._get_imported_domain,
                title=lambda line: line.source_id.display_name,
                detail=describe_selection("kind"),
                amount="amount",
                texts=("line_key", "source_id.name"),
            ),
        }

    def _get_sale_kinds(self):
        return {
            "lead": TimelineKind(
                self.env._("Opportunity"),
                "fa-star-o",
                "sale",
                "crm.lead",
                "create_date",
                lambda customer: customer.of("partner_id"),
                detail=lambda lead: lead.stage_id.name,
                amount="expected_revenue",
                currency="company_currency",
                texts=("name",),
            ),
            "order": TimelineKind(
                self.env._("Order"),
                "fa-shopping-cart",
                "sale",
                "sale.order",
                "date_order",
                lambda customer: customer.of("partner_id"),
                title=lambda order: order.name,
                detail=describe_selection("state"),
                amount="amount_total",
                texts=("name", "client_order_ref", "order_line.name"),
            ),
        }

    def _get_invoice_kinds(self):
        invoice, credit_note = self.env._("Invoice"), self.env._("Credit note")
        kinds = [
            ("invoice", "fa-file-text-o", "out_invoice", invoice),
            ("credit_note", "fa-undo", "out_refund", credit_note),
        ]
        return {
            name: TimelineKind(
                label,
                icon,
                "money",
                "account.move",
                "invoice_date",
                lambda customer, move_type=move_type: (
                    customer.of("partner_id")
                    & Domain("move_type", "=", move_type)
                    & Domain("state", "=", "posted")
                ),
                title=lambda move: move.name,
                detail=describe_selection("payment_state"),
                amount="amount_total",
                texts=("name", "ref", "invoice_line_ids.name"),
            )
            for name, icon, move_type, label in kinds
        }

    @api.model
    def _get_imported_domain(self, customer):
        """Lines from before each company's cut-over: later ones are invoices too."""
        counted = Domain.OR(
            Domain("company_id", "=", company.id)
            & (
                Domain("date", "<", company.purchase_history_cutover_date)
                if company.purchase_history_cutover_date
                else Domain.TRUE
            )
            for company in self.env.companies
        )
        return customer.of("partner_id") & counted
