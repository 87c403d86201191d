from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .card_common import CardCase


@tagged("post_install", "-at_install")
class TestAge(CardCase):
    """Ages, and the search by them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        births = ("1989-06-30", "1990-06-30", "1990-07-01", "2000-06-30", "2000-07-01")
        cls.people = cls.env["res.partner"].create(
            [{"name": f"Of {birth}", "birthdate": birth} for birth in births]
            + [{"name": "Of no date"}]
        )

    def _ages_found(self, *conditions):
        found = self.env["res.partner"].search(
            [("id", "in", self.people.ids), *conditions], order="birthdate"
        )
        return [person.age if person.birthdate else None for person in found]

    def test_ages(self):
        self.assertEqual(self.people.mapped("age"), [36, 35, 34, 25, 24, 0])

    def test_between_25_and_35(self):
        self.assertEqual(
            self._ages_found(("age", ">=", 25), ("age", "<=", 35)), [35, 34, 25]
        )

    def test_each_operator(self):
        self.assertEqual(self._ages_found(("age", "=", 35)), [35])
        self.assertEqual(self._ages_found(("age", "in", [24, 36])), [36, 24])
        self.assertEqual(self._ages_found(("age", ">", 34)), [36, 35])
        self.assertEqual(self._ages_found(("age", "<", 25)), [24])
        self.assertEqual(self._ages_found(("age", "=", False)), [None])
        self.assertEqual(self._ages_found(("age", "!=", 35)), [36, 34, 25, 24, None])

    def test_search_and_age_agree_every_day_around_a_leap_day(self):
        born = self._create_customer(birthdate="2000-02-29")
        for day, age in (
            ("2023-02-28", 22),
            ("2023-03-01", 23),
            ("2024-02-28", 23),
            ("2024-02-29", 24),
            ("2025-02-28", 24),
            ("2025-03-01", 25),
        ):
            with self.subTest(day=day), freeze_time(day):
                born.invalidate_recordset(["age"])
                self.assertEqual(born.age, age)
                for operator in ("=", ">=", "<="):
                    condition = [("id", "=", born.id), ("age", operator, age)]
                    self.assertEqual(born.search(condition), born)
                condition = [("id", "=", born.id), ("age", ">", age)]
                self.assertFalse(born.search(condition))

    def test_seen_on_a_leap_day(self):
        older = self._create_customer(birthdate="2000-02-28")
        younger = self._create_customer(birthdate="2000-03-01")
        with freeze_time("2024-02-29"):
            people = older | younger
            people.invalidate_recordset(["age"])
            self.assertEqual(people.mapped("age"), [24, 23])
            condition = [("id", "in", people.ids), ("age", ">=", 24)]
            self.assertEqual(people.search(condition), older)

    def test_impossible_birth_dates_are_refused(self):
        for birthdate in ("2025-07-01", "1799-12-31", "0197-01-01"):
            with self.assertRaises(ValidationError):
                self.people[0].birthdate = birthdate
        self.people[0].birthdate = "2025-06-30"
        self.assertEqual(self.people[0].age, 0)

    def test_old_registers_can_be_loaded(self):
        """Whoever was born over 120 years ago is taken, and asked about in the form."""
        old = self._create_customer(birthdate="1901-09-27")
        self.assertEqual(old.age, 123)
        form = self.env["res.partner"].new({"birthdate": "1901-09-27"})
        warning = form._onchange_birthdate()["warning"]
        self.assertEqual(warning["message"], "This person would be 123 years old.")
        for birthdate in (False, "1905-07-01"):
            form.birthdate = birthdate
            self.assertIsNone(form._onchange_birthdate())

    def test_ages_beyond_the_calendar(self):
        self.assertEqual(self._ages_found(("age", "<", 5000)), [36, 35, 34, 25, 24])
        self.assertEqual(self._ages_found(("age", ">", -9000)), [36, 35, 34, 25, 24])
        for condition in (
            ("age", ">", 2025),
            ("age", ">=", 10**15),
            ("age", "=", 2500),
            ("age", "=", -8000),
            ("age", "=", 24.5),
            ("age", "<", -(10**15)),
        ):
            with self.subTest(condition=condition):
                self.assertEqual(self._ages_found(condition), [])

    def test_ages_that_are_not_whole(self):
        self.assertEqual(self._ages_found(("age", ">", 34.5)), [36, 35])
        self.assertEqual(self._ages_found(("age", ">=", 34.5)), [36, 35])
        self.assertEqual(self._ages_found(("age", "<", 25.5)), [25, 24])
        self.assertEqual(self._ages_found(("age", "<=", 24.5)), [24])


@tagged("post_install", "-at_install")
class TestCompleteness(CardCase):
    """What is missing on a card."""

    def test_a_full_card(self):
        profession = self.env["sunumarche.profession"].create({"name": "Tailleur"})
        customer = self._create_customer(
            "Awa Sow",
            phone="77 123 45 67",
            email="awa@example.com",
            birthdate="1990-01-01",
            profession_id=profession.id,
            city="Dakar",
            state_id=self.env.ref("sunumarche_crm.state_sn_dk").id,
            preferred_channel="phone",
            preferred_moment="evening",
        )
        self.assertEqual(
            (customer.card_completeness, customer.card_missing), (100, False)
        )

    def test_what_is_missing_is_said(self):
        customer = self._create_customer("Awa", phone="77 12", email="awa@example.com")
        self.assertEqual(customer.card_completeness, 20)
        self.assertIn("First Name, Phone, Birth Date", customer.card_missing)

    def test_companies_are_asked_other_things(self):
        company = self._create_customer("Sunu SA", is_company=True, city="Dakar")
        self.assertEqual(company.card_completeness, 20)
        self.assertIn("Tax ID", company.card_missing)
        self.assertNotIn("Birth Date", company.card_missing)

    def test_sql_and_python_agree(self):
        cards = self._create_customer("Awa Sow", city="Dakar", birthdate="1990-01-01")
        cards |= self._create_customer("Awa", email="not an address", phone="77 12")
        cards |= self._create_customer(
            "Sunu SA", is_company=True, vat="SN1", email="a@b.sn"
        )
        leads = self._create_lead(email_from="awa@example.com") | self._create_lead(
            False
        )
        for records in (cards, leads):
            domain = [("id", "in", records.ids)]
            for record in records:
                percent = record.card_completeness
                for operator, others in (("=", False), (">", True), ("<=", False)):
                    found = records.search(
                        [*domain, ("card_completeness", operator, percent)]
                    )
                    self.assertEqual(record not in found, others)
                    expected = records.filtered_domain(
                        [("card_completeness", operator, percent)]
                    )
                    self.assertEqual(found.sorted("id"), expected.sorted("id"))
            groups = records._read_group(domain, ["card_completeness"], ["__count"])
            expected = {
                percent: len(same)
                for percent, same in records.grouped("card_completeness").items()
            }
            self.assertEqual(dict(groups), expected)

    def test_sorted_and_averaged(self):
        poor = self._create_customer("Awa")
        rich = self._create_customer("Awa Sow", city="Dakar", phone="77 123 45 67")
        domain = [("id", "in", (poor | rich).ids)]
        found = poor.search(domain, order="card_completeness desc")
        self.assertEqual(found.ids, [rich.id, poor.id])
        [(average,)] = poor._read_group(domain, [], ["card_completeness:avg"])
        self.assertEqual(average, 25)


@tagged("post_install", "-at_install")
class TestCard(CardCase):
    """Customers and prospects with the same card."""

    def _create_prospect(self, **values):
        profession = self.env["sunumarche.profession"].name_create("Couturière")[0]
        told = {
            "phone": "77 123 45 67",
            "second_phone": "33 821 00 00",
            "email_from": "aissatou@example.com",
            "birthdate": "1990-01-01",
            "profession_id": profession,
            "preferred_channel": "whatsapp",
            "preferred_moment": "evening",
            "department_id": self.env.ref("sunumarche_crm.department_dakar").id,
            "user_id": self.awa.id,
        }
        return self._create_lead("Aïssatou Ndiaye", **(told | values))

    def test_the_card_becomes_the_customer_s(self):
        lead = self._create_prospect()
        lead.write({"firstname": "Aïssatou", "lastname": "Ndiaye"})
        lead.with_user(self.awa)._handle_partner_assignment(create_missing=True)
        customer = lead.partner_id
        for name in (
            "firstname",
            "lastname",
            "birthdate",
            "profession_id",
            "preferred_channel",
            "preferred_moment",
            "phone",
            "second_phone",
            "department_id",
        ):
            with self.subTest(field=name):
                self.assertTrue(customer[name])
                self.assertEqual(customer[name], lead[name])
        self.assertEqual(customer.opportunity_ids, lead)

    def test_a_lead_shows_its_customer_s_card(self):
        customer = self._create_customer(
            birthdate="1980-02-03", preferred_channel="sms"
        )
        lead = self._create_prospect()
        lead.partner_id = customer
        self.assertEqual(lead.birthdate, Date.to_date("1980-02-03"))
        self.assertEqual(lead.preferred_channel, "sms")
        customer.write({"birthdate": "1981-02-03", "preferred_moment": "noon"})
        self.assertEqual(lead.birthdate, Date.to_date("1981-02-03"))
        self.assertEqual(lead.preferred_moment, "noon")

    def test_linking_fills_only_what_the_customer_s_card_lacks(self):
        customer = self._create_customer(
            phone="76 123 45 67", birthdate="1980-02-03", email="old@example.com"
        )
        lead = self._create_prospect(second_phone=False)
        left = lead._carry_card(customer)
        self.assertEqual(customer.phone, "+221761234567")
        self.assertEqual(customer.second_phone, "+221771234567")
        self.assertEqual(customer.birthdate, Date.to_date("1980-02-03"))
        self.assertEqual(customer.preferred_channel, "whatsapp")
        self.assertEqual(customer.email, "old@example.com")
        self.assertEqual(left, ["email_from"])

    def test_a_number_without_room_is_told(self):
        customer = self._create_customer(
            phone="76 123 45 67", second_phone="70 123 45 67"
        )
        lead = self._create_prospect(second_phone=False)
        self.assertEqual(lead._carry_card(customer), ["phone"])

    def test_the_form_of_a_salesperson(self):
        profession = self.env["sunumarche.profession"].create({"name": "Mareyeur"})
        with Form(self.env["res.partner"].with_user(self.awa)) as form:
            form.lastname = "Sow"
            form.birthdate = "1990-01-01"
            form.profession_id = profession
            form.preferred_channel = "visit"
            self.assertEqual(form.age, 35)
            self.assertEqual(form.card_completeness, 40)
            self.assertIn("First Name", form.card_missing)
        self.assertEqual(form.record.user_id, self.awa)

    def test_views_of_each_role(self):
        for user in (self.awa, self.marketer):
            for model in ("res.partner", "crm.lead"):
                views = [(False, "list"), (False, "form"), (False, "search")]
                found = self.env[model].with_user(user).get_views(views)
                self.assertIn("card_completeness", found["views"]["form"]["arch"])


@tagged("post_install", "-at_install")
class TestProfession(CardCase):
    """The table that grows by use."""

    def setUp(self):
        super().setUp()
        self.professions = self.env["sunumarche.profession"].with_user(self.awa)

    def test_typed_new_it_is_made_and_known_it_is_found(self):
        first, name = self.professions.name_create("  Médecin  généraliste ")
        self.assertEqual(name, "Médecin généraliste")
        for typed in ("medecin generaliste", "MÉDECIN-GÉNÉRALISTE"):
            self.assertEqual(self.professions.name_create(typed)[0], first)
        self.assertEqual(self.professions.name_search("medecin")[0][0], first)

    @mute_logger("odoo.sql_db")
    def test_two_of_one_name_cannot_be(self):
        self.professions.create({"name": "Maçon"})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.professions.create({"name": "macon"})

    def test_a_profession_has_letters(self):
        with self.assertRaises(ValidationError):
            self.professions.create({"name": "?"})

    def test_a_salesperson_neither_renames_nor_deletes(self):
        mason = self.professions.create({"name": "Maçon"})
        with self.assertRaises(AccessError):
            mason.name = "Plombier"
        with self.assertRaises(AccessError):
            mason.unlink()

    def test_imported_by_any_spelling(self):
        mason = self.professions.create({"name": "Maçon"})
        result = self.env["res.partner"].load(
            ["name", "profession_id"], [["Awa Sow", "MACON"]]
        )
        customer = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(customer.profession_id, mason)

    def test_its_customers(self):
        mason = self.professions.create({"name": "Maçon"})
        mine = self._create_customer(profession_id=mason.id, user_id=self.awa.id)
        self._create_customer(profession_id=mason.id, user_id=self.binta.id)
        self.assertEqual(mason.customer_count, 1)
        action = mason.action_open_customers()
        found = self.env["res.partner"].with_user(self.awa).search(action["domain"])
        self.assertEqual(found, mine)

    def test_on_the_portal_colleagues_keep_their_birth_dates(self):
        company = self._create_customer("Sunu SA", is_company=True)
        colleague = self._create_customer(
            "Ali Ba", parent_id=company.id, birthdate="1990-01-01"
        )
        portal = new_test_user(self.env, "portal card", groups="base.group_portal")
        portal.partner_id.parent_id = company
        card = colleague.with_user(portal)
        self.assertEqual(card.read(["name"])[0]["name"], "Ali Ba")
        for name in ("birthdate", "age", "known_notice", "card_completeness"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                card.read([name])

    def test_nobody_from_outside(self):
        outsider = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "portal of the card",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        with self.assertRaises(AccessError):
            self.professions.with_user(outsider).create({"name": "Maçon"})
