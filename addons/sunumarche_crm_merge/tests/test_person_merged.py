from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.sunumarche_crm.engine.consent_words import ConsentWords
from odoo.addons.sunumarche_crm.engine.person_erasure import PersonErasure
from odoo.addons.sunumarche_crm.engine.person_records import PersonRecords

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestPersonMerged(MergeCase):
    """Who is erased is gone from the cards that were merged too, for good."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gone.write({"street": "3 rue X bis", "birthdate": "1990-01-02"})

    def _erase(self, partner):
        PersonErasure(partner).run()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_the_merged_card_and_the_merge_are_his(self):
        merge = self._merge()
        for partner in self.kept | self.gone:
            found = PersonRecords(partner).find()
            self.assertEqual(found["res.partner"], self.kept | self.gone)
            self.assertEqual(found["sunumarche.merge"], merge)

    def test_a_card_merged_twice(self):
        third = self._create_customer("A. Diop")
        self._merge()
        self._merge(third, self.kept)
        cards = PersonRecords(self.gone).partners
        self.assertEqual(cards, self.kept | self.gone | third)

    def test_the_merged_card_says_nothing_of_him(self):
        self._merge()
        self._erase(self.kept)
        self.assertEqual(self.gone.name, f"Erased person {self.gone.id}")
        self.assertFalse(self.gone.street or self.gone.birthdate)

    def test_the_second_address_that_a_merge_gave_goes_too(self):
        self.gone.email = "awa.second@example.com"
        self._merge()
        self.assertEqual(self.kept.second_email, "awa.second@example.com")
        self._erase(self.kept)
        self.assertFalse(self.kept.second_email or self.kept.second_email_key)
        words = ConsentWords(self.env).get([("email", "awa.second@example.com")])
        decisions = {word.decision for word in words.values()}
        self.assertEqual(decisions, {"withdrawn"})

    def test_nobody_comes_back_by_undoing_the_merge(self):
        merge = self._merge()
        self._erase(self.kept)
        moves = self.env["sunumarche.merge.move"].search([("merge_id", "=", merge.id)])
        self.assertFalse(moves)
        self.assertFalse(merge.can_undo)
        with self.assertRaises(UserError):
            merge.with_user(self.merger).action_undo()

    def test_the_journal_no_longer_says_who_was_merged(self):
        self._merge()
        [event] = self.env["sunumarche.journal"].search(
            [("kind", "=", "merge"), ("res_id", "=", self.kept.id)]
        )
        self.assertIn("DIOP", event.after["merged_into_id"])
        self._erase(self.gone)
        self.assertFalse(event.record_name or event.after)

    def test_he_is_nobody_s_duplicate(self):
        # sudo: sunumarche.duplicate.group - written by the engine alone
        group = (
            self.env["sunumarche.duplicate.group"]
            .sudo()
            .create({"name": "Awa Diop, Awa DIOP", "level": "propose"})
        )
        for partner in self.kept | self.gone:
            group.member_ids.create(
                {
                    "group_id": group.id,
                    "profile_key": partner.id * 4,
                    "partner_id": partner.id,
                    "name": partner.name,
                }
            )
        self._erase(self.gone)
        self.assertFalse(group.exists())
        self.assertFalse(
            self.env["sunumarche.duplicate.member"].search([("name", "=", "Awa DIOP")])
        )
