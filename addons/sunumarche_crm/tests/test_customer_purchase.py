from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CustomerCase

AMOUNT_FIGURES = {
    "invoiced_amount": 1,
    "refunded_amount": -1,
    "net_amount": 1,
    "invoiced_amount_12m": 1,
    "refunded_amount_12m": -1,
    "net_amount_12m": 1,
}
COUNT_FIGURES = (
    "purchase_count",
    "refund_count",
    "purchase_count_12m",
    "refund_count_12m",
)


@tagged("post_install", "-at_install")
class TestCustomerPurchase(CustomerCase):
    """A figure on the card opens exactly the documents that it came from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.purchase_history_cutover_date = "2024-01-01"
        cls._import_purchase(10_000, "2023-05-05")
        cls._import_purchase(-2_000, "2023-06-05")
        cls._import_purchase(77, "2024-06-05")
        cls.paid = cls._invoice(4_000, "2024-02-02")
        cls._pay(cls.paid, "2024-02-12")
        cls.open = cls._invoice(6_000, "2025-03-03")
        cls.credit = cls._credit(500, "2025-03-04", invoice_date_due="2025-12-31")
        cls._invoice(99_000, "2025-12-12")
        cls._invoice(1_111, "2025-03-03", cls._create_customer("Somebody else"))

    def setUp(self):
        super().setUp()
        self._refresh()

    def _documents(self, figure):
        indicator = self._indicator()
        action = indicator.with_context(figure=figure).action_open_documents()
        return self.env[action["res_model"]].search(action["domain"])

    def test_documents_add_up_to_the_figure(self):
        for figure, sign in AMOUNT_FIGURES.items():
            with self.subTest(figure=figure):
                self.assertEqual(
                    sum(self._documents(figure).mapped("amount")) * sign,
                    self._indicator()[figure],
                )
        for figure in COUNT_FIGURES:
            with self.subTest(figure=figure):
                self.assertEqual(
                    len(self._documents(figure)), self._indicator()[figure]
                )

    def test_the_figures_are_not_trivial(self):
        self.assertRecordValues(
            self._indicator(),
            [{"net_amount": 17_500, "net_amount_12m": 5_500, "refund_count": 2}],
        )

    def test_what_is_due_opens_the_open_documents(self):
        for figure in ("amount_due", "amount_overdue"):
            documents = self._documents(figure)
            self.assertEqual(documents, self.open | self.credit)
            self.assertEqual(self._indicator()[figure], 5_500)
            self.assertEqual(sum(documents.mapped("amount_residual_signed")), 5_500)

    def test_the_payment_delay_opens_the_paid_invoices(self):
        self.assertEqual(
            self._documents("average_payment_delay_days").move_id, self.paid
        )

    def test_dates_open_the_purchases_of_that_day(self):
        self.assertEqual(self._documents("last_purchase_date").move_id, self.open)
        self.assertEqual(self._documents("first_purchase_date").amount, 10_000)

    def test_a_row_opens_its_document(self):
        first = self._documents("first_purchase_date").action_open_document()
        self.assertEqual(first["res_model"], "sunumarche.purchase.history")
        last = self._documents("last_purchase_date").action_open_document()
        self.assertEqual(
            (last["res_model"], last["res_id"]), ("account.move", self.open.id)
        )

    def test_an_unknown_figure_is_refused(self):
        with self.assertRaises(UserError):
            self._documents("password")
