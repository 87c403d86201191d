from datetime import datetime, time

from odoo import models
from odoo.fields import Command
from odoo.tools import split_every

from ..engine.orders import Settlement

NOON = time(12)
CONFIRMED_AT_ONCE = 60
REASON = "Article repris"


class DemoCompany(models.AbstractModel):
    _inherit = "sunumarche.demo.company"

    def _create_sales(self, plan, cast):
        """Orders, deliveries, invoices and counter sales since the cut-over."""
        with self._timed("sale orders"):
            orders = self._create_orders(plan, cast)
            pairs = list(zip(plan.orders, orders, strict=True))
        with self._timed("deliveries"):
            self._deliver(pairs)
        with self._timed("invoices"):
            invoices = self._invoice(pairs)
        with self._timed("counter sales"):
            counter_sales = self._create_counter_sales(plan, cast)
        with self._timed("posting"):
            moves = invoices | counter_sales
            moves.sorted(lambda move: (move.invoice_date, move.id)).action_post()
        with self._timed("payments"):
            self._settle(pairs, counter_sales)
        with self._timed("returns and credit notes"):
            self._take_back(
                [pair for pair in pairs if pair[0].settlement is Settlement.RETURNED]
            )

    # === Orders ===

    def _create_orders(self, plan, cast):
        orders = self.env["sale.order"].create(
            [self._prepare_order_values(order, cast) for order in plan.orders]
        )
        for batch in split_every(CONFIRMED_AT_ONCE, orders.ids, orders.browse):
            batch.action_confirm()
            self._flush()
        for order, sale in zip(plan.orders, orders, strict=True):
            sale.date_order = datetime.combine(order.day, NOON)
        return orders

    def _prepare_order_values(self, order, cast):
        partner = cast.partners[order.customer]
        return {
            "company_id": self.env.company.id,
            "partner_id": partner.id,
            "user_id": partner.user_id.id,
            "team_id": cast.teams[partner.agency_id].id,
            "date_order": datetime.combine(order.day, NOON),
            "payment_term_id": self._get_term(order.term_days).id,
            "order_line": [
                Command.create(
                    {
                        "product_id": cast.products[line.code].id,
                        "product_uom_qty": line.quantity,
                    }
                )
                for line in order.lines
            ],
        }

    def _get_term(self, days):
        name = f"{days}days" if days else "immediate"
        return self.env.ref(f"account.account_payment_term_{name}")

    # === Deliveries ===

    def _deliver(self, pairs):
        """Validate every delivery, then date it on the day it was made."""
        pickings = self.env["stock.picking"].union(
            *(sale.picking_ids for _order, sale in pairs)
        )
        pickings.button_validate()
        for day, sales in self._group_by_day(pairs, "delivered").items():
            self._date_pickings(sales.picking_ids, day)

    def _group_by_day(self, pairs, attribute):
        """``{day: sales}`` of the (order, sale) pairs."""
        days = {}
        for order, sale in pairs:
            day = getattr(order, attribute)
            days[day] = days.get(day, self.env["sale.order"]) | sale
        return days

    def _date_pickings(self, pickings, day):
        noon = datetime.combine(day, NOON)
        pickings.date_done = noon
        pickings.move_ids.date = noon
        pickings.move_ids.move_line_ids.date = noon

    # === Invoices ===

    def _invoice(self, pairs):
        """One invoice an order, dated on the day of its delivery."""
        invoices = self.env["account.move"]
        for day, sales in sorted(self._group_by_day(pairs, "invoiced").items()):
            invoices |= sales.with_context(default_invoice_date=day)._create_invoices(
                grouped=True
            )
        return invoices.with_env(self.env)

    def _create_counter_sales(self, plan, cast):
        return self.env["account.move"].create(
            [self._prepare_counter_values(sale, cast) for sale in plan.counter_sales]
        )

    def _prepare_counter_values(self, sale, cast):
        partner = cast.partners[sale.customer]
        return {
            "company_id": self.env.company.id,
            "move_type": "out_refund" if sale.is_refund else "out_invoice",
            "partner_id": partner.id,
            "invoice_user_id": partner.user_id.id,
            "team_id": cast.teams[partner.agency_id].id,
            "invoice_date": sale.day,
            "invoice_payment_term_id": self._get_term(0).id,
            "invoice_line_ids": [
                Command.create(
                    {
                        "product_id": cast.products[line.code].id,
                        "quantity": line.quantity,
                    }
                )
                for line in sale.lines
            ],
        }

    # === Returns ===

    def _take_back(self, pairs):
        """Take the goods of these orders back, and credit their invoices."""
        if not pairs:
            return
        returned = self.env["stock.picking"]
        for _order, sale in pairs:
            for picking in sale.picking_ids:
                returned |= self._return_picking(picking)
        returned.button_validate()
        for day, sales in self._group_by_day(pairs, "settled").items():
            self._date_pickings(sales.picking_ids & returned, day)
        self._credit(pairs)

    def _return_picking(self, picking):
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_model="stock.picking", active_id=picking.id)
            .create({})
        )
        for line in wizard.product_return_moves:
            line.quantity = line.move_id.quantity
        action = wizard.action_create_returns()
        return self.env["stock.picking"].browse(action["res_id"])

    def _credit(self, pairs):
        """Credit notes; posting sets each against its invoice."""
        credit_notes = self.env["account.move"]
        for day, sales in sorted(self._group_by_day(pairs, "settled").items()):
            credit_notes |= self._reverse(sales.invoice_ids, day)
        credit_notes.action_post()

    def _reverse(self, invoices, day):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoices.ids)
            .create(
                {
                    "date": day,
                    "reason": REASON,
                    "journal_id": invoices.journal_id.id,
                }
            )
        )
        wizard.refund_moves()
        return wizard.new_move_ids
