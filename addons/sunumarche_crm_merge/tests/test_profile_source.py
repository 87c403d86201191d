from datetime import date

from odoo.tests import tagged

from ..engine.profile_source import KIND_COLUMNS, KIND_MODELS, PERSON_COLUMNS, Person
from ..engine.profile_sql import sql_keys, sql_profiles
from .common import ProfileCase


@tagged("post_install", "-at_install")
class TestProfileSource(ProfileCase):
    """Who is compared with others, by which texts, and when they are written anew."""

    def _make_profile(self, **values):
        person = Person(id=4, **values)
        [profile] = self.env.execute_query_dict(sql_profiles(person.as_source()))
        return profile

    def _get_rules(self, **values):
        """Return ``{rule: number of keys}`` of a person."""
        profiles = sql_profiles(Person(id=4, **values).as_source())
        rules = {}
        for _hash, rule, profile_id in self.env.execute_query(sql_keys(profiles)):
            self.assertEqual(profile_id, 4)
            rules[rule] = rules.get(rule, 0) + 1
        return rules

    def _share_rules(self, one, other):
        """Return the rules by which two persons are found."""
        keys = [
            {
                (key, rule)
                for key, rule, _id in self.env.execute_query(
                    sql_keys(sql_profiles(Person(id=4, **values).as_source()))
                )
            }
            for values in (one, other)
        ]
        return {rule for _key, rule in keys[0] & keys[1]}

    def _follow_marks(self):
        """Return the ids that are marked, and bring them up to date."""
        self.env.flush_all()
        marks = set(self.env.cr.precommit.data.get("sunumarche_duplicate_profile", ()))
        self.env["sunumarche.duplicate.profile"]._follow()
        return marks

    def test_columns_that_are_watched_exist(self):
        for kind, columns in KIND_COLUMNS.items():
            with self.subTest(model=KIND_MODELS[kind]):
                fields = self.env[KIND_MODELS[kind]]._fields
                self.assertEqual(columns - PERSON_COLUMNS - fields.keys(), set())

    def test_only_what_tells_persons_marks_them(self):
        partner = self.env["res.partner"].create({"name": "Awa Diop"})
        self.assertIn(partner.id * 4, self._follow_marks())
        partner.write({"comment": "A note", "function": "Buyer", "color": 3})
        self.assertEqual(self._follow_marks(), set())
        for values in (
            {"city": "Thiès"},
            {"birthdate": "1985-03-02"},
            {"vat": "005123452G3"},
            {"email": "awa@example.com"},
        ):
            with self.subTest(values=values):
                partner.write(values)
                self.assertEqual(self._follow_marks(), {partner.id * 4})

    def test_an_address_of_a_customer_is_no_person(self):
        parent = self.env["res.partner"].create({"name": "Awa Diop"})
        child = self.env["res.partner"].create(
            {"name": "Awa Diop", "type": "delivery", "parent_id": parent.id}
        )
        self.assertTrue(self._get_profile(parent))
        self.assertFalse(self._get_profile(child))
        child.type = "contact"
        self.assertTrue(self._get_profile(child))

    def test_a_contact_who_becomes_a_colleague_is_no_customer(self):
        partner = self.env["res.partner"].create({"name": "Awa Diop"})
        self.assertTrue(self._get_profile(partner))
        self.env["res.users"].create(
            {"name": "Awa Diop", "login": "awa", "partner_id": partner.id}
        )
        self.assertFalse(self._get_profile(partner))

    def test_a_lead_is_a_person_until_it_has_a_customer(self):
        lead = self.env["crm.lead"].create({"name": "Wants shoes"})
        self.assertFalse(self._get_profile(lead, 1))
        lead.contact_name = "Modou Fall"
        self.assertEqual(self._get_profile(lead, 1)["words"], "fall modou")
        lead.partner_id = self.env["res.partner"].create({"name": "Modou Fall"})
        self.assertFalse(self._get_profile(lead, 1))

    def test_a_lead_with_the_name_of_a_company_only_is_a_company(self):
        lead = self.env["crm.lead"].create(
            {"name": "Wants shoes", "partner_name": "Baobab Négoce SARL"}
        )
        profile = self._get_profile(lead, 1)
        self.assertTrue(profile["is_company"])
        self.assertEqual(profile["last"], "baobabnegoce")
        lead.contact_name = "Modou Fall"
        self.assertFalse(self._get_profile(lead, 1)["is_company"])

    def test_a_subscriber_is_known_by_name_or_address(self):
        subscriber = self.env["mailing.contact"].create({"email": "Modou@Example.com"})
        profile = self._get_profile(subscriber, 2)
        self.assertEqual(profile["email"], "modou@example.com")
        self.assertEqual(profile["mailbox"], "modou")
        self.assertEqual(profile["phones"], [])
        subscriber.partner_id = self.env["res.partner"].create({"name": "Modou Fall"})
        self.assertFalse(self._get_profile(subscriber, 2))

    def test_what_a_contact_says_is_what_is_compared(self):
        partner = self.env["res.partner"].create(
            {
                "name": "Awa Diop",
                "phone": "+221 77 123 45 67",
                "second_phone": "+221 33 800 11 22",
                "birthdate": "1985-03-02",
                "zip": "110 00",
                "vat": "0051 2345 2g3",
            }
        )
        profile = self._get_profile(partner)
        self.assertEqual(profile["phones"], ["771234567", "338001122"])
        self.assertEqual(profile["birthdate"], date(1985, 3, 2))
        self.assertEqual((profile["zip"], profile["tax"]), ("11000", "005123452G3"))
        self.assertEqual((profile["street"], profile["city"]), (None, None))

    def test_numbers_come_in_one_order_whichever_was_typed_first(self):
        numbers = ("+221338001122", "+221771234567", "221338001122", "+221705556677")
        for phones in (numbers, numbers[::-1], numbers[2:] + numbers[:2]):
            with self.subTest(phones=phones):
                self.assertEqual(
                    self._make_profile(phones=phones)["phones"],
                    ["771234567", "705556677", "338001122"],
                )

    def test_titles_do_not_count_in_how_a_first_name_sounds(self):
        plain = self._make_profile(firstname="Malick", lastname="Sy")["first_sound"]
        for title in ("El Hadji", "El Hadj", "Serigne", "Mr", "Dr", "Adja"):
            with self.subTest(title=title):
                profile = self._make_profile(firstname=f"{title} Malick", lastname="Sy")
                self.assertEqual(profile["first_sound"], plain)
        self.assertEqual(self._make_profile(firstname="Serigne")["first"], "serigne")

    def test_legal_forms_do_not_count_in_the_name_of_a_company(self):
        for name in ("Baobab SARL", "Ets. Baobab", "Société Baobab", "BAOBAB S.A."):
            with self.subTest(name=name):
                profile = self._make_profile(whole=name, is_company=True)
                self.assertEqual((profile["last"], profile["first"]), ("baobab", None))
        profile = self._make_profile(whole="Sarl Diop", is_company=False)
        self.assertEqual(profile["words"], "diop")

    def test_what_comes_after_a_plus_is_no_mailbox(self):
        profile = self._make_profile(email="awa.diop+shoes@example.com")
        self.assertEqual(profile["mailbox"], "awadiop")

    def test_nothing_said_is_no_key(self):
        self.assertEqual(self._get_rules(), {})
        self.assertEqual(self._get_rules(lastname="Diop"), {8: 1, 18: 1})
        self.assertEqual(
            self._get_rules(phones=("+221771234567", "+221338001122")), {2: 2}
        )

    def test_each_rule_needs_what_it_looks_at(self):
        name = {"firstname": "Awa", "lastname": "Diop"}
        names = {8, 18}
        for values, rules in (
            ({}, set()),
            ({"email": "awa.diop@example.com"}, {1, 13}),
            ({"email": "awa@example.com"}, {1}),
            ({"tax": "005123452G3"}, {3}),
            ({"birthdate": "1985-03-02"}, {4, 9, 10}),
            ({"city": "Dakar"}, {5, 16, 17}),
            ({"zip": "11000"}, {6, 16, 17}),
            ({"phones": ("+221771234567",)}, {2, 14, 15}),
            ({"street": "12 rue Blanchot"}, {7}),
            ({"street": "12 rue Blanchot", "city": "Dakar"}, {5, 7, 12, 16, 17, 21}),
        ):
            with self.subTest(values=values):
                self.assertEqual(set(self._get_rules(**name, **values)), names | rules)

    def test_spelling_and_order_of_names_do_not_hide_anybody(self):
        one = {"firstname": "Cheikh", "lastname": "Diop", "city": "Dakar"}
        other = {"firstname": "Joob", "lastname": "Sheikh", "city": "DAKAR"}
        self.assertEqual(self._share_rules(one, other), {5, 18})
        self.assertEqual(self._share_rules(one, {**one, "city": "Touba"}), {8, 18})
        self.assertEqual(self._share_rules(one, {"lastname": "Fall"}), set())

    def test_one_text_under_two_rules_is_two_keys(self):
        values = {"email": "awadiop", "tax": "awadiop"}
        rules = self._get_rules(**values)
        self.assertEqual(rules, {1: 1, 3: 1, 13: 1})
        hashes = self.env.execute_query(
            sql_keys(sql_profiles(Person(id=4, **values).as_source()))
        )
        self.assertEqual(len({key for key, _rule, _id in hashes}), 3)
