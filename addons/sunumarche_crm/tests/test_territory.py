from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, new_test_user, tagged

CRM = "sunumarche_crm."


class TerritoryCase(TransactionCase):
    """A head office, its agencies of Dakar and Thiès, and their territories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dakar_region = cls.env.ref(CRM + "state_sn_dk")
        cls.thies_region = cls.env.ref(CRM + "state_sn_th")
        cls.mbour = cls.env.ref(CRM + "department_m_bour")
        cls.tivaouane = cls.env.ref(CRM + "department_tivaouane")
        cls.head_office = cls._create_agency("Head office")
        cls.dakar = cls._create_agency("Dakar", cls.head_office)
        cls.thies = cls._create_agency("Thiès", cls.head_office)
        cls.cap_vert = cls._create_territory("Cap-Vert", cls.dakar, cls.dakar_region)
        cls.rail = cls._create_territory("Rail", cls.thies, cls.thies_region)

    @classmethod
    def _create_agency(cls, name, parent=None):
        return cls.env["sunumarche.agency"].create(
            {"name": name, "parent_id": parent and parent.id}
        )

    @classmethod
    def _create_territory(cls, name, agency, region=None, departments=None):
        return cls.env["sunumarche.territory"].create(
            {
                "name": name,
                "agency_id": agency.id,
                "state_ids": [Command.set(region.ids if region else [])],
                "department_ids": [Command.set(departments.ids if departments else [])],
            }
        )

    @classmethod
    def _create_customer(cls, name="Aïssatou N'Diaye", **values):
        customer = cls.env["res.partner"].create({"name": name, **values})
        customer.flush_recordset()
        return customer

    def assertAssigned(self, record, territory, agency):
        self.assertEqual((record.territory_id, record.agency_id), (territory, agency))

    def _run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(CRM + "territory_cron").method_direct_trigger()
        self.env.invalidate_all()

    @classmethod
    def _create_user(cls, login, role, agency=None):
        return new_test_user(
            cls.env,
            login,
            groups=CRM + role,
            agency_ids=[Command.set(agency.ids if agency else [])],
        )


@tagged("post_install", "-at_install")
class TestTerritory(TerritoryCase):
    """Which agency looks after whom."""

    def test_senegal_has_its_regions_and_departments(self):
        regions = self.env["res.country.state"].search(
            [("country_id.code", "=", "SN"), ("code", "!=", False)]
        )
        departments = self.env["sunumarche.department"].search(
            [("country_id.code", "=", "SN")]
        )
        self.assertEqual((len(regions), len(departments)), (14, 46))
        self.assertEqual(departments.state_id, regions)

    def test_a_region_decides(self):
        customer = self._create_customer(state_id=self.thies_region.id)
        self.assertAssigned(customer, self.rail, self.thies)
        customer.state_id = self.dakar_region
        self.assertAssigned(customer, self.cap_vert, self.dakar)

    def test_a_department_decides_before_its_region(self):
        coast = self._create_territory("Petite Côte", self.dakar, None, self.mbour)
        self.assertAssigned(
            self._create_customer(
                state_id=self.thies_region.id, department_id=self.mbour.id
            ),
            coast,
            self.dakar,
        )
        self.assertAssigned(
            self._create_customer(
                state_id=self.thies_region.id, department_id=self.tivaouane.id
            ),
            self.rail,
            self.thies,
        )

    def test_without_territory_the_agency_is_the_salesperson_s(self):
        seller = self._create_user("awa", "group_salesperson", self.thies)
        customer = self._create_customer(user_id=seller.id)
        self.assertAssigned(customer, self.env["sunumarche.territory"], self.thies)

    def test_what_is_assigned_by_hand_stays(self):
        customer = self._create_customer(state_id=self.thies_region.id)
        customer.agency_id = self.dakar
        self.assertTrue(customer.territory_by_hand)
        customer.state_id = self.env.ref(CRM + "state_sn_zg")
        self.assertAssigned(customer, self.rail, self.dakar)
        self._run_cron()
        self.assertAssigned(customer, self.rail, self.dakar)

    def test_no_longer_by_hand_follows_the_address_again(self):
        customer = self._create_customer(
            state_id=self.thies_region.id, agency_id=self.dakar.id
        )
        customer.territory_by_hand = False
        self.assertAssigned(customer, self.rail, self.thies)

    def test_a_contact_is_with_its_company(self):
        company = self._create_customer(
            "Optique N'Diaye", is_company=True, state_id=self.thies_region.id
        )
        contact = self._create_customer(
            "Fatou",
            parent_id=company.id,
            type="delivery",
            state_id=self.dakar_region.id,
        )
        self.assertAssigned(contact, self.rail, self.thies)
        company.state_id = self.dakar_region
        self.assertAssigned(contact, self.cap_vert, self.dakar)

    def test_contacts_follow_what_is_assigned_to_their_company_by_hand(self):
        company = self._create_customer("Optique N'Diaye", is_company=True)
        contacts = self._create_customer("Fatou", parent_id=company.id)
        contacts += self._create_customer("Awa", parent_id=company.id, active=False)
        elsewhere = self._create_customer(
            "Depot", parent_id=company.id, territory_id=self.cap_vert.id
        )
        company.write({"territory_id": self.rail.id, "agency_id": self.thies.id})
        self.assertAssigned(contacts, self.rail, self.thies)
        company.write({"territory_id": self.cap_vert.id, "agency_id": self.dakar.id})
        self.assertAssigned(contacts, self.cap_vert, self.dakar)
        company.write({"territory_id": False, "agency_id": False})
        self.assertFalse(contacts.territory_id + company.territory_id)
        self.assertEqual(elsewhere.territory_id, self.cap_vert)

    def test_a_company_and_its_contact_are_placed_together(self):
        company = self._create_customer(
            "Optique N'Diaye",
            is_company=True,
            state_id=self.thies_region.id,
            child_ids=[Command.create({"name": "Fatou"})],
        )
        both = company.child_ids + company
        both._plan_territory()
        self.assertAssigned(both, self.rail, self.thies)

    def test_a_contact_changes_its_company(self):
        companies = [
            self._create_customer(name, is_company=True, state_id=region.id)
            for name, region in (("A", self.thies_region), ("B", self.dakar_region))
        ]
        contact = self._create_customer("Fatou", parent_id=companies[0].id)
        contact.parent_id = companies[1]
        self.assertAssigned(contact, self.cap_vert, self.dakar)

    def test_a_contact_has_the_salesperson_of_its_company(self):
        company = self._create_customer("Optique N'Diaye", is_company=True)
        contact = self._create_customer("Fatou", parent_id=company.id)
        company.user_id = self._create_user("awa", "group_salesperson")
        self.assertEqual(contact.user_id, company.user_id)
        company.user_id = False
        self.assertFalse(contact.user_id)

    def test_a_department_fills_in_its_region(self):
        with Form(self.env["res.partner"]) as form:
            form.lastname = "Cheikh"
            form.department_id = self.mbour
            self.assertEqual(form.state_id, self.thies_region)
        self.assertAssigned(form.record, self.rail, self.thies)

    def test_a_region_has_one_territory(self):
        with self.assertRaisesRegex(ValidationError, "Thiès.*Rail"):
            self._create_territory("Second", self.dakar, self.thies_region)

    def test_a_department_has_one_territory(self):
        self._create_territory("Petite Côte", self.dakar, None, self.mbour)
        with self.assertRaisesRegex(ValidationError, "M'bour.*Petite Côte"):
            self._create_territory("Second", self.thies, None, self.mbour)

    def test_an_agency_is_not_part_of_itself(self):
        with self.assertRaisesRegex(ValidationError, "Head office"):
            self.head_office.parent_id = self.dakar

    def test_a_lead_follows_its_address_then_its_customer(self):
        lead = self.env["crm.lead"].create(
            {"name": "Forty frames", "state_id": self.dakar_region.id}
        )
        self.assertAssigned(lead, self.cap_vert, self.dakar)
        lead.partner_id = self._create_customer(state_id=self.thies_region.id)
        self.assertAssigned(lead, self.rail, self.thies)

    def test_a_quotation_without_customer_yet_has_no_territory(self):
        user = self._create_user("awa", "group_salesperson", self.thies)
        form = Form(self.env["sale.order"].with_user(user))
        self.assertFalse(form.territory_id)
        form.partner_id = self._create_customer(
            user_id=user.id, state_id=self.thies_region.id
        ).with_user(user)
        self.assertAssigned(form.save(), self.rail, self.thies)

    def test_an_order_stays_with_the_agency_that_took_it(self):
        customer = self._create_customer(state_id=self.thies_region.id)
        order = self.env["sale.order"].create({"partner_id": customer.id})
        self.assertAssigned(order, self.rail, self.thies)
        customer.state_id = self.dakar_region
        self.assertAssigned(order, self.rail, self.thies)


@tagged("post_install", "-at_install")
class TestTerritoryAssignment(TerritoryCase):
    """A changed territory takes its customers along."""

    def test_a_region_moves_to_another_territory(self):
        customers = self._create_customer(state_id=self.thies_region.id)
        customers += self._create_customer(state_id=self.thies_region.id, active=False)
        elsewhere = self._create_customer(state_id=self.dakar_region.id)
        lead = self.env["crm.lead"].create(
            {"name": "Frames", "state_id": self.thies_region.id}
        )
        self.rail.state_ids = False
        self.cap_vert.state_ids += self.thies_region
        self._run_cron()
        self.assertEqual(customers.territory_id, self.cap_vert)
        self.assertEqual(lead.agency_id, self.dakar)
        self.assertEqual(elsewhere.agency_id, self.dakar)

    def test_a_territory_moves_to_another_agency(self):
        customer = self._create_customer(state_id=self.thies_region.id)
        contact = self._create_customer("Fatou", parent_id=customer.id)
        self.rail.agency_id = self.head_office
        self._run_cron()
        self.assertEqual((customer + contact).agency_id, self.head_office)

    def test_an_archived_territory_lets_its_customers_go(self):
        customer = self._create_customer(state_id=self.thies_region.id)
        self.rail.active = False
        self._run_cron()
        self.assertAssigned(
            customer,
            self.env["sunumarche.territory"],
            self.env["sunumarche.agency"],
        )

    def test_nothing_is_written_when_all_are_placed(self):
        self._create_customer(state_id=self.thies_region.id)
        self.env.flush_all()
        partners = self.env["res.partner"]
        misplaced = self.env["sunumarche.territory"]._get_misplaced_domain()
        self.assertFalse(partners.search(misplaced))

    def test_a_changed_territory_wakes_the_cron(self):
        cron = self.env.ref(CRM + "territory_cron")
        triggers = [("cron_id", "=", cron.id)]
        before = self.env["ir.cron.trigger"].search_count(triggers)
        self.rail.state_ids = False
        self.assertGreater(self.env["ir.cron.trigger"].search_count(triggers), before)
