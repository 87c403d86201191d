from odoo import api, models
from odoo.fields import Domain

from ..engine.customer_card_day import card_line
from ..engine.timeline_kind import TimelineCustomer

ORDERS = 5


class CustomerCard(models.AbstractModel):
    """What the customer bought, owes, may buy, and what is under way with him."""

    _inherit = "sunumarche.customer.card"

    @api.model
    def _get_sections(self, on):
        return [
            *super()._get_sections(on),
            self._get_figures(on),
            self._get_money(on),
            self._get_expectations(on),
            self._get_segments(on),
            self._get_opportunities(on),
            self._get_orders(on),
            self._get_next_products(on),
        ]

    def _get_figures(self, on):
        figures = on.bought if on.is_past else on.indicator
        lines = []
        if figures:
            lines = [
                card_line(self.env._("Purchases"), str(figures["purchase_count"])),
                card_line(
                    self.env._("First purchase"),
                    on.date(figures["first_purchase_date"]),
                ),
                card_line(
                    self.env._("Last purchase"), on.date(figures["last_purchase_date"])
                ),
            ]
        if figures and on.sees_amounts:
            lines[:0] = [
                card_line(self.env._("Turnover"), on.amount(figures["net_amount"])),
                card_line(
                    self.env._("Average basket"), on.amount(figures["average_basket"])
                ),
            ]
        return self._section("figures", self.env._("Figures"), "fa-bar-chart", lines)

    def _get_money(self, on):
        """What is due; on a past day the balance of the ledger, the only one known."""
        lines = []
        if on.sees_amounts and on.is_past:
            lines = [card_line(self.env._("Balance that day"), on.amount(on.balance))]
        elif on.sees_amounts and on.indicator:
            overdue = on.indicator.amount_overdue
            lines = [
                card_line(self.env._("Amount due"), on.amount(on.indicator.amount_due)),
                card_line(
                    self.env._("Amount overdue"),
                    on.amount(overdue),
                    "danger" if overdue > 0 else "",
                ),
            ]
        if not on.is_past and on.indicator.average_payment_delay_days:
            days = round(on.indicator.average_payment_delay_days)
            lines.append(
                card_line(self.env._("Pays after"), self.env._("%s day(s)", days))
            )
        return self._section("money", self.env._("Debt"), "fa-balance-scale", lines)

    def _get_expectations(self, on):
        lines = []
        value, rhythm = on.expected_value, on.rhythm
        if value and on.sees_amounts:
            lines.append(
                card_line(self.env._("Over 12 months"), on.amount(value.expected_value))
            )
        if value:
            share = f"{value.alive_probability:.0%}"
            lines.append(card_line(self.env._("Chance of being active"), share))
        if rhythm:
            tone = "warning" if rhythm.is_late else ""
            lines.append(card_line(self.env._("Rhythm"), rhythm.rhythm_text, tone))
        return self._section(
            "expectations", self.env._("Expected value"), "fa-line-chart", lines
        )

    def _get_segments(self, on):
        names = ", ".join(on.segments.mapped("name"))
        lines = [card_line(self.env._("Member of"), names)]
        return self._section("segments", self.env._("Segments"), "fa-th-large", lines)

    def _get_opportunities(self, on):
        """Those that were open at the end of the day."""
        leads = self.env["crm.lead"]
        if leads.has_access("read"):
            after = on.day.isoformat() + " 23:59:59"
            closed = Domain("date_closed", "!=", False) & Domain(
                "date_closed", "<=", after
            )
            open_then = Domain("create_date", "<=", after) & ~closed
            if not on.is_past:
                open_then = Domain("active", "=", True) & Domain(
                    "won_status", "=", "pending"
                )
            leads = leads.with_context(active_test=False).search(
                self._of_customer(on) & open_then, limit=ORDERS
            )
        lines = [
            card_line(
                lead.stage_id.name,
                self._join(lead.name, on.amount(lead.expected_revenue))
                if lead.expected_revenue
                else lead.name,
                record=lead,
            )
            for lead in leads
        ]
        return self._section(
            "opportunities", self.env._("Open opportunities"), "fa-star-o", lines
        )

    def _get_orders(self, on):
        orders = self.env["sale.order"]
        if orders.has_access("read"):
            until = Domain("date_order", "<=", on.day.isoformat() + " 23:59:59")
            orders = orders.search(
                self._of_customer(on) & until,
                order="date_order desc, id desc",
                limit=ORDERS,
            )
        lines = [
            card_line(
                on.date(order.date_order),
                self._join(
                    order.name,
                    on.amount(order.amount_total),
                    order._fields["state"].convert_to_export(order.state, order),
                ),
                record=order,
            )
            for order in orders
        ]
        return self._section(
            "orders", self.env._("Latest orders"), "fa-shopping-cart", lines
        )

    def _get_next_products(self, on):
        lines = []
        if not on.is_past and on.customer:
            lines = [
                card_line(
                    f"{pair.confidence:.0%}",
                    pair.suggested_product_id.display_name,
                )
                for pair in on.customer.cross_sell_ids[:ORDERS]
            ]
        return self._section(
            "next_products", self.env._("Next products"), "fa-lightbulb-o", lines
        )

    def _of_customer(self, on):
        return TimelineCustomer(on.partner).of("partner_id")

    @staticmethod
    def _join(*parts):
        return " - ".join(part for part in parts if part)
