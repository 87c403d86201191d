from odoo.fields import Command, Date
from odoo.tests import tagged

from ..engine.customer_card_day import CustomerCardDay
from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestCustomerDebt(CustomerCase):
    """A customer owes what the ledger says, today and on any day."""

    def _pay_on_account(self, amount, date, **values):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": amount,
                "date": date,
                "journal_id": self.company_data["default_journal_bank"].id,
                "payment_method_line_id": self.inbound_payment_method_line.id,
                **values,
            }
        )
        payment.action_post()
        return payment

    def _debt(self):
        self._refresh()
        return (self._indicator().amount_due, self._indicator().amount_overdue)

    def _balance(self, day):
        on = CustomerCardDay(self.customer.with_company(self.company), day)
        return on.balance

    def test_a_payment_not_allocated_counts(self):
        self._invoice(50_000, "2025-05-01")
        self.assertEqual(self._debt(), (50_000, 50_000))
        self._empty_queue()
        self._pay_on_account(50_000, "2025-06-10")
        self.assertEqual(self._queued(), self.customer)
        self.assertEqual(self._debt(), (0, 0))
        self.assertEqual(self.customer.with_company(self.company).credit, 0)

    def test_what_is_paid_in_advance_covers_what_is_overdue_first(self):
        self._invoice(50_000, "2025-05-01")
        self._invoice(
            30_000,
            "2025-06-01",
            invoice_date_due="2025-07-31",
            invoice_payment_term_id=False,
        )
        self._pay_on_account(20_000, "2025-06-10")
        self.assertEqual(self._debt(), (60_000, 30_000))
        self._pay_on_account(100_000, "2025-06-11")
        self.assertEqual(self._debt(), (-40_000, 0))

    def test_today_and_any_day_are_one_definition(self):
        invoice = self._invoice(50_000, "2025-05-01")
        self._pay_on_account(10_000, "2025-06-10")
        self._pay(invoice, "2025-06-30", amount=5_000)
        for day, owed in (
            ("2025-04-30", 0),
            ("2025-05-01", 50_000),
            ("2025-06-10", 40_000),
            ("2025-06-30", 35_000),
        ):
            self.assertEqual(self._balance(day), owed)
            self._refresh(as_of=day)
            self.assertEqual(self._indicator().amount_due, owed)

    def test_what_is_dated_later_does_not_count_yet(self):
        invoice = self._invoice(50_000, "2025-05-01")
        self._pay(invoice, "2025-07-01")
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self._debt()[0], 50_000)
        self._refresh(as_of="2025-07-01")
        self.assertFalse(self._indicator().amount_due)

    def test_each_company_has_its_own_debt(self):
        other = self.setup_other_company(name="Thiès")
        self._invoice(30_000, "2025-05-01")
        self._invoice(
            5_000,
            "2025-05-01",
            company_id=other["company"].id,
            journal_id=other["default_journal_sale"].id,
        )
        self.assertEqual(self._debt(), (30_000, 30_000))
        self.assertEqual(self._balance("2025-05-02"), 30_000)
        on = CustomerCardDay(self.customer.with_company(self.company), "2025-05-02")
        self.assertEqual(on.bought["net_amount"], 30_000)
        self.assertEqual(on.bought["purchase_count"], 1)
        self.assertEqual(on.indicator, self.env["sunumarche.customer.indicator"])
        self._refresh(company=other["company"])
        theirs = self._indicator(company=other["company"])
        self.assertEqual(theirs.amount_due, 5_000)

    def test_the_delay_ends_with_the_last_payment_not_with_a_credit_note(self):
        invoice = self._invoice(1_000, "2025-05-01")
        self._pay(invoice, "2025-05-06", amount=600)
        credit = self._credit(400, "2025-05-12")
        lines = (invoice | credit).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        lines.filtered(lambda line: not line.reconciled).reconcile()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(invoice.customer_settlement_date, Date.to_date("2025-05-06"))
        self._refresh()
        self.assertEqual(self._indicator().average_payment_delay_days, 5)


