import logging
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.sunumarche_crm.engine.segment_refresh import SegmentRefresh

from ..engine.plan import Scale
from ..engine.staff import STAFF
from ..models.demo_company import SOURCE_NAME
from .common import SEED, DemoCase


@tagged("post_install", "-at_install")
class TestDemoCompany(DemoCase):
    """What a newcomer finds: the company, its people, its customers and figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails = cls.env["mail.mail"].search_count([])
        cls._load()
        cls.customers = cls._search("res.partner", ("ref", "=like", "C0%"))
        cls.history = cls._search("sunumarche.purchase.history")
        cls.indicators = cls._search("sunumarche.customer.indicator")

    # === The company and its people ===

    def test_the_company_has_its_name_and_cutover(self):
        self.assertRecordValues(
            self.company,
            [
                {
                    "name": "SUNUMARCHE Lunettes",
                    "city": "Dakar",
                    "phone": "+221 33 823 19 60",
                    "vat": "005196042 2G3",
                    "purchase_history_cutover_date": self.plan.cutover,
                }
            ],
        )
        self.assertTrue(self.company.logo)

    def test_each_role_has_a_login_with_its_groups(self):
        for employee in STAFF:
            user = self.env["res.users"].search([("login", "=", employee.login)])
            self.assertEqual((user.name, user.tz), (employee.name, "Africa/Dakar"))
            self.assertEqual(user.email, f"{employee.login}@sunumarche.example")
            self.assertIn(self.company, user.company_ids)
            for group in employee.groups:
                self.assertTrue(user.has_group(group), f"{user.login}: {group}")

    def test_the_jobs_bring_the_rights_they_need(self):
        users = {user.login: user for user in self.env["res.users"].search([])}
        self.assertTrue(users["comptable"].has_group("account.group_account_user"))
        self.assertFalse(users["comptable"].has_group("sunumarche_crm.group_crm_menu"))
        self.assertFalse(users["vendeur"].has_group("account.group_account_user"))
        self.assertFalse(users["admin.crm"].has_group("base.group_system"))

    def test_sixty_people_work_here(self):
        logins = [employee.login for employee in STAFF]
        users = self.env["res.users"].search([("login", "in", logins)])
        self.assertEqual(len(users), 60)
        self.assertTrue(all(self.company in user.company_ids for user in users))
        self.assertFalse(users.partner_id.user_id)

    # === The customers ===

    def test_customers_are_those_of_the_plan(self):
        by_code = {partner.ref: partner for partner in self.customers}
        charts = self.plan.relations.organisations
        newcomers = {chart.company: len(chart.newcomers) for chart in charts}
        self.assertEqual(len(by_code), 60)
        for number, customer in enumerate(self.plan.customers):
            partner = by_code[customer.code]
            self.assertEqual(partner.name, customer.name)
            self.assertEqual(partner.is_company, customer.is_company)
            self.assertEqual(partner.user_id.login, customer.salesperson or False)
            self.assertEqual(
                len(partner.child_ids),
                len(customer.contacts) + newcomers.get(number, 0),
            )

    def test_numbers_are_valid_in_senegal(self):
        self.assertTrue(
            all(self.customers.mapped("phone_sanitized")),
            self.customers.filtered(lambda one: not one.phone_sanitized).mapped(
                "phone"
            ),
        )

    # === The history ===

    def test_the_history_is_that_of_the_plan(self):
        self.assertEqual(len(self.history), len(self.plan.history))
        self.assertEqual(self.history.source_id.name, SOURCE_NAME)
        self.assertLess(max(self.history.mapped("date")), self.plan.cutover)
        expected = sum(
            -one.amount if one.is_refund else one.amount for one in self.plan.history
        )
        self.assertEqual(sum(self.history.mapped("amount")), expected)

    def test_refunds_are_negative(self):
        refunds = self.history.filtered(lambda one: one.kind == "refund")
        self.assertEqual(len(refunds), sum(one.is_refund for one in self.plan.history))
        self.assertTrue(all(one.amount < 0 for one in refunds))

    # === The figures ===

    def test_every_purchase_counts_once(self):
        orders = len(self.plan.orders)
        sales = [one for one in self.plan.counter_sales if not one.is_refund]
        past = [one for one in self.plan.history if not one.is_refund]
        self.assertEqual(
            sum(self.indicators.mapped("purchase_count")),
            orders + len(sales) + len(past),
        )

    def test_turnover_is_that_of_the_history_and_the_ledger(self):
        moves = self._search(
            "account.move",
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("state", "=", "posted"),
        )
        ledger = sum(moves.mapped("amount_untaxed_signed"))
        self.assertEqual(
            sum(self.indicators.mapped("net_amount")),
            sum(self.history.mapped("amount")) + ledger,
        )

    def test_customers_fall_into_several_classes(self):
        self.assertGreaterEqual(len(self.indicators.rfm_class_id), 5)

    def test_each_month_has_its_snapshot(self):
        months = self._search("sunumarche.customer.snapshot").mapped("month")
        self.assertGreaterEqual(len(set(months)), 36)

    def test_nothing_waits_for_a_refresh(self):
        self.assertFalse(self._search("sunumarche.customer.indicator.queue"))

    # === What shows itself ===

    def test_segments_share_the_customers_of_their_axis(self):
        SegmentRefresh(self.env).run()
        segments = self._search("sunumarche.segment", ("axis_id", "!=", False))
        self.assertEqual(len(segments), 4)
        self.assertFalse(segments.filtered("refresh_error"))
        members = [segment._get_members() for segment in segments]
        everybody = self.env["res.partner"].union(*members)
        self.assertEqual(sum(map(len, members)), len(everybody))
        self.assertLessEqual(self.indicators.partner_id, everybody)

    def test_marketing_asks_the_questions_that_are_shared(self):
        marketing = self.env["res.users"].search([("login", "=", "marketing")])
        questions = self.env["sunumarche.question"].with_user(marketing)
        shared = questions.search([("is_example", "=", True)])
        self.assertEqual(len(shared), 4)
        for question in shared:
            preview = question.ask_preview(question.definition)
            self.assertFalse(preview["error"], preview)
        self.assertEqual(len(questions.ask_dashboard()), 4)

    def test_each_open_quotation_is_to_be_followed_up(self):
        quotations = self._search("sale.order", ("state", "in", ("draft", "sent")))
        self.assertTrue(quotations)
        for quotation in quotations:
            self.assertEqual(quotation.activity_ids.user_id, quotation.user_id)

    def test_no_mail_was_written(self):
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails)

    # === Once ===

    def test_a_loaded_company_is_not_loaded_again(self):
        self._set_scale("1")
        with patch.object(type(self.demo), "_load") as load:
            self.demo._load_scaled()
        load.assert_not_called()

    def _set_scale(self, scale):
        # sudo: ir.config_parameter - as the launcher sets it
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("sunumarche_demo.scale", scale)


@tagged("post_install", "-at_install")
class TestScale(DemoCase):
    def _load_scaled(self, scale):
        # sudo: ir.config_parameter - as the launcher sets it
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("sunumarche_demo.scale", scale)
        with patch.object(type(self.demo), "_load") as load:
            self.demo._load_scaled()
        return [call.args for call in load.call_args_list]

    def test_without_a_scale_all_of_it_is_loaded(self):
        whole = Scale()
        expected = whole.customers, whole.purchases, whole.flow_orders
        self.assertEqual(self._load_scaled(False), [expected])

    def test_a_fraction_is_loaded(self):
        self.assertEqual(self._load_scaled("0.05"), [(100, 1000, 16)])

    def test_nothing_is_loaded_at_scale_zero(self):
        self.assertEqual(self._load_scaled("0"), [])

    def test_a_company_without_the_chart_is_left_alone(self):
        self.company.chart_template = False
        with self.assertLogs("odoo.addons.sunumarche_demo", logging.WARNING):
            self.assertEqual(self._load_scaled("1"), [])

    def test_the_same_seed_gives_the_same_data(self):
        self._load(customers=12, purchases=60, flow_orders=2)
        first = self._read_history()
        self._search("sunumarche.purchase.history").unlink()
        plan = type(self.plan).draw(Scale(12, 60, 2), SEED, self.as_of)
        partners = self._search("res.partner", ("ref", "=like", "C0%"))
        self.demo._create_history(plan, partners.sorted("ref"))
        self.assertTrue(first)
        self.assertEqual(self._read_history(), first)

    def _read_history(self):
        return self._search("sunumarche.purchase.history").mapped(
            lambda one: (one.line_key, one.partner_id.name, one.amount, one.kind)
        )
