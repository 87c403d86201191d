"""What people said, once it is in the ledger."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.sunumarche_crm.engine.consent_words import ConsentWords

from .relations_common import RelationsCase


@tagged("post_install", "-at_install")
class TestDemoConsents(RelationsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.consents = cls.demo._create_consents(cls.relations, cls.cast)
        cls.env.flush_all()
        cls.pairs = list(zip(cls.relations.words, cls.consents, strict=True))

    def test_the_ledger_holds_every_word(self):
        self.assertTrue(self.consents)
        for word, consent in self.pairs:
            self.assertRecordValues(
                consent,
                [
                    {
                        "date": word.moment,
                        "channel": word.channel,
                        "purpose": word.purpose,
                        "decision": word.decision,
                        "source": word.source,
                        "proof": word.proof,
                        "partner_id": self.customers[word.customer].id,
                    }
                ],
            )

    def test_it_says_who_wrote_it_down(self):
        for word, consent in self.pairs:
            self.assertEqual(consent.user_id.login or None, word.recorder)

    def test_addresses_are_kept_as_the_ledger_keeps_them(self):
        for word, consent in self.pairs:
            partner = self.customers[word.customer]
            expected = (
                partner.email_normalized
                if word.channel == "email"
                else partner.phone_sanitized
            )
            self.assertEqual(consent.address, expected)

    def test_the_latest_word_counts(self):
        latest = {}
        for word, consent in self.pairs:
            purposes = ("service", "loyalty", "prospecting")
            for purpose in purposes if word.purpose == "all" else (word.purpose,):
                latest[word.channel, consent.address, purpose] = word.decision
        words = ConsentWords(self.env).get({key[:2] for key in latest})
        self.assertEqual(
            {key: word.decision for key, word in words.items() if key in latest},
            latest,
        )
        self.assertEqual(set(latest.values()), {"granted", "withdrawn"})

    def test_who_said_no_is_on_the_block_list(self):
        for channel, model, field in (
            ("email", "mail.blacklist", "email"),
            ("sms", "phone.blacklist", "number"),
        ):
            closed = {
                consent.address
                for word, consent in self.pairs
                if (word.channel, word.decision) == (channel, "withdrawn")
            }
            listed = self.env[model].search(
                [(field, "in", self.consents.mapped("address"))]
            )
            self.assertEqual(set(listed.mapped(field)), closed)

    def test_the_card_shows_what_was_said(self):
        word = self.relations.words[0]
        customer = self.customers[word.customer]
        seen = self._as("service.client", customer)
        expected = sum(one.customer == word.customer for one in self.relations.words)
        self.assertEqual(seen.consent_count, expected)

    def test_the_page_of_choices_knows_them(self):
        [word, *_more] = [
            one for one in self.relations.words if one.source == "unsubscribe"
        ]
        choices = self.env["sunumarche.consent"]._get_choices("email", word.address)
        self.assertEqual(set(choices.values()), {"withdrawn"})

    def test_what_was_said_cannot_be_changed(self):
        with self.assertRaises(UserError):
            self.consents[0].proof = "something else"
        self.env.invalidate_all()
        self.assertEqual(self.consents[0].proof, self.relations.words[0].proof)
