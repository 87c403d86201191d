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

    def test_two_cards_of_one_person_get_one_letter(self):
        self.env["sunumarche.contact.link"].create(
            {
                "partner_id": self.awa.id,
                "type_id": self.env.ref("sunumarche_crm.link_type_same_person").id,
                "other_partner_id": self.binta.id,
            }
        )
        wizard = self._print()
        self.assertEqual(self._get_recipients(), self.awa)
        self.assertIn("Binta: gets it at another card", wizard.refusals)

    def test_an_employee_is_asked_for_consent_as_the_company_is(self):
        """Who bought is asked nothing before; the rule of prospects is stricter."""
        self.env["sunumarche.consent.policy"].search(
            [
                ("channel", "=", "post"),
                ("purpose", "=", "prospecting"),
                ("kind", "=", "prospect"),
            ]
        ).rule = "prior"
        (self.awa + self.binta).customer_rank = 0
        shop = self.env["res.partner"].create(
            {"name": "Shop", "is_company": True, "customer_rank": 1}
        )
        self.binta.parent_id = shop
        self.assertEqual(self._get_recipients(), self.binta)
