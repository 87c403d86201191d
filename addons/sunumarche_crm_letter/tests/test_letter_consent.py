from odoo.fields import Command
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestLetterConsent(TransactionCase):
    """Who opposed letters is listed, and gets none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        address = {"street": "12 rue Blanchot", "city": "Dakar"}
        cls.awa, cls.binta = cls.env["res.partner"].create(
            [{"name": name, "customer_rank": 1, **address} for name in ("Awa", "Binta")]
        )
        cls.template = cls.env["sunumarche.letter.template"].create(
            {"name": "Tabaski", "body": "<p>{{name}}</p>"}
        )

    def _say(self, decision, purpose, partner=None):
        self.env["sunumarche.consent"].create(
            {
                "channel": "post",
                "partner_id": (partner or self.awa).id,
                "purpose": purpose,
                "decision": decision,
                "proof": "Letter",
            }
        )

    def _print(self):
        return self.env["sunumarche.letter.print"].create(
            {
                "template_id": self.template.id,
                "partner_ids": [Command.set((self.awa + self.binta).ids)],
            }
        )

    def _get_recipients(self):
        contacts = self._print()._get_contacts()
        return contacts._split_letter_recipients()[0]

    def test_who_opposed_letters_is_listed_with_the_reason(self):
        self._say("withdrawn", "all")
        wizard = self._print()
        self.assertEqual((wizard.recipient_count, wizard.refused_count), (1, 1))
        self.assertIn("Awa: opposed to letters", wizard.refusals)

    def test_an_opposition_to_offers_leaves_letters_of_service(self):
        self._say("withdrawn", "prospecting")
        self.assertEqual(self._get_recipients(), self.binta)
        self.template.consent_purpose = "service"
        self.assertEqual(self._get_recipients(), self.awa + self.binta)

    def test_the_latest_word_counts(self):
        self._say("withdrawn", "all")
        self._say("granted", "prospecting")
        self.assertEqual(self._get_recipients(), self.awa + self.binta)

    def test_where_the_rule_asks_for_it_consent_comes_first(self):
        self.env["sunumarche.consent.policy"].search(
            [("channel", "=", "post"), ("purpose", "=", "prospecting")]
        ).rule = "prior"
        self.assertFalse(self._get_recipients())
        self._say("granted", "prospecting", self.binta)
        self.assertEqual(self._get_recipients(), self.binta)
