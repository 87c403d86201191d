from odoo.fields import Command
from odoo.tests import tagged

from .journal_common import JournalCase


@tagged("post_install", "-at_install")
class TestJournalPrices(JournalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "Riz 50 kg", "list_price": 21000, "standard_price": 18000}
        )
        cls.template = cls.product.product_tmpl_id
        cls.customer = cls.env["res.partner"].create({"name": "Awa"})

    def _order(self, confirm=True):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        if confirm:
            order.action_confirm()
        self._start()
        return order

    def test_the_sales_price_once_by_either_way(self):
        self.product.with_user(self.manager).list_price = 22000
        self.template.with_user(self.manager).list_price = 22500.5
        self._assert_rows(
            (
                self.template,
                "Sales Price",
                {"list_price": 21000},
                {"list_price": 22000},
            ),
            (
                self.template,
                "Sales Price",
                {"list_price": 22000},
                {"list_price": 22500.5},
            ),
        )
        rows = self._rows("price")
        self.assertEqual(rows.user_id, self.manager)
        self.assertEqual(self._text(rows[1]), "Sales Price: 22,000 → 22,500.50")

    def test_the_cost_once_and_by_company(self):
        self.template.standard_price = 17000
        self._assert_rows(
            (
                self.product,
                "Cost",
                {"standard_price": 18000},
                {"standard_price": 17000},
            )
        )
        self.assertEqual(self._rows().company_id, self.env.company)
        company = self.env["res.company"].create({"name": "Thiès"})
        self._start()
        self.product.with_company(company).standard_price = 5
        self._assert_rows(
            (self.product, "Cost", {"standard_price": 0}, {"standard_price": 5})
        )
        self.assertEqual(self._rows().company_id, company)

    def test_the_same_price_leaves_no_row(self):
        self.product.write({"list_price": 21000, "standard_price": 18000})
        self.product.name = "Riz parfumé 50 kg"
        self._assert_rows()

    def test_a_pricelist_rule_lives(self):
        pricelist = self.env["product.pricelist"].create({"name": "Grossistes"})
        self._start()
        item = self.env["product.pricelist.item"].create(
            {"pricelist_id": pricelist.id, "fixed_price": 100}
        )
        self.assertEqual(self._rows().summary, "Created")
        self.assertEqual(self._rows().after["fixed_price"], 100)
        self.assertEqual(self._rows().after["pricelist_id"], pricelist.display_name)
        self._start()
        item.fixed_price = 90
        self._assert_rows(
            (item, "Fixed Price", {"fixed_price": 100}, {"fixed_price": 90})
        )
        self.assertIn("Grossistes", self._rows().record_name)
        self._start()
        item.compute_price = "percentage"
        self.assertEqual(
            self._text(self._rows()), "Compute Price: Fixed Price → Discount"
        )
        self._start()
        item.unlink()
        self.assertEqual(self._rows().summary, "Deleted")
        self.assertEqual(self._rows().before["fixed_price"], 90)

    def test_a_confirmed_line(self):
        line = self._order().order_line
        line.write({"price_unit": 20000, "discount": 5})
        self._assert_rows(
            (
                line,
                "Unit Price, Discount (%)",
                {"price_unit": 21000, "discount": 0},
                {"price_unit": 20000, "discount": 5},
            )
        )
        self.assertEqual(self._rows().action_open_record()["res_id"], line.order_id.id)

    def test_a_line_of_a_quotation_is_free(self):
        order = self._order(confirm=False)
        order.order_line.price_unit = 1
        order.action_confirm()
        self._assert_rows()

    def test_a_quantity_that_changes_the_price(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Grossistes",
                "item_ids": [
                    Command.create({"min_quantity": 10, "fixed_price": 15000})
                ],
            }
        )
        self.customer.property_product_pricelist = pricelist
        line = self._order().order_line
        line.product_uom_qty = 10
        self.assertEqual(
            [(row.model, row.before, row.after) for row in self._rows("price")],
            [("sale.order.line", {"price_unit": 21000}, {"price_unit": 15000})],
        )

    def test_a_thousand_prices_cost_few_queries(self):
        templates = self.env["product.template"].with_context(tracking_disable=True)
        products = templates.create(
            [{"name": f"Article {number}", "list_price": 1} for number in range(1000)]
        )
        self.env.flush_all()
        self._start()
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            products.write({"list_price": 2})
            self.env.flush_all()
        self.assertEqual(len(self._rows()), 1000)
        self._start()
        self.env.invalidate_all()
        with self.assertQueryCount(1030):
            for number, product in enumerate(products):
                product.list_price = 3 + number
            self.env.flush_all()
        self.assertEqual(len(self._rows()), 1000)


