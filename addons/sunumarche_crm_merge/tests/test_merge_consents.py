from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.sunumarche_crm.engine.consent_words import ConsentWords

from .common import MergeCase

ADDRESS = "awa.diop@example.org"


@tagged("post_install", "-at_install")
class TestMergeConsents(MergeCase):
    """What people said stands as they said it, whoever they became."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gone.email = ADDRESS

    def _say(self, partner, channel="email", address=ADDRESS, **values):
        return self.env["sunumarche.consent"].create(
            {
                "channel": channel,
                "address": address,
                "purpose": "prospecting",
                "decision": "withdrawn",
                "proof": "Said so",
                "partner_id": partner.id,
                **values,
            }
        )

    def _get_word(self, channel, key):
        word = ConsentWords(self.env).get([(channel, key)])
        return word[channel, key, "prospecting"].decision

    def test_words_are_shown_with_the_contact_kept(self):
        said = self._say(self.gone) | self._say(
            self.kept, address=self.kept.email, decision="granted"
        )
        before = self._dump()
        merge = self._merge()
        self.assertEqual(said.partner_id, self.kept)
        self.assertLess(said, self.kept.consent_ids)
        merge.action_undo()
        self.assertEqual(self._find_differences(before, self._dump()), [])
        self.assertEqual(said[0].partner_id, self.gone)
        self.assertEqual(said[1].partner_id, self.kept)

    def test_the_stricter_word_holds_for_all_addresses(self):
        self._say(self.gone, date="2025-01-01 08:00:00")
        self._say(self.kept, address=self.kept.email, decision="granted")
        before = self._dump()
        merge = self._merge()
        self.assertEqual(self._get_word("email", ADDRESS), "withdrawn")
        self.assertEqual(self._get_word("email", "awa@example.com"), "withdrawn")
        [row] = self.kept.consent_ids.filtered(lambda one: one.source == "merge")
        self.assertEqual(
            (row.address, row.purpose, row.partner_id, row.user_id),
            ("awa@example.com", "prospecting", self.kept, self.merger),
        )
        merge.action_undo()
        self.assertEqual(self._find_differences(before, self._dump()), [])
        self.assertEqual(self._get_word("email", "awa@example.com"), "granted")

    def test_each_purpose_and_channel_is_merged_by_itself(self):
        self._say(self.gone, purpose="loyalty")
        self._say(self.gone, "sms", self.gone.phone, purpose="all")
        self._merge()
        rows = self.kept.consent_ids.filtered(lambda one: one.source == "merge")
        self.assertEqual(
            {(row.channel, row.address, row.purpose) for row in rows},
            {("email", "awa@example.com", "loyalty")}
            | {
                ("sms", "+221771234567", purpose)
                for purpose in ("service", "loyalty", "prospecting")
            },
        )

    def test_what_was_said_at_an_address_given_up_is_merged_too(self):
        self._say(self.gone)
        self.gone.email = "new@example.org"
        self._merge()
        self.assertEqual(self._get_word("email", "awa@example.com"), "withdrawn")

    def test_a_yes_said_after_the_merge_is_heard(self):
        self._say(self.gone)
        self._merge()
        self._say(self.kept, address=self.kept.email, decision="granted")
        self.assertEqual(self._get_word("email", "awa@example.com"), "granted")

    def test_nobody_deletes_what_a_merge_inferred(self):
        self._say(self.gone)
        self._merge()
        rows = self.kept.consent_ids.filtered(lambda one: one.source == "merge")
        with self.assertRaises(UserError):
            rows.sudo().unlink()

    def test_no_to_letters_is_the_no_of_the_contact_kept(self):
        self._say(self.gone, "post", False)
        unmerged = self.kept._get_consent_addresses()
        merge = self._merge()
        addresses = self.kept._get_consent_addresses()
        self.assertIn(("post", f"contact:{self.gone.id}", "Awa DIOP"), addresses)
        self.assertEqual(self._get_word("post", f"contact:{self.gone.id}"), "withdrawn")
        self.assertEqual(self.kept.consent_count, 2)
        merge.action_undo()
        self.assertEqual(self.kept._get_consent_addresses(), unmerged)

    def test_the_card_kept_shows_the_no_to_letters(self):
        partner = self.kept.with_user(self.merger)
        self._say(self.gone, "post", False)
        self.assertNotIn("Awa DIOP", partner.consent_summary)
        self._merge()
        partner.invalidate_recordset()
        self.assertIn("Awa DIOP", partner.consent_summary)

    def test_where_a_word_came_from_never_changes(self):
        # sudo: sunumarche.consent - as the system records a word
        said = (
            self.env["sunumarche.consent"]
            .sudo()
            ._record(
                [
                    {
                        "channel": "email",
                        "address": ADDRESS,
                        "purpose": "all",
                        "decision": "withdrawn",
                        "source": "unsubscribe",
                        "model": "res.partner",
                        "res_id": self.gone.id,
                    }
                ]
            )
        )
        merge = self._merge()
        said.invalidate_recordset()
        self.assertEqual((said.partner_id, said.res_id), (self.kept, self.gone.id))
        merge.action_undo()
        self.assertEqual((said.partner_id, said.res_id), (self.gone, self.gone.id))

    def test_words_said_since_the_merge_stay(self):
        merge = self._merge()
        said = self._say(self.kept)
        merge.action_undo()
        self.assertEqual(said.partner_id, self.kept)
