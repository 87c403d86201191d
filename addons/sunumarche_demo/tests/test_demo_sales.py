from odoo.tests import tagged

from ..engine.orders import Settlement
from ..engine.plan import Scale
from ..models.demo_company_payments import PART_PAID
from ..models.demo_company_pipeline import BILLED, SUPPLIERS
from .common import DemoCase, draw_small

SCALE = Scale(customers=60, purchases=1500, flow_orders=40)


@tagged("post_install", "-at_install")
class TestDemoSales(DemoCase):
    """What passed through orders, deliveries, invoices, payments and returns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = draw_small(as_of=cls.as_of, scale=SCALE)
        cls._load(
            customers=SCALE.customers,
            purchases=SCALE.purchases,
            flow_orders=SCALE.flow_orders,
        )
        sales = cls._search("sale.order", ("state", "=", "sale")).sorted("id")
        cls.pairs = list(zip(cls.plan.orders, sales, strict=True))

    def _sales(self, *settlements):
        kept = [sale for order, sale in self.pairs if order.settlement in settlements]
        return self.env["sale.order"].union(*kept)

    def test_orders_are_those_of_the_plan(self):
        for order, sale in self.pairs:
            self.assertEqual(sale.date_order.date(), order.day)
            self.assertEqual(sale.user_id, sale.partner_id.user_id)
            self.assertEqual(
                sale.order_line.mapped(
                    lambda line: (line.product_id.default_code, line.product_uom_qty)
                ),
                [(line.code, line.quantity) for line in order.lines],
            )

    def test_everything_was_delivered_on_its_day(self):
        for order, sale in self.pairs:
            deliveries = sale.picking_ids.filtered(lambda one: not one.return_id)
            self.assertEqual(set(deliveries.mapped("state")) - {"done"}, set())
            self.assertEqual(
                {done.date() for done in deliveries.mapped("date_done")},
                {order.delivered} if deliveries else set(),
            )

    def test_orders_are_invoiced_on_their_day(self):
        for order, sale in self.pairs:
            invoice = sale.invoice_ids.filtered(lambda m: m.move_type == "out_invoice")
            self.assertEqual(invoice.state, "posted")
            self.assertEqual(invoice.invoice_date, order.invoiced)
            self.assertEqual(invoice.amount_total, sale.amount_total)

    def test_the_tax_is_that_of_senegal(self):
        line = self.pairs[0][1].order_line[0]
        self.assertEqual(line.tax_ids.mapped("amount"), [18])
        self.assertEqual(line.tax_ids, self.company.account_sale_tax_id)

    def test_what_was_paid_is_paid(self):
        paid = self._sales(Settlement.TILL, Settlement.TRANSFER, Settlement.LATE)
        self.assertTrue(paid)
        self.assertEqual(set(paid.invoice_ids.mapped("payment_state")), {"paid"})

    def test_part_of_it_is_left_to_pay(self):
        invoices = self._sales(Settlement.PARTIAL).invoice_ids
        self.assertEqual(set(invoices.mapped("payment_state")) - {"partial"}, set())
        for invoice in invoices:
            left = invoice.amount_total - round(invoice.amount_total * PART_PAID)
            self.assertAlmostEqual(invoice.amount_residual, left, delta=1)

    def test_nothing_was_paid_of_the_unpaid(self):
        unpaid = self._sales(Settlement.UNPAID).invoice_ids
        self.assertTrue(unpaid)
        self.assertEqual(
            unpaid.mapped("amount_residual"), unpaid.mapped("amount_total")
        )

    def test_the_settlement_date_is_the_day_of_the_payment(self):
        for order, sale in self.pairs:
            if order.settlement in (Settlement.TILL, Settlement.TRANSFER):
                settled = sale.invoice_ids.customer_settlement_date
                self.assertEqual(settled, order.settled)

    def test_what_came_back_is_credited(self):
        for sale in self._sales(Settlement.RETURNED):
            self.assertEqual(
                sorted(sale.invoice_ids.mapped("move_type")),
                ["out_invoice", "out_refund"],
            )
            self.assertEqual(sum(sale.invoice_ids.mapped("amount_residual")), 0)
            goods = sale.order_line.filtered("product_id.is_storable")
            self.assertEqual(sum(goods.mapped("qty_delivered")), 0)

    def test_counter_sales_are_settled_on_the_spot(self):
        ordered = self.env["account.move"].union(
            *(sale.invoice_ids for _order, sale in self.pairs)
        )
        moves = self._search(
            "account.move", ("move_type", "in", ("out_invoice", "out_refund"))
        )
        counter = (moves - ordered).sorted("id")
        self.assertEqual(len(counter), len(self.plan.counter_sales))
        self.assertEqual(sum(counter.mapped("amount_residual")), 0)
        self.assertEqual(
            counter.mapped("invoice_date"),
            [sale.day for sale in self.plan.counter_sales],
        )

    def test_the_till_holds_what_was_taken(self):
        journal = self._search("account.journal", ("type", "=", "cash"))
        sheets = self._search("account.move", ("journal_id", "=", journal.id))
        account = journal.default_account_id
        cash = sheets.line_ids.filtered(lambda line: line.account_id == account)
        receipts = sheets.line_ids - cash
        self.assertTrue(all(receipts.mapped("reconciled")))
        self.assertEqual(
            sum(cash.mapped("balance")),
            sum(
                line.move_id.amount_total_signed
                for line in receipts.matched_debit_ids.debit_move_id
                | receipts.matched_credit_ids.credit_move_id
            ),
        )

    def test_no_stock_is_missing(self):
        quants = self._search("stock.quant", ("location_id.usage", "=", "internal"))
        self.assertTrue(quants)
        self.assertTrue(all(quant.quantity > 0 for quant in quants))

    def test_quotations_wait_for_an_answer(self):
        quotations = self._search("sale.order", ("state", "in", ("draft", "sent")))
        drawn = (*self.plan.quotations, *self.plan.relations.repeat_quotations)
        self.assertEqual(len(quotations), len(drawn))
        self.assertEqual(
            len(quotations.filtered(lambda one: one.state == "sent")),
            sum(quotation.is_sent for quotation in self.plan.quotations),
        )

    def test_opportunities_are_open(self):
        leads = self._search("crm.lead")
        self.assertEqual(
            leads.mapped("expected_revenue"),
            [
                float(opportunity.revenue)
                for opportunity in reversed(self.plan.opportunities)
            ],
        )
        self.assertFalse(leads.stage_id.filtered("is_won"))

    def test_suppliers_are_ordered_from_and_billed(self):
        orders = self._search("purchase.order").sorted("id")
        self.assertEqual(
            orders.partner_id.mapped("name"), [supplier[0] for supplier in SUPPLIERS]
        )
        bills = self._search("account.move", ("move_type", "=", "in_invoice"))
        self.assertEqual(bills.mapped("state"), ["posted"] * BILLED)
        self.assertEqual(orders[:BILLED].picking_ids.mapped("state"), ["done"] * BILLED)
