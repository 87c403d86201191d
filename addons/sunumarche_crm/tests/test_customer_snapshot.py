from datetime import date

from odoo.fields import Date
from odoo.tests import tagged

from ..engine.customer_snapshots import CustomerSnapshots
from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestCustomerSnapshot(CustomerCase):
    """One row a customer and month: flows of the month, state at its end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._create_customer("Coumba Ndour")
        cls._import_purchase(10_000, "2025-04-10")
        cls._invoice(4_000, "2025-05-20")
        cls._credit(1_000, "2025-05-25")
        cls._invoice(7_000, "2025-05-31", cls.other)
        cls._invoice(2_000, "2025-06-15")

    def _rows(self, month, partner=None):
        return self.env["sunumarche.customer.snapshot"].search(
            [("month", "=", month), ("company_id", "=", self.company.id)]
            + ([("partner_id", "=", partner.id)] if partner else [])
        )

    def _rebuild_stale(self):
        months = CustomerSnapshots.get_stale_months(self.company)
        for month in months:
            CustomerSnapshots.rebuild(self.company, month)
        return months

    def test_flows_and_state_of_a_month(self):
        CustomerSnapshots.rebuild(self.company, Date.to_date("2025-05-01"))
        self.assertRecordValues(
            self._rows("2025-05-01", self.customer),
            [
                {
                    "purchase_count": 1,
                    "refund_count": 1,
                    "invoiced_amount": 4_000,
                    "refunded_amount": 1_000,
                    "net_amount": 3_000,
                    "total_purchase_count": 2,
                    "total_net_amount": 13_000,
                    "buyer_kind": "returning",
                }
            ],
        )
        self.assertRecordValues(
            self._rows("2025-05-01", self.other),
            [{"net_amount": 7_000, "buyer_kind": "new"}],
        )

    def test_months_before_the_first_purchase_have_no_row(self):
        CustomerSnapshots.rebuild(self.company, Date.to_date("2025-04-01"))
        self.assertFalse(self._rows("2025-04-01", self.other))
        self.assertEqual(self._rows("2025-04-01", self.customer).net_amount, 10_000)

    def test_a_rebuild_changes_nothing(self):
        may = Date.to_date("2025-05-01")
        self.assertTrue(CustomerSnapshots.rebuild(self.company, may))
        self.assertFalse(CustomerSnapshots.rebuild(self.company, may))

    def test_stale_months_are_those_that_differ_from_the_documents(self):
        self.assertEqual(self._rebuild_stale(), [date(2025, 4, 1), date(2025, 5, 1)])
        self.assertEqual(self._rebuild_stale(), [])
        self._invoice(500, "2025-04-30")
        self.assertEqual(self._rebuild_stale(), [date(2025, 4, 1), date(2025, 5, 1)])
        self.assertEqual(
            self._rows("2025-05-01", self.customer).total_net_amount, 13_500
        )
        self.assertEqual(self._rebuild_stale(), [])

    def test_an_invoice_given_to_another_customer_makes_its_month_stale(self):
        invoice = self._invoice(500, "2025-05-02")
        self._rebuild_stale()
        invoice.button_draft()
        invoice.partner_id = self.other
        invoice.action_post()
        self.assertEqual(self._rebuild_stale(), [date(2025, 5, 1)])
        self.assertEqual(self._rows("2025-05-01", self.customer).net_amount, 3_000)
        self.assertEqual(self._rows("2025-05-01", self.other).net_amount, 7_500)
        self.assertEqual(self._rebuild_stale(), [])

    def test_another_company_makes_nothing_stale(self):
        other = self.setup_other_company(name="Thiès")["company"]
        self._import_purchase(900, "2025-04-11", company_id=other.id)
        self._rebuild_stale()
        self.assertEqual(CustomerSnapshots.get_stale_months(other), [date(2025, 4, 1)])
        CustomerSnapshots.rebuild(other, date(2025, 4, 1))
        theirs = self.env["sunumarche.customer.snapshot"].search(
            [("month", "=", "2025-04-01"), ("company_id", "=", other.id)]
        )
        self.assertRecordValues(
            theirs, [{"partner_id": self.customer.id, "net_amount": 900}]
        )
        self.assertEqual(self._rebuild_stale(), [])
        self.assertEqual(self._rows("2025-04-01", self.customer).net_amount, 10_000)
        CustomerSnapshots.rebuild(self.company, date(2025, 4, 1))
        self.assertTrue(theirs.exists())

    def test_every_month_ties_to_the_documents(self):
        self._rebuild_stale()
        self.env["sunumarche.customer.indicator"]._rebuild_company(self.company)
        sums = dict(
            self.env["sunumarche.customer.snapshot"]._read_group(
                [("company_id", "=", self.company.id)],
                ["month:month"],
                ["net_amount:sum"],
            )
        )
        documents = dict(
            self.env["sunumarche.customer.purchase"]._read_group(
                [("company_id", "=", self.company.id)], ["date:month"], ["amount:sum"]
            )
        )
        self.assertEqual(sums, documents)
        self.assertEqual(sum(sums.values()), 22_000)

    def test_merged_customers_are_rewritten(self):
        self._rebuild_stale()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.other).ids, self.customer)
        self._rebuild_stale()
        self.assertEqual(self._rows("2025-05-01").mapped("net_amount"), [10_000])

    def test_the_nightly_run_writes_indicators_and_all_months(self):
        with self.enter_registry_test_mode():
            cron = self.env.ref("sunumarche_crm.ir_cron_customer_indicator_rebuild")
            cron.sudo().method_direct_trigger()
        self.assertEqual(self._indicator().net_amount, 15_000)
        self.assertEqual(
            self.env["sunumarche.customer.snapshot"]
            .search([("partner_id", "=", self.customer.id)], order="month")
            .mapped("month"),
            [date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1)],
        )

    def test_classes_are_dated_back_to_the_first_purchase_once(self):
        history = self.env["sunumarche.rfm.history"]
        self.env["sunumarche.customer.indicator"]._rebuild_company(self.company)
        self._rebuild_stale()
        history._seed_from_snapshots(self.company)
        periods = history.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(min(periods.mapped("date_from")), date(2025, 4, 30))
        self.assertEqual(len(periods.filtered(lambda period: not period.date_to)), 1)
        self.assertEqual(
            periods.filtered(lambda period: not period.date_to).rfm_class_id,
            self._indicator().rfm_class_id,
        )
        before = periods.ids
        history._seed_from_snapshots(self.company)
        self.assertEqual(
            history.search([("partner_id", "=", self.customer.id)]).ids, before
        )

    def test_migration_between_two_months_holds_every_customer_once(self):
        self._rebuild_stale()
        migration = self.env["sunumarche.rfm.migration"].with_context(
            migration_from="2025-04-01", migration_to="2025-05-01"
        )
        rows = migration.search([("company_id", "=", self.company.id)])
        self.assertEqual(
            {(row.partner_id, bool(row.class_from_id), row.net_amount) for row in rows},
            {(self.customer, True, 3_000), (self.other, False, 7_000)},
        )
        self.assertEqual(
            rows[0].action_open_customer()["res_id"], rows[0].partner_id.id
        )