@tagged("post_install", "-at_install")
class TestPurchaseParts(CustomerCase):
    """What is one purchase, though several documents tell it."""

    def _correct(self, invoice, date, **values):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"date": date, "journal_id": invoice.journal_id.id})
        )
        wizard.modify_moves()
        corrected = wizard.new_move_ids
        corrected.write({"invoice_date": date, **values})
        return corrected

    def _figures(self, partner=None):
        self._refresh()
        indicator = self._indicator(partner)
        return (
            indicator.purchase_count,
            indicator.refund_count,
            indicator.invoiced_amount,
            indicator.refunded_amount,
        )

    def test_a_correction_is_one_purchase(self):
        invoice = self._invoice(80_000, "2025-05-01")
        corrected = self._correct(invoice, "2025-05-02")
        self.assertEqual(corrected.corrects_move_id, invoice)
        self.assertEqual(self._figures(), (1, 1, 80_000, 80_000), "still a draft")
        corrected.invoice_line_ids.price_unit = 75_000
        corrected.action_post()
        self.assertEqual(self._figures(), (1, 0, 75_000, 0))
        self.assertFalse(self._indicator().is_repeat_customer)
        self.assertEqual(self._indicator().average_basket, 75_000)
        self.assertEqual(self._indicator().return_rate, 0)
        again = self._correct(corrected, "2025-05-03")
        again.action_post()
        self.assertEqual(self._figures(), (1, 0, 75_000, 0))
        corrected = again
        corrected.button_draft()
        self.assertEqual(self._figures(), (1, 1, 75_000, 75_000))

    def test_a_correction_for_another_customer_is_a_return_and_a_purchase(self):
        other = self._create_customer("Ibrahima Sarr")
        invoice = self._invoice(80_000, "2025-05-01")
        self._correct(invoice, "2025-05-02", partner_id=other.id).action_post()
        self.assertEqual(self._figures(), (1, 1, 80_000, 80_000))
        self.assertEqual(self._figures(other), (1, 0, 80_000, 0))

    def test_a_return_stays_a_return(self):
        invoice = self._invoice(80_000, "2025-05-01")
        self._reverse_invoice(invoice, post=True)
        self.assertEqual(self._figures(), (1, 1, 80_000, 80_000))

    def test_an_order_with_a_down_payment_is_one_purchase(self):
        product = self.env["product.product"].create(
            {"name": "Glasses", "invoice_policy": "order", "taxes_id": False}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "price_unit": 100_000,
                            "tax_ids": [],
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        for values in (
            {"advance_payment_method": "percentage", "amount": 30},
            {"advance_payment_method": "percentage", "amount": 10},
            {"advance_payment_method": "delivered"},
        ):
            wizard = self.env["sale.advance.payment.inv"].create(
                {"sale_order_ids": order.ids, **values}
            )
            invoice = wizard._create_invoices(order)
            invoice.invoice_date = "2025-05-01"
            invoice.action_post()
            self.assertEqual(self._figures()[:2], (1, 0))
        self.assertEqual(len(order.invoice_ids), 3)
        self.assertEqual(self._figures(), (1, 0, 100_000, 0))

    def test_a_cash_receipt_is_a_sale(self):
        receipt = self._invoice(12_000, "2025-05-01", move_type="out_receipt")
        self.assertEqual(self._figures(), (1, 0, 12_000, 0))
        self.assertEqual(self._indicator().amount_due, 12_000)
        self._pay(receipt, "2025-05-04")
        self.assertEqual(self._figures(), (1, 0, 12_000, 0))
        self.assertEqual(self._indicator().amount_due, 0)
        self.assertEqual(self._indicator().average_payment_delay_days, 3)

    def test_the_documents_say_so(self):
        invoice = self._invoice(80_000, "2025-05-01")
        self._correct(invoice, "2025-05-02").action_post()
        self._refresh()
        domain = self._indicator()._get_documents_domain("invoiced_amount")
        documents = self.env["sunumarche.customer.purchase"].search(domain)
        self.assertEqual(sorted(documents.mapped("kind")), ["part", "part", "purchase"])
        self.assertEqual(sum(documents.mapped("amount")), 80_000)


@tagged("post_install", "-at_install")
class TestFigureHeirs(CustomerCase):
    """The documents of an archived card count for the customer who inherits them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._create_customer("Awa DIOP")
        cls._invoice(1_000, "2025-05-01", cls.card)
        cls._invoice(2_000, "2025-05-11")
        cls._import_purchase(400, "2025-04-01")

    def _inherit(self):
        self.card.write({"active": False, "figure_heir_id": self.customer.id})

    def test_everything_counts_for_the_heir(self):
        self._refresh()
        self.assertEqual(self._indicator(self.card).net_amount, 1_000)
        self._inherit()
        self._refresh()
        self.assertFalse(self._indicator(self.card))
        self.assertRecordValues(
            self._indicator(),
            [
                {
                    "net_amount": 3_400,
                    "purchase_count": 3,
                    "amount_due": 3_000,
                    "last_purchase_date": Date.to_date("2025-05-11"),
                    "average_interval_days": 20,
                }
            ],
        )

    def test_a_mark_of_the_card_refreshes_the_heir(self):
        self._refresh()
        self._inherit()
        self._refresh(partners=self.card)
        self.assertFalse(self._indicator(self.card))
        self.assertEqual(self._indicator().net_amount, 3_400)

    def test_documents_and_balance_are_those_of_the_heir(self):
        self._inherit()
        self._refresh()
        domain = self._indicator()._get_documents_domain("net_amount")
        documents = self.env["sunumarche.customer.purchase"].search(domain)
        self.assertEqual(sum(documents.mapped("amount")), 3_400)
        on = CustomerCardDay(self.customer.with_company(self.company), "2025-06-01")
        self.assertEqual(on.balance, 3_000)
        self.assertEqual(on.bought["net_amount"], 3_400)