@tagged("post_install", "-at_install")
class TestJournalPaymentTerms(JournalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "30 jours",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 30}
                    )
                ],
            }
        )
        cls.late = cls.env["account.payment.term"].create({"name": "90 jours"})
        cls.customer = cls.env["res.partner"].create(
            {"name": "Awa", "is_company": True, "property_payment_term_id": cls.term.id}
        )

    def test_a_term_and_its_lines(self):
        line = self.term.line_ids
        self.term.write(
            {
                "early_discount": True,
                "line_ids": [Command.update(line.id, {"nb_days": 60})],
            }
        )
        self._assert_rows(
            (line, "Days", {"nb_days": 30}, {"nb_days": 60}),
            (
                self.term,
                "Early Discount",
                {"early_discount": False},
                {"early_discount": True},
            ),
        )
        self.assertEqual(set(self._rows().mapped("record_name")), {"30 jours"})
        self.assertEqual(
            self._rows()[0].action_open_record()["res_model"], "account.payment.term"
        )

    def test_a_term_lives(self):
        term = self.env["account.payment.term"].create({"name": "45 jours"})
        self.assertEqual(
            [(row.model, row.summary) for row in self._rows()],
            [
                ("account.payment.term.line", "Created"),
                ("account.payment.term", "Created"),
            ],
        )
        self._start()
        term.unlink()
        self.assertEqual(self._rows()[-1].before["name"], "45 jours")

    def test_a_customers_term_once_though_contacts_follow(self):
        contact = self.env["res.partner"].create(
            {"name": "Caisse", "parent_id": self.customer.id}
        )
        self._start()
        self.customer.with_user(self.manager).property_payment_term_id = self.late
        self.assertEqual(contact.property_payment_term_id, self.late)
        self._assert_rows(
            (
                self.customer,
                "Customer Payment Terms",
                {"property_payment_term_id": "30 jours"},
                {"property_payment_term_id": "90 jours"},
            )
        )
        self.assertEqual(self._rows().company_id, self.env.company)

    def test_a_customers_pricelist(self):
        pricelist = self.env["product.pricelist"].create({"name": "Grossistes"})
        before = self.customer.property_product_pricelist
        self._start()
        self.customer.property_product_pricelist = pricelist
        self._assert_rows(
            (
                self.customer,
                "Pricelist",
                {"property_product_pricelist": before.display_name or False},
                {"property_product_pricelist": pricelist.display_name},
            )
        )

    def test_an_orders_term_changed_and_not_its_first(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertEqual(order.payment_term_id, self.term)
        self._assert_rows()
        order.payment_term_id = self.late
        self._assert_rows(
            (
                order,
                "Payment Terms",
                {"payment_term_id": "30 jours"},
                {"payment_term_id": "90 jours"},
            )
        )

    def test_an_orders_term_that_follows_another_customer(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        other = self.env["res.partner"].create(
            {"name": "Modou", "property_payment_term_id": self.late.id}
        )
        self._start()
        order.partner_id = other
        self.assertEqual(
            [(row.before, row.after) for row in self._rows()],
            [({"payment_term_id": "30 jours"}, {"payment_term_id": "90 jours"})],
        )
