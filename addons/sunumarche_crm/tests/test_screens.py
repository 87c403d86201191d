import json

import polib

from odoo.fields import Command, Date
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import file_open, file_path

from ..engine.customer_snapshots import CustomerSnapshots

CRM = "sunumarche_crm."
GRAPH, PIVOT, LIST = ".o_graph_renderer canvas", ".o_pivot table", ".o_list_table"
ANALYSES = (
    "sunumarche_customer_indicator_action",
    "sunumarche_customer_indicator_action_turnover",
    "sunumarche_customer_snapshot_action",
    "sunumarche_customer_snapshot_action_new",
    "sunumarche_customer_purchase_action",
)


class ScreensCase(HttpCase):
    """Customers with purchases in several months, and a French user a role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.company = cls.env.company
        cls.source = cls.env["sunumarche.purchase.source"].create({"name": "Caisse"})
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Fatou N'Diaye {number}"} for number in range(4)]
        )
        cls._import_purchases()
        cls.env["sunumarche.customer.indicator"]._rebuild_company(cls.company)
        for month in CustomerSnapshots.get_stale_months(cls.company):
            CustomerSnapshots.rebuild(cls.company, month)

    @classmethod
    def _import_purchases(cls):
        today = Date.context_today(cls.company)
        cls.env["sunumarche.purchase.history"].create(
            [
                {
                    "source_id": cls.source.id,
                    "external_customer": str(customer.id),
                    "line_key": str(months),
                    "partner_id": customer.id,
                    "date": Date.subtract(today, months=months),
                    "amount": 10_000 * (number + 1),
                }
                for number, customer in enumerate(cls.customers)
                for months in range(number, 4)
            ]
        )

    def _create_user(self, role):
        return new_test_user(
            self.env,
            role,
            groups=f"{CRM}group_{role}",
            lang="fr_FR",
            tz="Africa/Dakar",
            company_ids=[Command.set(self.company.ids)],
        )

    def _english_terms(self):
        """The terms of our addon whose French text is another one."""
        french = polib.pofile(file_path("sunumarche_crm/i18n/fr.po"))
        return [
            " ".join(entry.msgid.split())
            for entry in french
            if entry.msgstr != entry.msgid and len(entry.msgid) < 80
        ]

    def _open_screens(self, role, screens):
        user = self._create_user(role)
        if role == "salesperson":
            self.customers.user_id = user
        with file_open("sunumarche_crm/static/tests/screens.js") as script:
            code = script.read().strip().removesuffix(";")
        for size, touch in (("1366x768", False), ("360x740", True)):
            self.browser_size, self.touch_enabled = size, touch
            with self.subTest(role=role, size=size):
                self.browser_js(
                    "/odoo",
                    f"({code})({json.dumps(screens)}, "
                    f"{json.dumps(self._english_terms())})",
                    "odoo.isReady === true",
                    login=role,
                    timeout=180,
                )

    def _screen(self, action, shows, view=None, **values):
        action = action if "." in action else CRM + action
        return {"action": action, "view": view, "shows": shows, **values}


@tagged("post_install", "-at_install")
class TestScreens(ScreensCase):
    """Every screen opens in French at the width of a desktop and of a phone."""

    def test_a_marketer_opens_every_analysis(self):
        screens = [
            self._screen(action, shows, view)
            for action in ANALYSES
            for view, shows in (("graph", GRAPH), ("pivot", PIVOT), ("list", LIST))
        ]
        screens += [
            self._screen(
                "customer_dashboard_action", ".o_dashboard .o_graph_renderer canvas"
            ),
            self._screen("sunumarche_rfm_history_action", LIST),
            self._screen(
                "sunumarche_rfm_migration_wizard_action", ".modal .o_form_view"
            ),
            self._screen("sunumarche_purchase_history_action", LIST),
            self._screen("purchase_import_action", ".o_form_view"),
        ]
        self._open_screens("marketer", screens)

    def test_a_salesperson_opens_the_customers(self):
        tab = "a[name=customer_figures]"
        screens = [
            self._screen(
                "contacts.action_contacts",
                "th[data-name=customer_rfm_class_id], .o_kanban_renderer .badge",
                "list",
            ),
            self._screen("contacts.action_contacts", ".o_kanban_renderer", "kanban"),
            self._screen(
                "contacts.action_contacts",
                tab,
                "form",
                resId=self.customers[0].id,
                clicks=[tab],
                then=".o_sunumarche_figures .o_sunumarche_chart canvas",
            ),
            self._screen(
                "contacts.action_contacts",
                tab,
                "form",
                resId=self.env.ref("base.main_partner").id,
                clicks=[tab],
                then=".alert-info",
            ),
        ]
        self._open_screens("salesperson", screens)

    def test_an_administrator_opens_the_configuration(self):
        policy = self.env["sunumarche.rfm.policy"]._get_policy(self.company)
        policy_form = ".o_form_view .o_field_widget[name=rule_ids] .o_list_table"
        screens = [
            self._screen("sunumarche_rfm_policy_action", LIST),
            self._screen(
                "sunumarche_rfm_policy_action", policy_form, "form", resId=policy.id
            ),
            self._screen("sunumarche_rfm_class_action", LIST),
            self._screen("sunumarche_purchase_source_action", LIST),
        ]
        self._open_screens("administrator", screens)

    def test_an_accountant_sees_the_class_on_invoices_without_any_crm_menu(self):
        self._open_screens(
            "accountant",
            [
                self._screen(
                    "account.action_move_out_invoice_type",
                    "th[data-name=customer_rfm_class_id], .o_kanban_renderer",
                )
            ],
        )
        accountant = self.env["res.users"].search([("login", "=", "accountant")])
        menus = self.env["ir.ui.menu"].with_user(accountant).load_menus(False)
        xml_ids = {menu.get("xmlid") for menu in menus.values()}
        self.assertIn("account.menu_finance", xml_ids)
        self.assertNotIn(f"{CRM}sunumarche_crm_menu_root", xml_ids)


@tagged("post_install", "-at_install")
class TestEmptyScreens(ScreensCase):
    """A company without any customer: every screen opens and says what to do."""

    @classmethod
    def _import_purchases(cls):
        """No purchase."""

    def test_a_marketer_opens_empty_analyses(self):
        screens = [
            self._screen(action, f".o_view_nocontent, {shows}", view)
            for action in ANALYSES
            for view, shows in (("graph", GRAPH), ("pivot", PIVOT), ("list", LIST))
        ]
        screens.append(self._screen("customer_dashboard_action", ".o_dashboard"))
        self._open_screens("marketer", screens)


@tagged("post_install", "-at_install")
class TestCustomerTours(ScreensCase):
    """A person's way through the screens, click by click."""

    def _start_both(self, tour, login):
        for size, touch in (("1366x768", False), ("360x740", True)):
            self.browser_size, self.touch_enabled = size, touch
            with self.subTest(size=size):
                self.start_tour("/odoo", tour, login=login)

    def test_a_figure_opens_its_documents(self):
        self._create_user("marketer")
        self._start_both("sunumarche_crm_figure_documents", "marketer")

    def test_a_cell_of_the_migration_opens_its_customers(self):
        self._create_user("marketer")
        self._start_both("sunumarche_crm_class_migration", "marketer")
