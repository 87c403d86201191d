from psycopg2 import IntegrityError

from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..engine.common_key_match import CommonKeyMatch
from ..engine.person_erasure import PersonErasure


@tagged("post_install", "-at_install")
class TestContactPoint(TransactionCase):
    """A contact is known by each of his numbers and addresses, however many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create(
            {
                "name": "Awa Diop",
                "phone": "+221771234567",
                "email": "awa@example.com",
                "contact_point_ids": [
                    (0, 0, {"value": "76 123 45 67"}),
                    (0, 0, {"value": "Awa.Diop@Example.org"}),
                ],
            }
        )
        cls.number, cls.address = cls.partner.contact_point_ids.sorted("id")
        cls.keys = cls.env["sunumarche.common.key"]

    def test_kind_and_key_follow_what_was_typed(self):
        self.assertEqual(
            (self.number.kind, self.number.key), ("phone", "+221761234567")
        )
        self.assertEqual(
            (self.address.kind, self.address.key), ("email", "awa.diop@example.org")
        )
        self.assertEqual(self.number.display_name, "76 123 45 67")

    def test_a_wrong_number_is_kept_without_key(self):
        point = self.partner.contact_point_ids.create(
            {"partner_id": self.partner.id, "value": "12"}
        )
        self.assertFalse(point.key)
        self.assertEqual(point.display_name, "12")

    @mute_logger("odoo.sql_db")
    def test_a_contact_has_it_once(self):
        with self.assertRaises(IntegrityError):
            self.number.copy()
            self.env.flush_all()

    def test_the_common_key_knows_it(self):
        for typed in ({"email": "awa.diop@example.org"}, {"phones": ["761234567"]}):
            known = self.keys.find_known(**typed)
            self.assertEqual([row["id"] for row in known["records"]], [self.partner.id])
        self.number.unlink()
        self.assertEqual(self.keys.find_known(phones=["761234567"])["records"], [])

    def test_the_form_of_another_one_tells(self):
        form = Form(self.env["res.partner"])
        form.phone = "76 123 45 67"
        self.assertIn("Awa Diop", form.known_notice)

    def test_a_lead_with_it_is_linked_by_night(self):
        lead = self.env["crm.lead"].create(
            {"name": "Lead", "email_from": "awa.diop@example.org"}
        )
        lead.partner_id = False
        matches = {each.record_id: each for each in CommonKeyMatch(lead).find()}
        self.assertEqual(matches[lead.id].customer_ids, (self.partner.id,))

    def test_a_mail_from_it_is_his(self):
        lead = self.env["crm.lead"].create({"name": "Lead"})
        before = self.env["res.partner"].search_count([])
        found = lead._partner_find_from_emails(
            {lead: ['"Awa" <awa.diop@example.org>', "new@example.org"]}
        )[lead.id]
        self.assertEqual(found[0], self.partner)
        self.assertEqual(found[1].email, "new@example.org")
        self.assertEqual(self.env["res.partner"].search_count([]), before + 1)

    def test_whose_first_address_it_is_comes_first(self):
        other = self.env["res.partner"].create(
            {"name": "Awa D.", "email": "awa.diop@example.org"}
        )
        found = self.env["res.partner"]._find_or_create_from_emails(
            ["awa.diop@example.org"]
        )
        self.assertEqual(found, [other])

    def test_a_banned_address_is_nobodys(self):
        found = self.env["res.partner"]._find_or_create_from_emails(
            ["awa.diop@example.org"], ban_emails=["awa.diop@example.org"]
        )
        self.assertFalse(found[0])

    def test_who_filters_filters_him_too(self):
        found = self.env["res.partner"]._find_or_create_from_emails(
            ["awa.diop@example.org"], filter_found=lambda p: p.user_ids, no_create=True
        )
        self.assertFalse(found[0])

    def test_what_was_said_of_it_is_his_word(self):
        addresses = self.partner._get_consent_addresses()
        self.assertIn(
            ("email", "awa.diop@example.org", "awa.diop@example.org"), addresses
        )
        self.assertIn(("sms", "+221761234567", "76 123 45 67"), addresses)

    def test_whoever_searches_finds_it(self):
        cards = self.env["res.partner"]
        for text in ("76 123 45 67", "awa.diop@"):
            self.assertIn(self.partner, cards.search(cards._get_found_domain(text)))

    def test_an_erased_person_has_none(self):
        PersonErasure(self.partner).run()
        self.assertFalse((self.number | self.address).exists())


@tagged("post_install", "-at_install")
class TestCopiedNames(TransactionCase):
    """A copy bears the name that it is given, in its parts too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Ismaïla Ba"})

    def _get_names(self, record):
        return record.name, record.firstname, record.lastname

    def test_the_name_given(self):
        copy = self.partner.copy({"name": "Nouveau Nom"})
        self.assertEqual(self._get_names(copy), ("Nouveau Nom", "Nouveau", "Nom"))

    def test_without_a_name_it_says_that_it_is_a_copy(self):
        copy = self.partner.copy()
        self.assertEqual(
            self._get_names(copy), ("Ismaïla Ba (copy)", "Ismaïla", "Ba (copy)")
        )

    def test_parts_given_count(self):
        copy = self.partner.copy({"firstname": "Awa"})
        self.assertEqual(self._get_names(copy), ("Awa Ba", "Awa", "Ba"))

    def test_a_user_made_from_a_template(self):
        template = new_test_user(self.env, "template", name="Portal User Template")
        user = template.copy({"name": "Intrus Test", "login": "intrus"})
        self.assertEqual(self._get_names(user), ("Intrus Test", "Intrus", "Test"))

    def test_the_person_of_a_lead(self):
        lead = self.env["crm.lead"].create(
            {"name": "Lead", "contact_name": "Ismaïla Ba"}
        )
        copy = lead.copy({"contact_name": "Awa Diop"})
        self.assertEqual((copy.firstname, copy.lastname), ("Awa", "Diop"))
