from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ..engine.customer_refresh import CustomerRefresh
from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestCustomerIndicatorQueue(CustomerCase):
    """What marks a customer, and what the refresh does with the marks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_customer("Ibrahima Sarr")
        cls.draft = cls._invoice(10_000, "2025-05-01", post=False)
        cls.posted = cls._invoice(20_000, "2025-05-02", cls.other)

    def setUp(self):
        super().setUp()
        self._empty_queue()

    def _process(self, **values):
        return self.env["sunumarche.customer.indicator.queue"]._process_batch(**values)

    def test_editing_a_draft_marks_nobody(self):
        self.draft.invoice_line_ids.price_unit = 12_000
        self.assertFalse(self._queued())

    def test_posting_marks_the_customer(self):
        self.draft.action_post()
        self.assertEqual(self._queued(), self.customer)

    def test_resetting_to_draft_marks_the_customer(self):
        self.posted.button_draft()
        self.assertEqual(self._queued(), self.other)

    def test_cancelling_marks_the_customer(self):
        self.posted.button_draft()
        self._empty_queue()
        self.posted.button_cancel()
        self.assertFalse(self._queued(), "a draft did not count, nor does its end")

    def test_paying_and_unreconciling_mark_the_customer(self):
        self._pay(self.posted, "2025-05-10", amount=5_000)
        self.assertEqual(self._queued(), self.other)
        self._empty_queue()
        self.posted.line_ids.remove_move_reconcile()
        self.assertEqual(self._queued(), self.other)

    def test_a_credit_note_marks_the_customer(self):
        self._credit(1_000, "2025-05-20", self.other)
        self.assertEqual(self._queued(), self.other)

    def test_changing_the_customer_marks_both(self):
        self.posted.button_draft()
        self.posted.partner_id = self.customer
        self.posted.action_post()
        self.assertEqual(self._queued(), self.customer | self.other)

    def test_a_vendor_bill_marks_nobody(self):
        self._invoice(4_000, "2025-05-01", move_type="in_invoice")
        self.assertFalse(self._queued())

    def test_imported_purchases_mark_their_customers(self):
        purchase = self._import_purchase(3_000, "2024-01-01")
        self.assertEqual(self._queued(), self.customer)
        self._empty_queue()
        purchase.partner_id = self.other
        self.assertEqual(self._queued(), self.customer | self.other)
        self._empty_queue()
        purchase.unlink()
        self.assertEqual(self._queued(), self.other)

    def test_a_new_cut_over_date_marks_every_customer(self):
        buyer = self._create_customer("Astou Niang")
        self._import_purchase(3_000, "2024-01-01", buyer)
        self._empty_queue()
        self.company.purchase_history_cutover_date = "2025-01-01"
        self.assertEqual(self._queued(), self.other | buyer)

    def test_the_refresh_takes_the_marks_and_writes_the_figures(self):
        self.draft.action_post()
        self.env.flush_all()
        self.assertGreaterEqual(self._process(), 1)
        self.assertFalse(self._queued())
        self.assertEqual(self._indicator().net_amount, 10_000)
        self.assertFalse(self._indicator(self.other), "not queued, not computed")

    def test_a_batch_takes_the_oldest_marks_only(self):
        queue = self.env["sunumarche.customer.indicator.queue"]
        queue._mark([(self.other.id, self.company.id)])
        queue._mark([(self.customer.id, self.company.id)])
        self.assertEqual(self._process(limit=1), 1)
        self.assertEqual(self._queued(), self.customer)
        self.assertEqual(self._process(), 1)
        self.assertEqual(self._process(), 0)

    def test_the_scheduled_refresh_empties_the_queue(self):
        self.draft.action_post()
        self._credit(1_000, "2025-05-20", self.other)
        self.assertEqual(self._queued(), self.customer | self.other)
        with self.enter_registry_test_mode():
            cron = self.env.ref(
                "sunumarche_crm.ir_cron_customer_indicator_queue_refresh"
            )
            cron.sudo().method_direct_trigger()
        self.assertFalse(self._queued())
        self.assertEqual(self._indicator(self.other).net_amount, 19_000)

    def test_a_failure_leaves_marks_and_figures_as_they_were(self):
        self._refresh()
        before = self._indicator(self.other).net_amount
        self._credit(1_000, "2025-05-20", self.other)
        marked = self._queued()
        with (
            self.assertRaises(ZeroDivisionError),
            self.env.cr.savepoint(),
            patch.object(CustomerRefresh, "_write_class_history", lambda self: 1 / 0),
        ):
            self._process()
        self.assertEqual(self._queued(), marked)
        self.assertEqual(self._indicator(self.other).net_amount, before)

    def test_no_document_any_more_no_figures(self):
        self._refresh()
        self.assertTrue(self._indicator(self.other))
        self.posted.button_draft()
        self.env.flush_all()
        self._process()
        self.assertFalse(self._indicator(self.other))

    def test_deleting_a_customer_leaves_no_orphan(self):
        partner = self._create_customer("Pape Gueye")
        self._import_purchase(3_000, "2024-01-01", partner)
        self._refresh()
        indicator = self._indicator(partner)
        self.assertTrue(indicator)
        partner.unlink()
        self.assertFalse(indicator.exists())
        self.assertFalse(
            self.env["sunumarche.rfm.history"].search([("partner_id", "=", partner.id)])
        )

    def test_core_s_merge_forgets_every_figure_of_the_two(self):
        day, company = "2025-05-05", self.company.id
        for partner in self.customer | self.other:
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO sunumarche_rhythm
                                (partner_id, company_id, silent_from)
                         VALUES (%s, %s, %s)
                    """,
                    partner.id,
                    company,
                    day,
                )
            )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.other).ids, self.customer)
        for model in self.env["sunumarche.customer.record"]._get_customer_figures():
            if not model._name.endswith(".queue"):
                with self.subTest(model=model._name):
                    domain = [("partner_id", "=", self.customer.id)]
                    self.assertFalse(model.search(domain))

    def test_merging_customers_adds_up_their_documents(self):
        self._invoice(1_000, "2025-05-03")
        self._refresh()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.other).ids, self.customer)
        self.assertFalse(self.other.exists())
        self.assertEqual(self._queued(), self.customer)
        self._process()
        self.assertEqual(self._indicator().net_amount, 21_000)
        self.assertEqual(
            self.env["sunumarche.rfm.history"].search_count(
                [("partner_id", "=", self.customer.id), ("date_to", "=", False)]
            ),
            1,
        )
