from odoo.fields import Command
from odoo.tests import tagged

from .test_screens import CRM, LIST, ScreensCase

KANBAN, FORM = ".o_kanban_renderer", ".o_form_view"
TAB = "a[name=customer_figures]"


@tagged("post_install", "-at_install")
class TestAgencyScreens(ScreensCase):
    """Screens of agencies and territories, and the documents each role opens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency = cls.env["sunumarche.agency"].create({"name": "Thiès"})
        cls.territory = cls.env["sunumarche.territory"].create(
            {
                "name": "Rail",
                "agency_id": cls.agency.id,
                "state_ids": [Command.set(cls.env.ref(CRM + "state_sn_th").ids)],
            }
        )
        product = cls.env["product.product"].create({"name": "Monture Gorée"})
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customers[0].id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Quarante montures",
                "type": "opportunity",
                "partner_id": cls.customers[0].id,
            }
        )

    def test_an_administrator_opens_agencies_and_territories(self):
        screens = [
            self._screen(action, shows, view, **values)
            for action, record in (
                ("sunumarche_agency_action", self.agency),
                ("sunumarche_territory_action", self.territory),
            )
            for view, shows, values in (
                ("list", f"{LIST}, {KANBAN}", {}),  # a phone shows cards
                ("kanban", KANBAN, {}),
                ("form", FORM, {"resId": record.id}),
            )
        ]
        screens.append(
            self._screen(
                "sales_team.crm_team_action_config",
                ".o_field_widget[name=shares_customers]",
                "form",
                resId=self.env.ref("sales_team.team_sales_department").id,
            )
        )
        self._open_screens("administrator", screens)

    def test_direction_reads_opportunities_and_orders(self):
        self._open_screens(
            "direction",
            [
                self._screen(
                    "crm.crm_lead_opportunities", FORM, "form", resId=self.lead.id
                ),
                self._screen("sale.action_orders", FORM, "form", resId=self.order.id),
                self._screen(
                    "contacts.action_contacts",
                    TAB,
                    "form",
                    resId=self.customers[0].id,
                    clicks=[TAB],
                    then=".o_sunumarche_figures",
                ),
            ],
        )

    def test_a_service_agent_sees_classes_but_no_amounts(self):
        self._open_screens(
            "service_agent",
            [
                self._screen("contacts.action_contacts", KANBAN, "kanban"),
                self._screen(
                    "contacts.action_contacts",
                    TAB,
                    "form",
                    resId=self.customers[0].id,
                    clicks=[TAB],
                    then=".o_sunumarche_figures",
                ),
                self._screen("sale.action_orders", FORM, "form", resId=self.order.id),
            ],
        )
        agent = self.env["res.users"].search([("login", "=", "service_agent")])
        shown = self.env["res.partner"].with_user(agent).fields_get()
        self.assertIn("customer_rfm_class_id", shown)
        self.assertNotIn("customer_net_amount", shown)
