"""The steps of the load, each on its own."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessDenied
from odoo.tests import tagged

from ..engine.agencies import AGENCY_OF_REGION
from ..engine.catalogue import CATALOGUE
from ..engine.places import TOWNS
from ..engine.staff import STAFF
from ..hooks import post_init_hook
from ..models.demo_company import SOURCE_NAME, Cast
from ..models.demo_company_catalogue import STOCK_ON_HAND
from .common import DemoCase


@tagged("post_install", "-at_install")
class TestStaffStep(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = cls.demo._create_staff()

    def test_everybody_is_there_under_his_login(self):
        self.assertEqual(set(self.staff), {employee.login for employee in STAFF})
        for login, user in self.staff.items():
            self.assertEqual(user.login, login)
            self.assertTrue(user.active)

    def test_who_is_there_already_joins_the_company(self):
        others = self.env["res.company"].create({"name": "Autre boutique"})
        demo = self.demo.with_company(others)
        self.env.user.company_ids |= others
        again = demo._create_staff()
        self.assertEqual(again, self.staff)
        for user in again.values():
            self.assertIn(others, user.company_ids)
            self.assertIn(self.company, user.company_ids)

    def test_nobody_gets_in_without_a_new_password(self):
        user = self.staff["vendeur"]
        for password in ("", "vendeur", "admin", "demo"):
            credential = {"type": "password", "login": "vendeur", "password": password}
            with self.assertRaises(AccessDenied):
                user.with_user(user)._check_credentials(
                    credential, {"interactive": False}
                )

    def test_french_is_spoken_where_it_is_installed(self):
        installed = dict(self.env["res.lang"].get_installed())
        expected = "fr_FR" if "fr_FR" in installed else "en_US"
        self.assertEqual(self.demo._get_language(), expected)
        with patch.object(
            type(self.env["res.lang"]), "get_installed", return_value=[("en_US", "EN")]
        ):
            self.assertEqual(self.demo._get_language(), "en_US")


@tagged("post_install", "-at_install")
class TestCatalogueStep(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = cls.demo._create_catalogue()

    def test_every_article_is_a_product_with_its_price(self):
        self.assertEqual(set(self.products), {article.code for article in CATALOGUE})
        for article in CATALOGUE:
            product = self.products[article.code]
            self.assertEqual(product.name, article.name)
            self.assertEqual(product.lst_price, article.price)
            self.assertEqual(product.standard_price, article.cost)
            self.assertEqual(product.categ_id.name, article.category)
            self.assertEqual(product.company_id, self.company)

    def test_articles_are_sold_and_bought_with_the_tax_of_senegal(self):
        for product in self.products.values():
            self.assertEqual(product.taxes_id, self.company.account_sale_tax_id)
            self.assertEqual(product.taxes_id.amount, 18)
            self.assertEqual(
                product.supplier_taxes_id, self.company.account_purchase_tax_id
            )

    def test_goods_are_in_stock_and_services_are_not(self):
        for product in self.products.values():
            expected = STOCK_ON_HAND if product.is_storable else 0
            self.assertEqual(product.qty_available, expected)
            self.assertEqual(product.type == "service", not product.is_storable)
            self.assertEqual(product.purchase_ok, product.is_storable)

    def test_goods_are_invoiced_when_delivered(self):
        for product in self.products.values():
            expected = "delivery" if product.is_storable else "order"
            self.assertEqual(product.invoice_policy, expected)

    def test_each_category_is_made_once(self):
        categories = {product.categ_id for product in self.products.values()}
        self.assertEqual(len(categories), len({one.category for one in CATALOGUE}))


@tagged("post_install", "-at_install")
class TestCustomerStep(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = cls.demo._create_staff()
        cls.teams = cls.demo._create_agencies(cls.staff)
        cls.partners = cls.demo._create_customers(cls.plan, cls.staff)
        cls.pairs = list(zip(cls.plan.customers, cls.partners, strict=True))

    def test_partners_come_in_the_order_of_the_plan(self):
        self.assertEqual(
            self.partners.mapped("ref"), [one.code for one in self.plan.customers]
        )

    def test_addresses_are_written_out(self):
        for customer, partner in self.pairs:
            self.assertEqual(partner.street, customer.address.street)
            self.assertEqual(partner.street2, customer.address.quarter)
            self.assertEqual(partner.city, customer.address.town)
            self.assertEqual(partner.zip, customer.address.postcode)
            self.assertEqual(partner.country_id.code, "SN")

    def test_region_and_department_are_those_of_the_town(self):
        for customer, partner in self.pairs:
            self.assertEqual(partner.state_id.name, customer.address.region)
            self.assertEqual(partner.department_id.name, customer.address.department)
            self.assertEqual(partner.department_id.state_id, partner.state_id)

    def test_every_town_lies_in_a_department_on_file(self):
        regions = self.demo._get_regions()
        departments = self.demo._get_departments()
        self.assertEqual(len(regions), 14)
        self.assertEqual(len(departments), 46)
        for town in TOWNS:
            self.assertIn((regions[town.region], town.department), departments)

    def test_agency_and_territory_follow_from_the_region(self):
        for customer, partner in self.pairs:
            agency = AGENCY_OF_REGION[customer.address.region]
            self.assertEqual(partner.agency_id.name, agency.name)
            self.assertEqual(partner.territory_id.agency_id, partner.agency_id)
            self.assertIn(partner.state_id, partner.territory_id.state_ids)
            self.assertFalse(partner.territory_by_hand)

    def test_a_contact_is_of_who_looks_after_the_company(self):
        contacts = self.partners.child_ids
        self.assertTrue(contacts)
        for contact in contacts:
            self.assertEqual(contact.user_id, contact.parent_id.user_id)
            self.assertEqual(contact.agency_id, contact.parent_id.agency_id)

    def test_contacts_belong_to_their_company(self):
        for customer, partner in self.pairs:
            self.assertEqual(
                sorted(partner.child_ids.mapped("email")),
                sorted(contact.email for contact in customer.contacts),
            )
            self.assertEqual(
                partner.child_ids.commercial_partner_id,
                partner if customer.contacts else partner.browse(),
            )

    def test_customers_are_known_as_customers(self):
        self.assertEqual(set(self.partners.mapped("customer_rank")), {1})
        self.assertEqual(set(self.partners.mapped("tz")), {"Africa/Dakar"})

    def test_only_the_salesperson_follows_a_customer(self):
        followers = self.env["mail.followers"].search(
            [("res_model", "=", "res.partner"), ("res_id", "in", self.partners.ids)]
        )
        salespersons = {partner.id: partner.user_id for partner in self.partners}
        for follower in followers:
            expected = salespersons[follower.res_id].partner_id
            self.assertEqual(follower.partner_id, expected)

    def test_the_source_is_made_once(self):
        source = self.demo._get_source()
        self.assertEqual(source.name, SOURCE_NAME)
        self.assertEqual(self.demo._get_source(), source)

    def test_lines_of_the_history_have_keys_of_their_own(self):
        self.demo._create_history(self.plan, self.partners)
        history = self._search("sunumarche.purchase.history")
        keys = history.mapped(lambda one: (one.external_customer, one.line_key))
        self.assertEqual(len(set(keys)), len(self.plan.history))
        for one in history:
            self.assertEqual(one.external_customer, one.partner_id.ref)
            self.assertTrue(one.line_key.startswith(f"{one.date:%Y%m%d}-"))
            self.assertEqual(one.original_amount, one.amount)
            self.assertEqual(one.original_currency_id, self.company.currency_id)

    def test_batches_leave_nothing_out(self):
        with patch(
            "odoo.addons.sunumarche_demo.models.demo_company_customers.BATCH", 7
        ):
            self.demo._create_history(self.plan, self.partners)
        written = self._search("sunumarche.purchase.history")
        self.assertEqual(len(written), len(self.plan.history))


@tagged("post_install", "-at_install")
class TestTillStep(DemoCase):
    """The daily sheet of the till."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo = cls.demo.with_context(tracking_disable=True)
        cls.products = cls.demo._create_catalogue()
        cls.partners = cls.env["res.partner"].create(
            [{"name": "Awa Ba"}, {"name": "Modou Fall"}]
        )
        cls.day = cls.as_of - timedelta(3)

    def _sell(self, partner, price, day=None, move_type="out_invoice"):
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "invoice_date": day or self.day,
                "invoice_line_ids": [
                    (0, 0, {"name": "Monture", "price_unit": price, "tax_ids": []})
                ],
            }
        )
        move.action_post()
        return move

    def _read_sheets(self):
        journal = self._search("account.journal", ("code", "=", "CAISS"))
        return self._search("account.move", ("journal_id", "=", journal.id)).sorted(
            "date"
        )

    def _read_cash(self, sheet):
        account = sheet.journal_id.default_account_id
        lines = sheet.line_ids.filtered(lambda line: line.account_id == account)
        return sum(lines.mapped("balance"))

    def test_the_sales_of_a_day_are_one_entry(self):
        moves = self._sell(self.partners[0], 50_000) | self._sell(
            self.partners[1], 30_000
        )
        self.demo._pay_at_till(moves)
        sheet = self._read_sheets()
        self.assertEqual(len(sheet), 1)
        self.assertEqual((sheet.state, sheet.date), ("posted", self.day))
        self.assertEqual(self._read_cash(sheet), 80_000)
        self.assertEqual(set(moves.mapped("payment_state")), {"paid"})

    def test_each_day_has_its_sheet(self):
        earlier = self.day - timedelta(1)
        moves = self._sell(self.partners[0], 50_000) | self._sell(
            self.partners[0], 20_000, earlier
        )
        self.demo._pay_at_till(moves)
        sheets = self._read_sheets()
        self.assertEqual(sheets.mapped("date"), [earlier, self.day])
        self.assertEqual([self._read_cash(one) for one in sheets], [20_000, 50_000])

    def test_a_refund_is_paid_out_of_the_till(self):
        sale = self._sell(self.partners[0], 50_000)
        refund = self._sell(self.partners[1], 60_000, move_type="out_refund")
        self.demo._pay_at_till(sale | refund)
        self.assertEqual(self._read_cash(self._read_sheets()), -10_000)
        self.assertEqual((sale | refund).mapped("amount_residual"), [0, 0])

    def test_two_sales_of_one_customer_are_settled_each(self):
        moves = self._sell(self.partners[0], 50_000) | self._sell(
            self.partners[0], 30_000
        )
        self.demo._pay_at_till(moves)
        for move in moves:
            receipt = self.demo._get_receivable(move).matched_credit_ids
            self.assertEqual(receipt.amount, move.amount_total)
            self.assertEqual(receipt.credit_move_id.name, move.name)

    def test_a_part_is_paid_by_transfer(self):
        move = self._sell(self.partners[0], 50_000)
        self.demo._register_payments(move, self.as_of, is_partial=True)
        self.assertEqual(move.payment_state, "partial")
        self.assertEqual(move.amount_residual, 30_000)

    def test_transfers_of_a_day_are_registered_together(self):
        moves = self._sell(self.partners[0], 50_000) | self._sell(
            self.partners[1], 30_000
        )
        self.demo._register_payments(moves, self.as_of, is_partial=False)
        self.assertEqual(set(moves.mapped("payment_state")), {"paid"})
        payments = self._search("account.payment")
        self.assertEqual(sorted(payments.mapped("amount")), [30_000, 50_000])
        self.assertEqual(set(payments.mapped("date")), {self.as_of})

    def test_a_credit_note_undoes_an_invoice(self):
        move = self._sell(self.partners[0], 50_000)
        credit_note = self.demo._reverse(move, self.as_of)
        credit_note.action_post()
        self.assertEqual(credit_note.invoice_date, self.as_of)
        self.assertEqual(move.payment_state, "reversed")
        self.assertEqual(move.amount_residual, 0)
        self.assertFalse(move.customer_settlement_date)


