from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..engine.consent_words import ConsentWords
from .mailing_speech_common import SpeechCase

MINE = "mine@example.com"
STRANGER = "stranger@example.com"
NUMBER = "+221771239876"


@tagged("post_install", "-at_install")
class TestConsentEntry(SpeechCase):
    """Staff record the words of customers whom they see, and learn of no others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._create_customer("Mine", email=MINE, user_id=cls.awa.id)
        cls.stranger = cls._create_customer(
            "Stranger", email=STRANGER, phone=NUMBER, user_id=cls.binta.id
        )
        cls.ledger = cls.env["sunumarche.consent"].with_user(cls.awa)
        cls.wizards = cls.env["sunumarche.consent.wizard"].with_user(cls.awa)

    def _enter(self, address=MINE, **values):
        return self.ledger.create(
            {
                "channel": "email",
                "address": address,
                "purpose": "prospecting",
                "decision": "granted",
                "proof": "Said so",
                **values,
            }
        )

    def _get_word(self, address):
        words = ConsentWords(self.env).get([("email", address)])
        word = words.get(("email", address, "prospecting"))
        return word and word.decision

    def test_an_address_of_nobody_he_sees_is_refused(self):
        for values in (
            {"address": STRANGER},
            {"address": STRANGER, "decision": "withdrawn", "purpose": "all"},
            {"address": "nobody@example.com"},
            {"channel": "sms", "address": NUMBER},
        ):
            with self.assertRaises(UserError, msg=str(values)):
                self._enter(**values)
        self.assertIsNone(self._get_word(STRANGER))

    def test_a_contact_he_may_not_read_is_refused(self):
        for values in (
            {"address": STRANGER, "partner_id": self.stranger.id},
            {"channel": "post", "address": False, "partner_id": self.stranger.id},
        ):
            with self.assertRaises(AccessError):
                self._enter(**values)

    def test_the_address_has_to_be_of_the_contact_named(self):
        with self.assertRaisesRegex(UserError, "no address of Mine"):
            self._enter(STRANGER, partner_id=self.mine.id)
        self.assertEqual(self._enter(partner_id=self.mine.id).partner_id, self.mine)

    def test_an_address_that_he_had_is_his_too(self):
        self._enter(partner_id=self.mine.id)
        self.mine.email = "new@example.com"
        said = self._enter(partner_id=self.mine.id, decision="withdrawn")
        self.assertEqual(said.partner_id, self.mine)

    def test_a_stranger_s_address_on_a_card_of_his_gives_no_power_over_it(self):
        self.env["sunumarche.consent"]._record(
            [
                {
                    "channel": "email",
                    "address": STRANGER,
                    "purpose": "all",
                    "decision": "withdrawn",
                    "source": "preferences",
                }
            ]
        )
        self.mine.email = STRANGER
        with self.assertRaises(UserError):
            self._enter(STRANGER, partner_id=self.mine.id)
        self.assertEqual(self._get_word(STRANGER), "withdrawn")

    def _oppose(self, address, **values):
        return self.env["sunumarche.consent"]._record(
            [
                {
                    "channel": "email",
                    "address": address,
                    "purpose": "all",
                    "decision": "withdrawn",
                    "source": "preferences",
                    **values,
                }
            ]
        )

    def test_what_an_address_on_no_card_said_no_card_takes_back(self):
        """On a card, a lead, by another spelling, after a "no" of one's own."""
        self.env["mail.blacklist"].sudo()._add("free@example.com")
        self._oppose("+221775550001", channel="sms", source="sms_stop")
        self.mine.with_user(self.awa).write(
            {"email": "Free@Example.com", "phone": "775550001"}
        )
        self._create_lead(email_from="lead@example.com", user_id=self.awa.id)
        self._oppose("lead@example.com")
        self._enter("free@example.com", decision="withdrawn", partner_id=self.mine.id)
        for values in (
            {"address": "free@example.com", "partner_id": self.mine.id},
            {"address": "FREE@example.com", "purpose": "service"},
            {"address": "77 555 00 01", "channel": "sms"},
            {"address": "lead@example.com"},
        ):
            with self.assertRaisesRegex(UserError, "said no before", msg=str(values)):
                self._enter(**values)
        blocked = self.env["mail.blacklist"].sudo()
        self.assertTrue(blocked.search([("email", "=", "free@example.com")]))
        self.assertEqual(self._get_word("free@example.com"), "withdrawn")

    def test_giving_an_address_up_makes_its_words_nobody_s(self):
        said = self._oppose("free@example.com")
        mine = self.mine.with_user(self.awa)
        mine.email = "free@example.com"
        mine.email = MINE
        self.assertFalse(said.partner_id)
        mine.email = "free@example.com"
        with self.assertRaisesRegex(UserError, "said no before"):
            self._enter("free@example.com", partner_id=self.mine.id)

    def test_the_card_s_own_no_is_taken_back(self):
        self._oppose(MINE)
        self.assertEqual(self._enter(partner_id=self.mine.id).decision, "granted")
        self.assertEqual(self._get_word(MINE), "granted")

    def test_who_was_told_a_no_is_told_a_yes(self):
        self._create_lead(email_from="lead@example.com", user_id=self.awa.id)
        self._enter("lead@example.com", decision="withdrawn")
        self._enter("lead@example.com")
        self.assertEqual(self._get_word("lead@example.com"), "granted")

    def test_a_yes_of_the_address_itself_ends_what_it_said_before(self):
        self._oppose("free@example.com")
        self._oppose("free@example.com", decision="granted")
        self.mine.email = "free@example.com"
        self._enter("free@example.com", partner_id=self.mine.id, purpose="loyalty")

    def test_a_no_at_a_shared_address_is_recorded(self):
        self.mine.email = STRANGER
        self._enter(STRANGER, partner_id=self.mine.id, decision="withdrawn")
        self.assertEqual(self._get_word(STRANGER), "withdrawn")

    def test_who_sees_every_customer_names_no_contact(self):
        ledger = self.ledger.with_user(self.marketer)
        values = {"channel": "email", "purpose": "loyalty", "decision": "granted"}
        said = ledger.create({**values, "address": STRANGER, "proof": "x"})
        self.assertEqual(said.partner_id, self.stranger)
        said = ledger.create({**values, "address": "n@example.com", "proof": "x"})
        self.assertFalse(said.partner_id)

    def test_a_contact_of_another_company_is_not_told(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.stranger.write({"company_id": other.id, "user_id": False})
        ledger = self.ledger.with_user(self.marketer)
        said = ledger.create(
            {
                "channel": "email",
                "address": STRANGER,
                "purpose": "loyalty",
                "decision": "withdrawn",
                "proof": "x",
            }
        )
        self.assertFalse(said.partner_id)

    def test_the_lead_that_he_looks_after_speaks(self):
        self._create_lead(email_from="lead@example.com", user_id=self.awa.id)
        said = self._enter("lead@example.com", decision="withdrawn")
        self.assertFalse(said.partner_id)
        self.assertTrue(said.has_access("read"))
        self.assertFalse(said.with_user(self.binta).has_access("read"))

    def test_words_of_a_customer_given_away_are_given_away(self):
        said = self._enter()
        self.mine.user_id = self.binta
        said.invalidate_recordset()
        self.assertFalse(said.with_user(self.awa).has_access("read"))

    def test_what_the_system_records_nobody_enters(self):
        for values in (
            {"source": "preferences"},
            {"source": "import"},
            {"source": "merge"},
            {"decision": "lifted"},
            {"proof": False},
        ):
            with self.assertRaises(UserError, msg=str(values)):
                self._enter(**values)
        said = self._enter(
            user_id=self.binta.id, model="res.partner", res_id=self.mine.id
        )
        self.assertEqual(
            (said.user_id, said.model, said.res_id), (self.awa, False, False)
        )

    def test_the_client_s_context_decides_nothing(self):
        context = {
            "import_file": True,
            "consent_source": "preferences",
            "consent_reference": ["res.partner", self.mine.id],
            "default_source": "preferences",
            "default_partner_id": self.stranger.id,
            "default_model": "res.partner",
            "default_res_id": self.mine.id,
        }
        self.ledger = self.ledger.with_context(**context)
        said = self._enter(purpose="all", decision="withdrawn")
        self.assertEqual(
            (said.source, said.model, said.res_id, said.partner_id),
            ("spoken", False, False, self.mine),
        )
        block_list = self.env["mail.blacklist"].with_user(self.marketer)
        blocked = block_list.search([("email", "=", MINE)])
        self.assertTrue(blocked)
        block_list.with_context(**context)._add(STRANGER)
        [row] = self.env["sunumarche.consent"].search([("address", "=", STRANGER)])
        self.assertEqual((row.source, row.model), ("blacklist", False))

    def test_a_word_from_before_the_law_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "2008"):
            self._enter(date="2001-01-01 00:00:00")
        with self.assertRaisesRegex(ValidationError, "future"):
            self._enter(date="2025-07-01 00:00:00")

    def test_the_wizard_tells_nothing_of_a_stranger(self):
        with self.assertRaises(AccessError):
            self.wizards.create({"contact_id": self.stranger.id, "proof": "x"})
        with self.assertRaises(AccessError):
            self.wizards.with_context(default_contact_id=self.stranger.id).create(
                {"proof": "x", "channel": "sms"}
            )
        wizard = self.wizards.create({"contact_id": self.mine.id, "proof": "x"})
        with self.assertRaises(AccessError):
            wizard.contact_id = self.stranger
        wizard = self.wizards.new({"contact_id": self.stranger.id, "channel": "sms"})
        self.assertFalse(wizard.address)
        fields = {"contact_id": {}, "channel": {}, "address": {}}
        values = {"contact_id": self.stranger.id, "channel": "email"}
        with self.assertRaises(AccessError):
            self.wizards.onchange(values, ["contact_id", "channel"], fields)

    def test_the_wizard_records_what_he_says(self):
        form = Form(self.wizards.with_context(default_contact_id=self.mine.id))
        self.assertEqual(form.address, MINE)
        form.proof = "At the till"
        form.save().action_record()
        self.assertEqual(self._get_word(MINE), "withdrawn")
