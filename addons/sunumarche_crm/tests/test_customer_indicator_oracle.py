import random
import statistics
from collections import Counter
from datetime import timedelta
from itertools import pairwise

from odoo.fields import Command, Date
from odoo.tests import tagged
from odoo.tools import float_round

from .common import TODAY, CustomerCase

FIGURES = (
    "purchase_count",
    "refund_count",
    "invoiced_amount",
    "refunded_amount",
    "net_amount",
    "purchase_count_12m",
    "net_amount_12m",
    "average_basket",
    "first_purchase_date",
    "last_purchase_date",
    "purchase_day_count",
    "average_interval_days",
    "usual_interval_days",
    "return_rate",
    "average_payment_delay_days",
    "amount_due",
    "amount_overdue",
    "is_repeat_customer",
)


@tagged("post_install", "-at_install")
class TestCustomerIndicatorOracle(CustomerCase):
    """The set-based figures equal the same ones counted by the ORM, document by
    document, on random documents of all states, currencies and companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(20250630)
        cls.euro = cls.setup_other_currency("EUR")
        cls.other_company = cls.setup_other_company(name="Abidjan")["company"]
        cls.other_company.currency_id = cls.xof
        cls.customers = cls.env["res.partner"].concat(
            *(cls._create_customer(f"Customer {number}") for number in range(6))
        )
        for _number in range(45):
            cls._random_document()
        for _number in range(15):
            cls._random_purchase()

    @classmethod
    def _random_document(cls):
        company = cls.random.choice((cls.company, cls.company, cls.other_company))
        move = cls.env["account.move"].with_company(company)
        date = Date.to_date(TODAY) - timedelta(days=cls.random.randrange(900))
        move = move.create(
            {
                "move_type": cls.random.choice(("out_invoice",) * 3 + ("out_refund",)),
                "partner_id": cls.random.choice(cls.customers).id,
                "invoice_date": date,
                "invoice_payment_term_id": False,
                "invoice_date_due": date + timedelta(days=cls.random.randrange(60)),
                "currency_id": cls.random.choice((cls.xof, cls.xof, cls.euro)).id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Spectacles",
                            "price_unit": cls.random.randrange(1, 500_000),
                            "tax_ids": [],
                        }
                    )
                ],
            }
        )
        cls._random_fate(move)

    @classmethod
    def _random_fate(cls, move):
        fate = cls.random.choice(
            ("draft", "cancelled", "reset", "reversed", "part", "paid", "paid", "open")
        )
        if fate == "draft":
            return
        if fate == "cancelled":
            move.button_cancel()
            return
        move.action_post()
        paid_on = move.invoice_date + timedelta(days=cls.random.randrange(40))
        if fate == "reset":
            move.button_draft()
        elif fate == "reversed" and move.move_type == "out_invoice":
            cls._reverse_invoice(move, post=True)
        elif fate == "part":
            cls._pay(move, paid_on, amount=move.amount_total / 2)
        elif fate == "paid":
            cls._pay(move, paid_on)

    @classmethod
    def _random_purchase(cls):
        amount = cls.random.randrange(1, 90_000)
        date = Date.to_date("2023-01-01") + timedelta(days=cls.random.randrange(400))
        cls._import_purchase(
            cls.random.choice((amount, amount, -amount)),
            date,
            cls.random.choice(cls.customers),
        )

    def _counted_moves(self, company, **values):
        domain = [
            ("company_id", "=", company.id),
            ("state", "=", "posted"),
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("invoice_date", "<=", TODAY),
        ]
        return self.env["account.move"].search(
            domain + [(name, "=", value) for name, value in values.items()]
        )

    def _documents(self, partner, company):
        """Tuples (date, is refund, amount, payment delay) read through the ORM."""
        moves = self._counted_moves(company, commercial_partner_id=partner.id)
        history = self.env["sunumarche.purchase.history"].search(
            [("partner_id", "=", partner.id), ("company_id", "=", company.id)]
        )
        return [
            (
                move.invoice_date,
                move.move_type == "out_refund",
                move.amount_untaxed_signed,
                self._payment_delay(move),
            )
            for move in moves
        ] + [(row.date, row.kind == "refund", row.amount, None) for row in history]

    def _payment_delay(self, move):
        if move.move_type != "out_invoice" or move.payment_state not in (
            "paid",
            "in_payment",
        ):
            return None
        lines = move.line_ids.filtered(lambda li: li.display_type == "payment_term")
        partials = lines.matched_credit_ids.filtered(
            lambda part: (
                not part.credit_move_id.move_id.exchange_diff_partial_ids
                and part.credit_move_id.move_id.move_type != "out_refund"
            )
        )
        return (max(partials.mapped("max_date")) - move.invoice_date).days

    def _expected(self, partner, company):
        documents = self._documents(partner, company)
        purchases = [row for row in documents if not row[1]]
        refunds = [row for row in documents if row[1]]
        days = sorted({row[0] for row in purchases})
        gaps = [(after - before).days for before, after in pairwise(days)]
        delays = [row[3] for row in documents if row[3] is not None]
        recent = [row for row in documents if row[0] > Date.to_date("2024-06-30")]
        invoiced = sum(row[2] for row in purchases)
        refunded = -sum(row[2] for row in refunds)
        lines = self._receivable_lines(partner, company)
        due = sum(lines.mapped("balance"))
        covering = lines.filtered(
            lambda li: (
                li.amount_residual < 0
                or (li.date_maturity and li.date_maturity < Date.to_date(TODAY))
            )
        )
        return {
            "purchase_count": len(purchases),
            "refund_count": len(refunds),
            "invoiced_amount": invoiced,
            "refunded_amount": refunded,
            "net_amount": invoiced - refunded,
            "purchase_count_12m": len([row for row in recent if not row[1]]),
            "net_amount_12m": sum(row[2] for row in recent),
            "average_basket": self._round(invoiced, len(purchases), 0),
            "first_purchase_date": days[0] if days else False,
            "last_purchase_date": days[-1] if days else False,
            "purchase_day_count": len(days),
            "average_interval_days": self._round(sum(gaps), len(gaps), 1),
            "usual_interval_days": statistics.median(gaps) if gaps else 0,
            "return_rate": self._round(refunded, invoiced, 4),
            "average_payment_delay_days": self._round(sum(delays), len(delays), 1),
            "amount_due": due,
            "amount_overdue": max(0, min(due, sum(covering.mapped("amount_residual")))),
            "is_repeat_customer": len(purchases) > 1,
        }

    def _round(self, dividend, divisor, digits):
        return float_round(dividend / divisor, digits) if divisor else 0

    def _receivable_lines(self, partner, company):
        return self.env["account.move.line"].search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", company.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("date", "<=", TODAY),
            ]
        )

    def test_random_documents_of_two_companies(self):
        states = Counter(self.env["account.move"].search([]).mapped("payment_state"))
        self.assertLessEqual({"paid", "partial", "reversed", "not_paid"}, set(states))
        for company in (self.company, self.other_company):
            self._refresh(company)
            for partner in self.customers:
                with self.subTest(company=company.name, partner=partner.name):
                    expected = self._expected(partner, company)
                    indicator = self._indicator(partner, company)
                    if not indicator:
                        self.assertFalse(self._documents(partner, company))
                        continue
                    found = {name: indicator[name] for name in FIGURES}
                    self.assertEqual(found, expected)

    def test_sum_over_customers_equals_the_ledger(self):
        for company in (self.company, self.other_company):
            self._refresh(company)
            history = self.env["sunumarche.purchase.history"].search(
                [("company_id", "=", company.id)]
            )
            report = self.env["account.invoice.report"].search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "posted"),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                    ("invoice_date", "<=", TODAY),
                ]
            )
            indicators = self.env["sunumarche.customer.indicator"].search(
                [("company_id", "=", company.id)]
            )
            self.assertEqual(
                sum(indicators.mapped("net_amount")),
                sum(report.mapped("price_subtotal")) + sum(history.mapped("amount")),
            )

    def test_customers_one_by_one_give_the_same_as_all_at_once(self):
        self._refresh()
        columns = [*FIGURES, "rfm_frequency", "rfm_amount", "rfm_class_id"]
        rebuilt = {
            partner: self._indicator(partner).read(columns, load=None)
            for partner in self.customers
        }
        self.env["sunumarche.customer.indicator"].sudo().search([]).unlink()
        for partner in self.customers:
            self._refresh(partners=partner)
        for partner in self.customers:
            again = self._indicator(partner).read(columns, load=None)
            for row in (*again, *rebuilt[partner]):
                row.pop("id")
            self.assertEqual(again, rebuilt[partner])

    def test_a_second_run_writes_nothing(self):
        self.assertTrue(self._refresh())
        self.assertFalse(self._refresh())
        self.assertFalse(self._refresh(partners=self.customers))
