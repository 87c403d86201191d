from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .test_territory import TerritoryCase


class ScopeCase(TerritoryCase):
    """Two salespeople and a head in Dakar, one salesperson in Thiès."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.awa = cls._create_user("awa", "group_salesperson", cls.dakar)
        cls.binta = cls._create_user("binta", "group_salesperson", cls.dakar)
        cls.cheikh = cls._create_user("cheikh", "group_salesperson", cls.thies)
        cls.head = cls._create_user("head", "group_head_of_agency", cls.dakar)
        cls.team = cls.env["crm.team"].create(
            {
                "name": "Dakar",
                "member_ids": [Command.set((cls.awa + cls.binta).ids)],
            }
        )
        cls.customers = {
            "awa": cls._create_customer("Of Awa", user_id=cls.awa.id),
            "binta": cls._create_customer("Of Binta", user_id=cls.binta.id),
            "cheikh": cls._create_customer("Of Cheikh", user_id=cls.cheikh.id),
            "free": cls._create_customer("Free", state_id=cls.dakar_region.id),
            "free in thies": cls._create_customer(
                "Free in Thiès", state_id=cls.thies_region.id
            ),
            "nowhere": cls._create_customer("Nowhere"),
        }

    def seen(self, user, model="res.partner", field="id"):
        """The names of the customers whose records the user finds."""
        ids = {customer.id: name for name, customer in self.customers.items()}
        records = self.env[model].with_user(user).search([(field, "in", list(ids))])
        found = records.ids if field == "id" else records.sudo().mapped(f"{field}.id")
        return {ids[one] for one in found}


@tagged("post_install", "-at_install")
class TestCustomerScope(ScopeCase):
    """Who sees which customers."""

    def test_a_salesperson_sees_his_own_and_those_of_nobody_here(self):
        self.assertEqual(self.seen(self.awa), {"awa", "free"})
        self.assertEqual(self.seen(self.cheikh), {"cheikh", "free in thies"})

    def test_a_team_that_shares(self):
        self.team.shares_customers = True
        self.assertEqual(self.seen(self.awa), {"awa", "binta", "free"})
        self.team.shares_customers = False
        self.assertEqual(self.seen(self.awa), {"awa", "free"})

    def test_who_leaves_the_team_loses_its_customers_at_once(self):
        self.team.shares_customers = True
        self.assertIn("binta", self.seen(self.awa))
        self.team.member_ids -= self.awa
        self.assertEqual(self.seen(self.awa), {"awa", "free"})

    def test_who_leaves_the_agency_loses_its_customers_at_once(self):
        self.assertIn("free", self.seen(self.awa))
        self.dakar.user_ids -= self.awa
        self.assertEqual(self.seen(self.awa), {"awa"})
        self.awa.agency_ids = self.thies
        self.assertEqual(self.seen(self.awa), {"awa", "free in thies"})

    def test_a_head_sees_the_agency_and_its_staff_s(self):
        self.assertEqual(self.seen(self.head), {"awa", "binta", "free"})

    def test_a_head_sees_what_is_below(self):
        self.head_office.user_ids = self.head
        self.assertEqual(
            self.seen(self.head), {"awa", "binta", "cheikh", "free", "free in thies"}
        )

    def test_an_agency_elsewhere_in_the_tree_stays_closed(self):
        self.assertEqual(self.seen(self.head), {"awa", "binta", "free"})
        self.thies.parent_id = self.dakar
        self.assertIn("free in thies", self.seen(self.head))

    def test_roles_that_see_all(self):
        for role in ("marketer", "service_agent", "accountant", "direction"):
            with self.subTest(role=role):
                user = self._create_user(role, f"group_{role}")
                self.assertEqual(self.seen(user), set(self.customers))

    def test_roles_that_see_no_customer(self):
        for role in ("production", "buyer"):
            with self.subTest(role=role):
                user = self._create_user(role, f"group_{role}")
                self.assertEqual(self.seen(user), set())

    def test_a_buyer_sees_suppliers_with_their_contacts(self):
        supplier = self._create_customer("Frames Ltd", is_company=True, supplier_rank=1)
        contact = self._create_customer("Export desk", parent_id=supplier.id)
        buyer = self._create_user("ibou", "group_buyer")
        partners = self.env["res.partner"].with_user(buyer)
        found = partners.search([("id", "in", (supplier + contact).ids)])
        self.assertEqual(found, supplier + contact)
        with self.assertRaises(AccessError):
            partners.create({"name": "A customer"})
        partners.with_context(res_partner_search_mode="supplier").create(
            {"name": "New"}
        )

    def test_everybody_sees_colleagues_and_the_company_to_read_only(self):
        worker = self._create_user("modou", "group_production")
        cards = (self.awa.partner_id + self.env.company.partner_id).with_user(worker)
        self.assertEqual(len(cards.mapped("name")), 2)
        with self.assertRaises(AccessError):
            self.env.company.partner_id.with_user(self.awa).write({"phone": "1"})
        with self.assertRaises(AccessError):
            self.binta.partner_id.with_user(self.awa).write({"phone": "1"})

    def test_two_roles_add_up(self):
        self.awa.group_ids += self.env.ref("sunumarche_crm.group_buyer")
        supplier = self._create_customer("Frames Ltd", supplier_rank=1)
        self.customers["supplier"] = supplier
        self.assertEqual(self.seen(self.awa), {"awa", "free", "supplier"})

    def test_a_group_with_another_scope_takes_effect_at_once(self):
        self.assertNotIn("nowhere", self.seen(self.awa))
        self.env.ref("sunumarche_crm.group_salesperson").customer_scope = "all"
        self.assertEqual(self.seen(self.awa), set(self.customers))

    def test_a_new_customer_is_of_who_enters_it(self):
        partners = self.env["res.partner"].with_user(self.awa)
        customer = partners.create(
            {"name": "Walk-in", "state_id": self.thies_region.id}
        )
        self.assertEqual(customer.user_id, self.awa)
        self.assertEqual(customer.agency_id, self.thies)
        self.assertFalse(self._create_customer("By nobody").user_id)

    def test_a_contact_of_an_own_company_is_own(self):
        company = self._create_customer("Optique", is_company=True, user_id=self.awa.id)
        contact = (
            self.env["res.partner"]
            .with_user(self.awa)
            .create({"name": "Fatou", "parent_id": company.id, "type": "delivery"})
        )
        self.assertEqual(contact.user_id, self.awa)

    def test_nobody_takes_a_customer_from_another(self):
        customer = self.customers["cheikh"].with_user(self.awa)
        with self.assertRaises(AccessError):
            customer.user_id = self.awa
        self.env.invalidate_all()
        self.assertEqual(self.customers["cheikh"].user_id, self.cheikh)


@tagged("post_install", "-at_install")
class TestDocumentScope(ScopeCase):
    """Documents are seen by who made them and by who looks after the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sale.order"].create(
            [{"partner_id": one.id} for one in cls.customers.values()]
        )
        cls.env["crm.lead"].create(
            [
                {"name": name, "partner_id": one.id, "user_id": one.user_id.id}
                for name, one in cls.customers.items()
            ]
        )

    def test_orders_and_leads_follow_the_customers(self):
        for model in ("sale.order", "crm.lead"):
            with self.subTest(model=model):
                self.assertEqual(
                    self.seen(self.awa, model, "partner_id"), {"awa", "free"}
                )
                self.assertEqual(
                    self.seen(self.head, model, "partner_id"), {"awa", "binta", "free"}
                )

    def test_a_salesperson_s_order_for_another_s_customer(self):
        self.env["sale.order"].create(
            {"partner_id": self.customers["cheikh"].id, "user_id": self.awa.id}
        )
        self.assertIn("cheikh", self.seen(self.awa, "sale.order", "partner_id"))
        self.assertNotIn("cheikh", self.seen(self.awa))

    def test_lines_follow_their_order(self):
        product = self.env["product.product"].create({"name": "Frame"})
        for order in self.env["sale.order"].search([]):
            order.order_line = [Command.create({"product_id": product.id})]
        lines = self.env["sale.order.line"].with_user(self.awa).search([])
        orders = self.env["sale.order"].with_user(self.awa).search([])
        self.assertEqual(lines.order_id, orders.filtered("order_line"))

    def test_figures_follow_their_customer(self):
        self.env["sunumarche.purchase.history"].create(
            [
                {
                    "source_id": self.env["sunumarche.purchase.source"]
                    .create({"name": f"Till of {name}"})
                    .id,
                    "external_customer": name,
                    "line_key": name,
                    "partner_id": one.id,
                    "date": "2025-01-15",
                    "amount": 1_000,
                }
                for name, one in self.customers.items()
            ]
        )
        self.env["sunumarche.customer.indicator"]._rebuild_company(self.env.company)
        for model in ("purchase.history", "customer.indicator", "customer.purchase"):
            with self.subTest(model=model):
                model = f"sunumarche.{model}"
                self.assertEqual(
                    self.seen(self.awa, model, "partner_id"), {"awa", "free"}
                )

    def test_a_territory_shows_sales_by_agency(self):
        groups = self.env["sale.report"]._read_group(
            [("partner_id", "in", [one.id for one in self.customers.values()])],
            ["agency_id"],
        )
        self.assertIsInstance(groups, list)
