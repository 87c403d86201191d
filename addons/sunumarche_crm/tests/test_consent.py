from datetime import datetime

import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..engine.consent_key import get_address_hash, sql_address_hash
from ..engine.consent_words import PURPOSES, ConsentWords
from .mailing_speech_common import SpeechCase

EMAIL = "awa.diop@example.com"
REFUSED = psycopg2.errors.RestrictViolation


@tagged("post_install", "-at_install")
class TestConsent(SpeechCase):
    """The ledger: who may add to it, that nobody changes it, and what it says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = cls.env["sunumarche.consent"]
        cls.customer = cls._create_customer(email=EMAIL, user_id=cls.awa.id)

    def _say(self, decision="granted", purpose="prospecting", address=EMAIL, **values):
        return self.ledger.create(
            {
                "channel": "email",
                "address": address,
                "purpose": purpose,
                "decision": decision,
                "proof": "Said so",
                **values,
            }
        )

    def _get_word(self, purpose="prospecting", key=EMAIL, channel="email"):
        word = ConsentWords(self.env).get([(channel, key)]).get((channel, key, purpose))
        return word and word.decision

    def test_the_contact_with_the_address_is_found(self):
        consent = self._say(address="Awa Diop <AWA.Diop@Example.com>")
        self.assertEqual(consent.address, EMAIL)
        self.assertEqual(consent.partner_id, self.customer)

    def test_an_address_of_two_contacts_is_nobody_s(self):
        self._create_customer("Other", email=EMAIL)
        self.assertFalse(self._say().partner_id)

    def test_a_number_is_kept_as_e164(self):
        consent = self._say(channel="sms", address="77 123 45 67")
        self.assertEqual(consent.address, "+221771234567")

    def test_what_is_no_address_is_refused_with_its_reason(self):
        with self.assertRaisesRegex(ValidationError, "“nobody” is not an e-mail"):
            self._say(address="nobody")
        with self.assertRaisesRegex(ValidationError, "“12” is not a telephone"):
            self._say(channel="phone", address="12")

    def test_letters_need_the_contact(self):
        with self.assertRaises(ValidationError):
            self._say(channel="post", address=False)
        consent = self._say(channel="post", address=False, partner_id=self.customer.id)
        self.assertEqual(
            self._get_word(key=f"contact:{self.customer.id}", channel="post"), "granted"
        )
        self.assertFalse(consent.address)

    def test_the_future_is_refused(self):
        with self.assertRaises(ValidationError):
            self._say(date="2030-01-01 00:00:00")

    def test_the_latest_word_counts_by_date_and_not_by_entry(self):
        self._say("withdrawn", date="2025-06-01 10:00:00")
        self._say("granted", date="2024-01-01 10:00:00")
        self.assertEqual(self._get_word(), "withdrawn")

    def test_of_two_words_at_one_moment_the_last_entered_counts(self):
        self._say("withdrawn")
        self._say("granted")
        self.assertEqual(self._get_word(), "granted")

    def test_a_word_for_everything_counts_for_each_purpose(self):
        self._say("granted", "loyalty", date="2025-01-01 10:00:00")
        self._say("withdrawn", "all", date="2025-02-01 10:00:00")
        self._say("granted", "service", date="2025-03-01 10:00:00")
        words = [self._get_word(purpose) for purpose in PURPOSES]
        self.assertEqual(words, ["granted", "withdrawn", "withdrawn"])

    def test_the_words_are_those_that_the_orm_finds(self):
        moments = (datetime(2025, 1, day, 8) for day in range(1, 13))
        for number, moment in enumerate(moments):
            purpose = ("service", "loyalty", "prospecting", "all")[number * 5 % 4]
            decision = ("granted", "withdrawn", "lifted")[number % 3]
            self._say(decision, purpose, date=moment)
        for purpose in PURPOSES:
            said = self.ledger.search(
                [
                    ("address_hash", "=", get_address_hash(EMAIL)),
                    ("channel", "=", "email"),
                    ("purpose", "in", (purpose, "all")),
                ],
            )
            decisions = said.mapped("decision")
            standing = [
                decision
                for number, decision in enumerate(decisions)
                if decision == "granted"
                or (decision == "withdrawn" and "lifted" not in decisions[:number])
            ]
            self.assertEqual(self._get_word(purpose), standing[0], purpose)

    def test_sql_and_python_hash_alike(self):
        for key in (EMAIL, "+221771234567", "contact:12", "é%ß@exemple.sn"):
            [[by_sql]] = self.env.execute_query(
                SQL("SELECT %s", sql_address_hash(SQL("%s::text", key)))
            )
            self.assertEqual(by_sql, get_address_hash(key))

    def test_spellings_of_one_mailbox_are_one_address(self):
        self._say("withdrawn", address="awa.diop+promo@gmail.com")
        self.assertEqual(self._get_word(key="awadiop@gmail.com"), "withdrawn")

    def test_a_domain_s_rule_that_changes_leaves_no_word_behind(self):
        self._say("withdrawn", address="awa.diop@sunu.example")
        domains = self.env["sunumarche.email.domain"]
        self.assertIsNone(self._get_word(key="awadiop@sunu.example"))
        domain = domains.create({"name": "sunu.example", "ignores_dots": True})
        self.assertEqual(self._get_word(key="awadiop@sunu.example"), "withdrawn")
        count = self.ledger.search_count([])
        domain.ignores_dots = False
        domain.ignores_dots = True
        self.assertEqual(self.ledger.search_count([]), count)

    def test_nobody_changes_or_deletes_a_row(self):
        consent = self._say()
        for user in (self.env.user, self.awa, self.env.ref("base.user_root")):
            with self.assertRaises(UserError):
                consent.with_user(user).write({"decision": "withdrawn"})
            with self.assertRaises(UserError):
                consent.with_user(user).unlink()
        with self.assertRaises(UserError):
            consent.sudo().write({"decision": "withdrawn"})

    def test_postgresql_refuses_too(self):
        consent = self._say()
        for statement in (
            SQL("UPDATE sunumarche_consent SET decision = 'withdrawn'"),
            SQL(
                "UPDATE sunumarche_consent SET address = 'x' WHERE id = %s", consent.id
            ),
            SQL("UPDATE sunumarche_consent SET date = now()"),
            SQL("UPDATE sunumarche_consent SET address_hash = 'x'"),
            SQL("DELETE FROM sunumarche_consent"),
            SQL("TRUNCATE sunumarche_consent"),
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(REFUSED),
                self.cr.savepoint(),
            ):
                self.env.execute_query(statement)

    def test_an_address_may_be_emptied_and_its_word_stays(self):
        consent = self._say("withdrawn")
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE sunumarche_consent SET address = NULL, proof = NULL"
                " WHERE id = %s",
                consent.id,
            )
        )
        self.assertEqual(self._get_word(), "withdrawn")

    def test_merging_contacts_moves_their_words(self):
        consent = self._say()
        other = self._create_customer("Awa D.", email=EMAIL)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (other | self.customer).ids, other
        )
        self.env.invalidate_all()
        self.assertEqual(consent.partner_id, other)

    def test_a_salesperson_records_as_himself_and_with_a_proof(self):
        ledger = self.ledger.with_user(self.awa)
        values = {
            "channel": "email",
            "address": EMAIL,
            "purpose": "prospecting",
            "decision": "granted",
        }
        with self.assertRaisesRegex(UserError, "proved"):
            ledger.create(values)
        with self.assertRaises(UserError):
            ledger.create({**values, "proof": "x", "source": "preferences"})
        consent = ledger.create({**values, "proof": "x", "user_id": self.binta.id})
        self.assertEqual(consent.user_id, self.awa)

    def test_a_salesperson_sees_the_words_of_his_customers(self):
        consent = self._say()
        self.assertTrue(consent.with_user(self.awa).has_access("read"))
        self.assertFalse(consent.with_user(self.binta).has_access("read"))
        self.assertTrue(consent.with_user(self.marketer).has_access("read"))

    def test_the_wizard_says_no_to_everything_in_one_gesture(self):
        self.customer.write({"phone": "+221771234567", "second_phone": "+221781234567"})
        wizard = self.env["sunumarche.consent.wizard"].with_user(self.awa)
        wizard.create(
            {
                "contact_id": self.customer.id,
                "decision": "withdrawn",
                "is_everything": True,
                "proof": "At the till",
            }
        ).action_record()
        said = self.ledger.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(said), 8)
        self.assertEqual(set(said.mapped("purpose")), {"all"})
        self.assertEqual(said.user_id, self.awa)
        block_list = self.env["mail.blacklist"].search([("email", "=", EMAIL)])
        self.assertTrue(block_list.active)

    def test_the_wizard_offers_the_address_of_the_channel(self):
        self.customer.phone = "+221771234567"
        wizard = self.env["sunumarche.consent.wizard"].new(
            {"contact_id": self.customer.id, "channel": "sms"}
        )
        self.assertEqual(wizard.address, "+221771234567")

    def test_the_card_says_what_the_person_accepts(self):
        self._say("withdrawn")
        customer = self.customer.with_user(self.awa)
        self.assertIn("Said by telephone", customer.consent_summary)
        self.assertEqual(customer.consent_count, 1)

    def test_imported_lines_say_what_is_wrong(self):
        fields = ["channel", "address", "purpose", "decision", "proof"]
        good = ["E-mail", EMAIL, "Prospecting", "Yes", "Form 12"]
        ledger = self.ledger.with_user(self.marketer).with_context(import_file=True)
        wrong = ledger.load(fields, [good, [*good[:1], "nobody", *good[2:]]])
        self.assertFalse(wrong["ids"])
        self.assertIn("nobody", wrong["messages"][0]["message"])
        right = ledger.load(fields, [good])
        self.assertEqual(self.ledger.browse(right["ids"]).source, "import")

    def test_rules_missing_are_the_strictest(self):
        policies = self.env["sunumarche.consent.policy"]
        policies.search([("channel", "=", "email")]).unlink()
        self.assertEqual(
            set(policies._get_rules("email", "service").values()), {"prior"}
        )

    def test_a_changed_rule_stands_in_the_journal(self):
        rule = self.env.ref("sunumarche_crm.consent_policy_loyalty_sms_customer")
        rule.rule = "prior"
        event = self.env["sunumarche.journal"].search(
            [("kind", "=", "consent"), ("res_id", "=", rule.id)], limit=1
        )
        self.assertEqual(event.after, {"rule": "prior"})
