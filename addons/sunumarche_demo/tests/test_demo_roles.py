from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..engine.agencies import AGENCY_OF_REGION, DAKAR, THIES
from ..engine.plan import Scale
from .common import DemoCase, draw_small

SCALE = Scale(customers=60, purchases=800, flow_orders=20)
FIGURES = (
    "sunumarche.customer.indicator",
    "sunumarche.customer.snapshot",
    "sunumarche.purchase.history",
    "sunumarche.rfm.history",
)


SELLERS = (
    "vendeur",
    "vendeur.2",
    "chef.agence",
    "vendeur.thies",
    "vendeur.thies.2",
    "chef.thies",
)


@tagged("post_install", "-at_install")
class TestDemoRoles(DemoCase):
    """Each login finds what the job needs, and not what it does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = draw_small(as_of=cls.as_of, scale=SCALE)
        cls._load(purchases=SCALE.purchases, flow_orders=SCALE.flow_orders)
        cls.users = {user.login: user for user in cls.env["res.users"].search([])}

    def _count(self, login, model, *domain):
        """How many records of the company this user finds."""
        records = self.env[model].with_user(self.users[login])
        return records.search_count([("company_id", "=", self.company.id), *domain])

    def assertFinds(self, login, model, *domain):
        self.assertGreater(self._count(login, model, *domain), 0, f"{login}: {model}")

    def assertRefused(self, login, model):
        with self.assertRaises(AccessError, msg=f"{login}: {model}"):
            self._count(login, model)

    # === Customers and what they bought ===

    def _expect_customers(self, login):
        """Codes of the customers this login is to see, worked out from the plan."""
        agency = {"vendeur.thies": THIES, "vendeur.thies.2": THIES, "chef.thies": THIES}
        agency = agency.get(login, DAKAR)
        owners = {
            "vendeur": {"vendeur", "vendeur.2", "chef.agence", None},
            "vendeur.2": {"vendeur", "vendeur.2", "chef.agence", None},
            "chef.agence": {"vendeur", "vendeur.2", "chef.agence", None},
            "vendeur.thies": {"vendeur.thies", None},
            "vendeur.thies.2": {"vendeur.thies.2", None},
            "chef.thies": {"vendeur.thies", "vendeur.thies.2", "chef.thies", None},
        }[login]
        return {
            customer.code
            for customer in self.plan.customers
            if AGENCY_OF_REGION[customer.address.region].name == agency
            and customer.salesperson in owners
        }

    def _find_customers(self, login):
        partners = self.env["res.partner"].with_user(self.users[login])
        domain = [("company_id", "=", self.company.id), ("ref", "=like", "C0%")]
        return set(partners.search(domain).mapped("ref"))

    def test_who_sells_finds_exactly_the_customers_of_his_reach(self):
        for login in SELLERS:
            expected = self._expect_customers(login)
            self.assertTrue(expected)
            self.assertEqual(self._find_customers(login), expected, login)

    def test_who_sells_finds_exactly_the_orders_of_his_customers(self):
        for login in SELLERS:
            codes = self._expect_customers(login)
            dealings = (*self.plan.orders, *self.plan.quotations)
            expected = sum(
                self.plan.customers[one.customer].code in codes for one in dealings
            )
            expected += self._expect_repeat_quotations(login)
            self.assertEqual(self._count(login, "sale.order"), expected, login)

    def _expect_repeat_quotations(self, login):
        """How many quotations of cards entered again this login is to see."""
        owners = {
            "vendeur.thies": {"vendeur.thies"},
            "vendeur.thies.2": {"vendeur.thies.2"},
            "chef.thies": {"vendeur.thies", "vendeur.thies.2", "chef.thies"},
        }.get(login, {"vendeur", "vendeur.2", "chef.agence"})
        relations = self.plan.relations
        return sum(
            relations.repeats[one.customer].salesperson in owners
            for one in relations.repeat_quotations
        )

    def test_who_sells_finds_exactly_the_opportunities_of_his_customers(self):
        for login in SELLERS:
            codes = self._expect_customers(login)
            expected = sum(
                self.plan.customers[one.customer].code in codes
                for one in self.plan.opportunities
            )
            self.assertEqual(self._count(login, "crm.lead"), expected, login)

    def test_who_sells_finds_exactly_the_invoices_of_his_customers(self):
        out = ("move_type", "=", "out_invoice")
        for login in SELLERS:
            codes = self._expect_customers(login)
            bought = [
                *self.plan.orders,
                *(sale for sale in self.plan.counter_sales if not sale.is_refund),
            ]
            expected = sum(
                self.plan.customers[one.customer].code in codes for one in bought
            )
            self.assertEqual(self._count(login, "account.move", out), expected, login)

    def test_the_two_heads_share_the_customers_between_them(self):
        dakar, thies = map(self._find_customers, ("chef.agence", "chef.thies"))
        self.assertFalse(dakar & thies)
        self.assertEqual(len(dakar) + len(thies), SCALE.customers)

    def test_in_dakar_they_share_and_in_thies_they_do_not(self):
        self.assertEqual(
            self._find_customers("vendeur"), self._find_customers("vendeur.2")
        )
        thies = [
            self._find_customers(one) for one in ("vendeur.thies", "vendeur.thies.2")
        ]
        waiting = {
            customer.code
            for customer in self.plan.customers
            if customer.salesperson is None
        }
        self.assertLessEqual(thies[0] & thies[1], waiting)
        self.assertLess(thies[0], self._find_customers("chef.thies"))

    def test_who_serves_counts_or_directs_finds_everybody(self):
        for login in (
            "service.client",
            "marketing",
            "comptable",
            "direction",
            "admin.crm",
        ):
            self.assertEqual(len(self._find_customers(login)), SCALE.customers, login)

    def test_who_makes_or_buys_finds_no_customer(self):
        for login in ("production", "acheteur"):
            self.assertEqual(self._find_customers(login), set(), login)

    def test_some_customers_wait_for_a_salesperson(self):
        waiting = [one for one in self.plan.customers if one.salesperson is None]
        domain = [("ref", "=like", "C0%"), ("user_id", "=", False)]
        self.assertTrue(waiting)
        self.assertEqual(len(self._search("res.partner", *domain)), len(waiting))

    def test_a_document_is_of_the_team_of_its_agency(self):
        for model in ("sale.order", "crm.lead"):
            for record in self._search(model):
                self.assertEqual(record.team_id.name, record.partner_id.agency_id.name)
                self.assertEqual(record.agency_id, record.partner_id.agency_id)
                self.assertEqual(record.user_id, record.partner_id.user_id)

    # === Figures ===

    def test_who_works_with_customers_reads_their_figures(self):
        for login in ("vendeur", "chef.agence", "vendeur.thies", "marketing"):
            for model in FIGURES:
                self.assertFinds(login, model)

    def test_the_service_reads_classes_and_no_amounts(self):
        for model in FIGURES[::3]:
            self.assertFinds("service.client", model)
        for model in FIGURES[1:3]:
            self.assertRefused("service.client", model)

    def test_direction_and_accountant_read_the_figures(self):
        for login in ("direction", "comptable", "admin.crm"):
            for model in FIGURES:
                self.assertFinds(login, model)

    def test_production_and_purchasing_do_not(self):
        for login in ("production", "magasinier", "acheteur"):
            for model in FIGURES:
                self.assertRefused(login, model)

    def test_a_customer_shows_his_class(self):
        for login in ("vendeur", "comptable", "direction"):
            partners = self.env["res.partner"].with_user(self.users[login])
            found = partners.search_count(
                [
                    ("company_id", "=", self.company.id),
                    ("customer_rfm_class_id", "!=", False),
                ]
            )
            self.assertGreater(found, 0, login)

    # === The work of each ===

    def test_the_accountant_finds_all_invoices_and_bills(self):
        for move_type in ("out_invoice", "in_invoice", "entry"):
            self.assertFinds("comptable", "account.move", ("move_type", "=", move_type))
        self.assertFinds("comptable", "account.payment")

    def test_the_accountant_has_no_leads(self):
        self.assertRefused("comptable", "crm.lead")

    def test_the_buyer_finds_the_orders_to_suppliers(self):
        self.assertFinds("acheteur", "purchase.order", ("state", "=", "purchase"))
        self.assertRefused("acheteur", "crm.lead")

    def test_production_has_no_stock(self):
        for login in ("production", "production.33"):
            for model in ("stock.picking", "sale.order", "crm.lead"):
                self.assertRefused(login, model)

    def test_storekeepers_find_the_deliveries(self):
        for login in ("magasinier", "magasinier.2"):
            self.assertFinds(login, "stock.picking", ("state", "=", "done"))
            self.assertFinds(login, "stock.quant")
            self.assertRefused(login, "crm.lead")

    def test_direction_reads_invoices_and_changes_none(self):
        self.assertFinds("direction", "account.move", ("state", "=", "posted"))
        invoice = self._search("account.move", ("move_type", "=", "out_invoice"))[0]
        with self.assertRaises(AccessError):
            invoice.with_user(self.users["direction"]).write({"ref": "changed"})
        self.assertNotEqual(invoice.ref, "changed")

    def test_the_administrator_changes_the_rfm_policy(self):
        policies = self.env["sunumarche.rfm.policy"]
        policy = policies._get_policy(self.company)
        policy.with_user(self.users["admin.crm"]).window_months = 24
        self.assertEqual(policy.window_months, 24)
        with self.assertRaises(AccessError):
            policy.with_user(self.users["vendeur"]).window_months = 12
        self.assertEqual(policy.window_months, 24)

    def test_everybody_stays_in_the_company(self):
        for login in ("vendeur", "comptable", "production"):
            self.assertIn(self.company, self.users[login].company_ids)
            self.assertEqual(self.users[login].share, False)