@tagged("post_install", "-at_install")
class TestSalesStep(DemoCase):
    """Small things of the orders and of what follows them."""

    def test_terms_are_those_of_the_ledger(self):
        self.assertEqual(
            self.demo._get_term(0),
            self.env.ref("account.account_payment_term_immediate"),
        )
        self.assertEqual(
            self.demo._get_term(15), self.env.ref("account.account_payment_term_15days")
        )

    def test_batches_leave_no_order_unconfirmed(self):
        cast = self._get_cast()
        sales = "odoo.addons.sunumarche_demo.models.demo_company_sales"
        with patch(f"{sales}.CONFIRMED_AT_ONCE", 3):
            orders = self.demo._create_orders(self.plan, cast)
        self.assertEqual(len(orders), len(self.plan.orders))
        self.assertEqual(set(orders.mapped("state")), {"sale"})
        self.assertEqual(
            [order.date_order.date() for order in orders],
            [order.day for order in self.plan.orders],
        )

    def _get_cast(self):
        users = self.demo._create_staff()
        teams = self.demo._create_agencies(users)
        products = self.demo._create_catalogue()
        partners = self.demo._create_customers(self.plan, users)
        return Cast(users, products, partners, teams)

    def test_without_returns_nothing_comes_back(self):
        before = self.env["stock.picking"].search_count([])
        self.demo._take_back([])
        self.assertEqual(self.env["stock.picking"].search_count([]), before)

    def test_a_company_without_sales_can_be_loaded(self):
        self._load(customers=3, purchases=20, flow_orders=0)
        self.assertEqual(
            len(self._search("sale.order", ("state", "in", ("sale", "sent")))), 0
        )
        self.assertTrue(self._search("sunumarche.purchase.history"))

    def test_records_are_reached_by_what_the_plan_calls_them(self):
        cast = Cast({"vendeur": self.env.user}, {}, self.env["res.partner"], {})
        self.assertEqual(cast.users["vendeur"], self.env.user)


@tagged("post_install", "-at_install")
class TestFiguresStep(DemoCase):
    def test_the_past_of_the_classes_is_seeded_where_it_can_be(self):
        history = type(self.env["sunumarche.rfm.history"])
        with patch.object(history, "_seed_from_snapshots", create=True) as seed:
            self.demo._refresh_figures()
        seed.assert_called_once_with(self.company)

    def test_refreshing_twice_changes_nothing(self):
        self._load(customers=12, purchases=80, flow_orders=2)
        before = self._read_figures()
        self.demo._refresh_figures()
        self.assertTrue(before)
        self.assertEqual(self._read_figures(), before)

    def _read_figures(self):
        return self._search("sunumarche.customer.indicator").mapped(
            lambda one: (one.partner_id.ref, one.net_amount, one.rfm_class_id.id)
        )


@tagged("post_install", "-at_install")
class TestHook(DemoCase):
    def test_the_hook_loads_the_main_company(self):
        loaded = []

        def load(demo):
            loaded.append(demo.env.company)

        with patch.object(type(self.demo), "_load_scaled", load):
            post_init_hook(self.env)
        self.assertEqual(loaded, [self.env.ref("base.main_company")])
