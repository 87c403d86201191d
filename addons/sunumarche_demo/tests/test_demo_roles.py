from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DemoCase

FIGURES = (
    "sunumarche.customer.indicator",
    "sunumarche.customer.snapshot",
    "sunumarche.purchase.history",
    "sunumarche.rfm.history",
)


@tagged("post_install", "-at_install")
class TestDemoRoles(DemoCase):
    """Each login finds what the job needs, and not what it does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load(purchases=800, flow_orders=20)
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

    # === Figures ===

    def test_who_works_with_customers_reads_their_figures(self):
        for login in ("vendeur", "chef.agence", "marketing", "service.client"):
            for model in FIGURES:
                self.assertFinds(login, model)

    def test_direction_and_accountant_read_the_figures(self):
        for login in ("direction", "comptable", "admin.crm"):
            for model in FIGURES:
                self.assertFinds(login, model)

    def test_production_and_purchasing_do_not(self):
        for login in ("production", "acheteur"):
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

    def test_the_salesperson_finds_his_sales(self):
        self.assertFinds("vendeur", "sale.order", ("state", "=", "sale"))
        others = ("user_id", "=", self.users["chef.agence"].id)
        self.assertEqual(self._count("vendeur", "sale.order", others), 0)

    def test_the_head_of_the_agency_finds_everybodys(self):
        for login in ("vendeur", "chef.agence"):
            own = ("user_id", "=", self.users[login].id)
            self.assertFinds("chef.agence", "sale.order", own)

    def test_the_accountant_finds_invoices_and_bills(self):
        for move_type in ("out_invoice", "in_invoice", "entry"):
            self.assertFinds("comptable", "account.move", ("move_type", "=", move_type))
        self.assertFinds("comptable", "account.payment")

    def test_the_accountant_has_no_leads(self):
        self.assertRefused("comptable", "crm.lead")

    def test_the_buyer_finds_the_orders_to_suppliers(self):
        self.assertFinds("acheteur", "purchase.order", ("state", "=", "purchase"))
        self.assertRefused("acheteur", "crm.lead")

    def test_production_finds_the_deliveries(self):
        self.assertFinds("production", "stock.picking", ("state", "=", "done"))
        self.assertFinds("production", "stock.quant")
        self.assertRefused("production", "crm.lead")

    def test_production_makes_no_order(self):
        orders = self.env["sale.order"].with_user(self.users["production"])
        before = self._count("admin.crm", "sale.order")
        with self.assertRaises(AccessError):
            orders.create({"partner_id": self._search("sale.order")[0].partner_id.id})
        self.assertEqual(self._count("admin.crm", "sale.order"), before)

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
