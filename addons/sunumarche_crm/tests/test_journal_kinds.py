from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .journal_common import CRM, JournalCase

SECRET = "Teranga-2025!"


@tagged("post_install", "-at_install")
class TestJournalRights(JournalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "modou", groups=f"{CRM}buyer")
        cls.group = cls.env["res.groups"].create({"name": "Tellers"})
        cls.partner_model = cls.env["ir.model"]._get("res.partner")

    def test_groups_given_and_taken(self):
        self.user.with_user(self.manager).write(
            {
                "group_ids": [
                    Command.link(self.group.id),
                    Command.unlink(self.env.ref(f"{CRM}buyer").id),
                ]
            }
        )
        self._assert_rows(
            (
                self.user,
                "Groups",
                {"group_ids": ["SUNUMARCHE CRM / Buyer"]},
                {"group_ids": ["Tellers"]},
            )
        )
        self.assertRecordValues(
            self._rows(),
            [
                {
                    "kind": "rights",
                    "user_id": self.manager.id,
                    "login": "seynabou",
                    "record_name": self.user.display_name,
                }
            ],
        )
        self.assertEqual(
            self._text(self._rows()), "Groups: +Tellers, -SUNUMARCHE CRM / Buyer"
        )

    def test_the_same_groups_again_leave_no_row(self):
        self.user.write({"group_ids": [Command.set(self.user.group_ids.ids)]})
        self.user.write({"login": "modou", "active": True})
        self._assert_rows()

    def test_login_and_archive(self):
        self.user.write({"login": "modou2", "active": False})
        self._assert_rows(
            (
                self.user,
                "Login, Active",
                {"login": "modou", "active": True},
                {"login": "modou2", "active": False},
            )
        )

    def test_companies(self):
        company = self.env["res.company"].create({"name": "Thiès"})
        self._start()
        self.user.company_ids += company
        self._assert_rows(
            (self.user, "Companies", {}, {"company_ids": ["Thiès"]}),
            (self.user, "Groups", {}, {"group_ids": ["Multi Companies"]}),
        )

    def test_a_password_changes_without_being_told(self):
        self.user.password = SECRET
        self.env["res.users"].with_user(self.user).change_password(SECRET, SECRET + "2")
        wizard = self.env["change.password.wizard"].with_user(self.manager)
        wizard.with_context(active_ids=self.user.ids, active_model="res.users").create(
            {
                "user_ids": [
                    Command.create(
                        {
                            "user_id": self.user.id,
                            "user_login": self.user.login,
                            "new_passwd": SECRET + "3",
                        }
                    )
                ]
            }
        ).user_ids.change_password_button()
        rows = self._rows()
        self.assertEqual(rows.mapped("summary"), ["Password changed"] * 3)
        self.assertEqual(rows[1].user_id, self.user)
        self.assertEqual(rows[2].user_id, self.manager)
        content = str(self.journal.search([]).read())
        self.assertNotIn(SECRET, content)
        self.assertNotIn("pbkdf2", content)

    def test_a_user_created_and_deleted(self):
        user = new_test_user(self.env, "fatou", groups="base.group_user")
        self.assertEqual(self._rows()[0].after["login"], "fatou")
        self.assertEqual(self._rows()[0].after["group_ids"], ["Role / User"])
        self._start()
        user_id = user.id
        user.unlink()
        row = self._rows()
        self.assertEqual(
            (row.summary, row.res_id, row.before["login"], row.after),
            ("Deleted", user_id, "fatou", False),
        )

    def test_a_group_gets_users_and_implies(self):
        buyer = self.env.ref(f"{CRM}buyer")
        self.group.write({"user_ids": [Command.link(self.user.id)]})
        self.group.write({"implied_ids": [Command.link(buyer.id)]})
        self._assert_rows(
            (self.group, "User", {}, {"user_ids": [self.user.display_name]}),
            (
                self.group,
                "Implied Groups",
                {},
                {"implied_ids": ["SUNUMARCHE CRM / Buyer"]},
            ),
        )

    def test_a_group_lives(self):
        group = self.env["res.groups"].create({"name": "Couriers"})
        self._assert_rows((group, "Created", {}, {"name": "Couriers"}))
        self._start()
        group_id = group.id
        group.unlink()
        self.assertEqual(
            [(row.summary, row.res_id, row.before) for row in self._rows()],
            [("Deleted", group_id, {"name": "Couriers"})],
        )

    def test_access_rights(self):
        access = self.env["ir.model.access"].create(
            {
                "name": "tellers",
                "model_id": self.partner_model.id,
                "group_id": self.group.id,
                "perm_read": True,
            }
        )
        created = {
            "name": "tellers",
            "active": True,
            "model_id": self.partner_model.display_name,
            "group_id": "Tellers",
            "perm_read": True,
        }
        self._assert_rows((access, "Created", {}, created))
        self._start()
        access.perm_write = True
        self._assert_rows(
            (access, "Write Access", {"perm_write": False}, {"perm_write": True})
        )
        self.assertEqual(self._text(self._rows()), "Write Access: no → yes")
        self._start()
        access.unlink()
        self.assertEqual(self._rows().before, created | {"perm_write": True})

    def test_rules(self):
        rule = self.env["ir.rule"].create(
            {
                "name": "own",
                "model_id": self.partner_model.id,
                "groups": [Command.link(self.group.id)],
                "domain_force": "[('id', '=', 1)]",
            }
        )
        self.assertEqual(self._rows().after["groups"], ["Tellers"])
        self._start()
        rule.domain_force = "[(1, '=', 1)]"
        self._assert_rows(
            (
                rule,
                "Domain",
                {"domain_force": "[('id', '=', 1)]"},
                {"domain_force": "[(1, '=', 1)]"},
            )
        )

    def test_what_modules_bring_is_left_out(self):
        self.patch(self.env.registry, "ready", False)
        self.group.write({"user_ids": [Command.link(self.user.id)]})
        self.env["res.groups"].create({"name": "Couriers"}).unlink()
        self._assert_rows()

    def test_a_context_does_not_silence(self):
        self.group.with_context(install_mode=True).write({"name": "Cashiers"})
        self._assert_rows(
            (self.group, "Name", {"name": "Tellers"}, {"name": "Cashiers"})
        )

    def test_api_keys_by_name(self):
        keys = self.env["res.users.apikeys"].with_user(self.user)
        key = keys.sudo()._generate(None, "Platform", None)
        self.user.api_key_ids.with_user(self.user)._remove()
        self._assert_rows(
            (self.user, "API key created", {}, {"api_key_ids": ["Platform"]}),
            (self.user, "API key removed", {"api_key_ids": ["Platform"]}, {}),
        )
        self.assertEqual(self._rows().user_id, self.user)
        self.assertNotIn(key, str(self._rows().read()))

    def test_the_row_goes_with_the_change(self):
        savepoint = self.cr.savepoint()
        self.group.name = "Cashiers"
        self.assertEqual(len(self._rows()), 1)
        savepoint.rollback()
        self.env.invalidate_all()
        self._assert_rows()


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
