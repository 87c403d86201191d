from odoo.fields import Date
from odoo.tests import tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestCustomerIndicator(CustomerCase):
    """Each figure of one customer whose documents can be counted by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._invoice(100_000, "2023-03-01")
        first = cls._invoice(50_000, "2024-07-01")
        cls._pay(first, "2024-07-11")
        second = cls._invoice(30_000, "2025-03-01")
        cls._pay(second, "2025-03-31", amount=10_000)
        cls._invoice(20_000, "2025-03-01")
        cls._credit(5_000, "2025-04-10")
        cls._invoice(999_000, "2025-05-05", post=False)
        cls._invoice(888_000, "2025-05-06").button_cancel()
        cls._invoice(1_000, "2025-07-15")

    def test_every_figure_of_a_customer(self):
        self._refresh()
        self.assertRecordValues(
            self._indicator(),
            [
                {
                    "purchase_count": 4,
                    "refund_count": 1,
                    "invoiced_amount": 200_000,
                    "refunded_amount": 5_000,
                    "net_amount": 195_000,
                    "purchase_count_12m": 3,
                    "refund_count_12m": 1,
                    "invoiced_amount_12m": 100_000,
                    "refunded_amount_12m": 5_000,
                    "net_amount_12m": 95_000,
                    "average_basket": 50_000,
                    "first_purchase_date": Date.to_date("2023-03-01"),
                    "last_purchase_date": Date.to_date("2025-03-01"),
                    "tenure_days": 852,
                    "days_since_last_purchase": 121,
                    "purchase_day_count": 3,
                    "average_interval_days": 365.5,
                    "usual_interval_days": 365.5,
                    "return_rate": 0.025,
                    "average_payment_delay_days": 10,
                    "is_repeat_customer": True,
                }
            ],
        )

    def test_due_and_overdue_include_every_open_document(self):
        self._refresh()
        self.assertRecordValues(
            self._indicator(),
            [{"amount_due": 135_000, "amount_overdue": 135_000}],
        )

    def test_instalments_fall_due_one_by_one(self):
        partner = self._create_customer("Opticien Sène & Fils")
        term = self.env["account.payment.term"].create(
            {
                "name": "Half at once, half after 60 days",
                "line_ids": [
                    (0, 0, {"value_amount": 50, "nb_days": 0}),
                    (0, 0, {"value_amount": 50, "nb_days": 60}),
                ],
            }
        )
        self._invoice(80_000, "2025-06-01", partner, invoice_payment_term_id=term)
        self._refresh()
        self.assertRecordValues(
            self._indicator(partner),
            [{"amount_due": 80_000, "amount_overdue": 40_000}],
        )

    def test_a_contact_counts_for_its_company(self):
        clinic = self._create_customer("Clinique Fann", is_company=True)
        doctor = self._create_customer("Dr Awa Sow", parent_id=clinic.id)
        self._invoice(70_000, "2025-01-02", doctor)
        self._refresh()
        self.assertEqual(self._indicator(clinic).net_amount, 70_000)
        self.assertFalse(self._indicator(doctor))

    def test_history_counts_before_the_cut_over_and_invoices_after(self):
        partner = self._create_customer("Moussa Diop")
        self.company.purchase_history_cutover_date = "2025-01-01"
        self._import_purchase(11_000, "2024-12-31", partner)
        self._import_purchase(-1_000, "2024-12-31", partner)
        self._import_purchase(500, "2025-01-01", partner)
        self._invoice(7_000, "2024-12-31", partner)
        self._invoice(22_000, "2025-01-01", partner)
        self._refresh()
        self.assertRecordValues(
            self._indicator(partner),
            [
                {
                    "purchase_count": 2,
                    "refund_count": 1,
                    "invoiced_amount": 33_000,
                    "refunded_amount": 1_000,
                    "net_amount": 32_000,
                    "amount_due": 29_000,
                }
            ],
        )

    def test_an_amount_of_zero_is_a_purchase(self):
        partner = self._create_customer("Khady Fall")
        self._import_purchase(0, "2024-02-01", partner)
        self._refresh()
        self.assertRecordValues(
            self._indicator(partner),
            [{"purchase_count": 1, "net_amount": 0, "is_repeat_customer": False}],
        )

    def test_a_customer_with_credit_notes_only_has_no_purchase_date(self):
        partner = self._create_customer("Ousmane Ba")
        self._credit(3_000, "2025-02-02", partner)
        self._refresh()
        self.assertRecordValues(
            self._indicator(partner),
            [
                {
                    "purchase_count": 0,
                    "net_amount": -3_000,
                    "first_purchase_date": False,
                    "recency_score": 0,
                    "rfm_class_id": False,
                }
            ],
        )

    def test_settlement_by_credit_note_is_no_payment(self):
        partner = self._create_customer("Mariama Bâ")
        invoice = self._invoice(9_000, "2025-02-02", partner)
        self._reverse_invoice(invoice, post=True)
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertFalse(invoice.customer_settlement_date)

    def test_settlement_follows_the_payment(self):
        invoice = self._invoice(9_000, "2025-02-02")
        self.assertFalse(invoice.customer_settlement_date)
        self._pay(invoice, "2025-02-12", amount=4_000)
        self.assertFalse(invoice.customer_settlement_date)
        self._pay(invoice, "2025-02-20", amount=5_000)
        self.assertEqual(invoice.customer_settlement_date, Date.to_date("2025-02-20"))
        invoice.line_ids.remove_move_reconcile()
        self.assertFalse(invoice.customer_settlement_date)
