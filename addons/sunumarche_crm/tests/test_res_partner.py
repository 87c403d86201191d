from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestResPartner(CustomerCase):
    """The figures seen from the customers' list, by company and by role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.big = cls._create_customer("Hôtel Terrou-Bi")
        cls.small = cls._create_customer("Sokhna Mbaye")
        cls.none = cls._create_customer("No purchase yet")
        cls._invoice(900_000, "2025-06-20", cls.big)
        cls._invoice(10_000, "2024-06-20", cls.small)
        cls.customers = cls.big | cls.small | cls.none
        cls.other_company = cls.setup_other_company(name="Thiès")["company"]
        cls.env["sunumarche.rfm.policy"]._get_policy(cls.company).write(
            {
                "method": "cut",
                "recency_cut_points": "30, 90, 180, 365",
                "frequency_cut_points": "1, 2, 4, 8",
                "monetary_cut_points": "20000, 100000, 1000000, 2000000",
            }
        )

    def setUp(self):
        super().setUp()
        self._refresh()
        self.partners = self.env["res.partner"]

    def _search(self, *conditions, **values):
        domain = [("id", "in", self.customers.ids), *conditions]
        return self.partners.search(domain, **values)

    def test_search_by_turnover_class_and_silence(self):
        self.assertEqual(self._search(("customer_net_amount", ">", 500_000)), self.big)
        self.assertEqual(
            self._search(("days_since_last_purchase", ">=", 375)), self.small
        )
        self.assertEqual(self._search(("days_since_last_purchase", "<", 11)), self.big)
        self.assertEqual(self._search(("days_since_last_purchase", "=", 10)), self.big)
        self.assertEqual(
            self._search(
                ("customer_rfm_class_id", "=", self.big.customer_rfm_class_id.id)
            ),
            self.big,
        )
        self.assertEqual(self._search(("customer_rfm_class_id", "=", False)), self.none)
        self.assertEqual(self._search(("customer_net_amount", "=", 0)), self.none)
        self.assertEqual(
            self._search(("customer_net_amount", "<", 20_000)), self.small | self.none
        )
        self.assertEqual(
            self._search(("customer_net_amount", "!=", 0)), self.big | self.small
        )

    def test_sort_by_turnover(self):
        self.assertEqual(
            self._search(order="customer_net_amount desc nulls last").ids,
            [self.big.id, self.small.id, self.none.id],
        )

    def test_group_by_class_with_turnover(self):
        groups = self.partners._read_group(
            [("id", "in", self.customers.ids)],
            ["customer_rfm_class_id"],
            ["customer_net_amount:sum", "__count"],
        )
        self.assertEqual(
            {(group.id, amount, count) for group, amount, count in groups},
            {
                (self.big.customer_rfm_class_id.id, 900_000, 1),
                (self.small.customer_rfm_class_id.id, 10_000, 1),
                (False, False, 1),
            },
        )
        for name in ("customer_rfm_class_id", "days_since_last_purchase"):
            self.assertTrue(self.partners.fields_get([name])[name]["groupable"], name)

    def test_group_by_silence_and_turnover(self):
        for name, expected in (
            ("customer_silence_band", {("1_month", 1), ("longer", 1), (False, 1)}),
            ("customer_monetary_score", {(3, 1), (1, 1), (False, 1)}),
        ):
            groups = self.partners._read_group(
                [("id", "in", self.customers.ids)], [name], ["__count"]
            )
            self.assertEqual(set(groups), expected)
            for value, _count in expected:
                with self.subTest(field=name, value=value):
                    found = self._search((name, "=", value))
                    self.assertEqual(found.mapped(name), [value or 0 or False])
        self.assertEqual(self.big.customer_silence_band, "1_month")

    def test_each_company_sees_its_own_figures(self):
        elsewhere = self.big.with_company(self.other_company)
        self.assertEqual(elsewhere.customer_net_amount, 0)
        self._invoice(5_000, "2025-06-01", self.big, company_id=self.other_company)
        self._refresh(self.other_company)
        self.env.invalidate_all()
        self.assertEqual(elsewhere.customer_net_amount, 5_000)
        self.assertEqual(self.big.customer_net_amount, 900_000)
        self.assertEqual(
            self.partners.with_company(self.other_company).search(
                [("customer_net_amount", ">", 0), ("id", "in", self.customers.ids)]
            ),
            self.big,
        )

    def test_a_user_sees_only_the_rows_of_his_companies(self):
        self._invoice(5_000, "2025-06-01", self.big, company_id=self.other_company)
        self._refresh(self.other_company)
        marketer = new_test_user(
            self.env,
            "marketer",
            groups="sunumarche_crm.group_marketer",
            company_id=self.company.id,
        )
        indicators = self.env["sunumarche.customer.indicator"].with_user(marketer)
        rows = indicators.search([("partner_id", "=", self.big.id)])
        self.assertEqual(rows.company_id, self.company)
        snapshot = self.env["sunumarche.customer.purchase"].with_user(marketer)
        self.assertEqual(
            snapshot.search([("partner_id", "=", self.big.id)]).company_id, self.company
        )

    def test_nobody_writes_figures_by_hand(self):
        for group in ("marketer", "direction", "administrator"):
            user = new_test_user(
                self.env,
                group,
                groups=f"sunumarche_crm.group_{group}",
                company_id=self.company.id,
            )
            indicator = self._indicator(self.big).with_user(user)
            with self.subTest(group=group):
                self.assertEqual(indicator.net_amount, 900_000)
                for method, arguments in (
                    ("write", [{"net_amount": 1}]),
                    ("unlink", []),
                    ("copy", []),
                ):
                    with self.assertRaises(AccessError):
                        getattr(indicator, method)(*arguments)
        self.assertEqual(self._indicator(self.big).net_amount, 900_000)

    def test_a_buyer_sees_no_figures(self):
        buyer = new_test_user(
            self.env,
            "buyer",
            groups="sunumarche_crm.group_buyer",
            company_id=self.company.id,
        )
        with self.assertRaises(AccessError):
            self.env["sunumarche.customer.indicator"].with_user(buyer).search([])
        partner = self.big.with_user(buyer)
        self.assertNotIn("customer_net_amount", partner.fields_get())
        with self.assertRaises(AccessError):
            partner.search([("customer_net_amount", ">", 0)])
        with self.assertRaises(AccessError):
            partner._read_group([], ["customer_rfm_class_id"])

    def test_a_biller_cannot_group_invoices_by_class(self):
        user = new_test_user(
            self.env,
            "biller",
            groups="account.group_account_invoice",
            company_id=self.company.id,
        )
        moves = self.env["account.move"].with_user(user)
        self.assertTrue(moves._read_group([], ["partner_id"], ["__count"]))
        with self.assertRaises(AccessError):
            moves._read_group([], ["customer_rfm_class_id"], ["__count"])

    def test_an_accountant_sees_class_and_turnover_on_invoices(self):
        accountant = new_test_user(
            self.env,
            "accountant",
            groups="sunumarche_crm.group_accountant",
            company_id=self.company.id,
        )
        invoice = self.env["account.move"].with_user(accountant)
        [invoice] = invoice.search([("commercial_partner_id", "=", self.big.id)])
        self.assertEqual(invoice.customer_net_amount, 900_000)
        self.assertEqual(invoice.customer_rfm_class_id, self.big.customer_rfm_class_id)
        self.assertFalse(accountant.has_group("sunumarche_crm.group_crm_menu"))
