from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeLinks(MergeCase):
    """Links and households of two contacts who become one, and two again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cheikh, cls.demba = (
            cls._create_customer(name) for name in ("Cheikh Fall", "Demba Ba")
        )

    def _type(self, name):
        return self.env.ref(f"sunumarche_crm.link_type_{name}")

    def _link(self, partner, name, other, **values):
        return self.env["sunumarche.contact.link"].create(
            {
                "partner_id": partner.id,
                "type_id": self._type(name).id,
                "other_partner_id": other.id,
                **values,
            }
        )

    def _get_links(self, partner):
        return {(link.type_id, link.other_partner_id) for link in partner.link_ids}

    def _join(self, head, *members, **values):
        return self.env["sunumarche.household"].create(
            {
                "head_id": head.id,
                "member_ids": [
                    Command.create({"partner_id": member.id, **values})
                    for member in members
                ],
            }
        )

    def _assert_undone(self, before, merge):
        merge.action_undo()
        self.assertEqual(self._find_differences(before, self._dump()), [])
        self.assertFalse(merge.report)

    def test_links_follow_their_contact_on_both_sides(self):
        self._link(self.gone, "spouse", self.cheikh)
        self._link(self.demba, "sponsor", self.gone)
        before = self._dump()
        merge = self._merge()
        self.assertEqual(
            self._get_links(self.kept),
            {
                (self._type("spouse"), self.cheikh),
                (self._type("sponsored"), self.demba),
            },
        )
        self.assertEqual(
            self._get_links(self.demba), {(self._type("sponsor"), self.kept)}
        )
        self.assertFalse(self.gone.link_ids)
        self._assert_undone(before, merge)
        self.assertEqual(
            self._get_links(self.demba), {(self._type("sponsor"), self.gone)}
        )

    def test_the_same_link_of_both_is_one(self):
        kept = self._link(self.kept, "spouse", self.cheikh)
        gone = self._link(self.gone, "spouse", self.cheikh, comment="In 2019")
        before = self._dump()
        merge = self._merge()
        self.assertEqual(self.kept.link_ids, kept)
        self.assertEqual(self.cheikh.link_ids, kept.mirror_id)
        self.assertFalse(gone.exists())
        self._assert_undone(before, merge)
        self.assertEqual(self.gone.link_ids.comment, "In 2019")
        self.assertEqual(gone.mirror_id.mirror_id, gone)

    def test_a_link_between_the_two_is_none_to_oneself(self):
        link = self._link(self.kept, "same_person", self.gone)
        before = self._dump()
        merge = self._merge()
        self.assertFalse(link.exists())
        self.assertFalse(self.kept.link_ids)
        self._assert_undone(before, merge)
        self.assertEqual(self.kept.link_ids.other_partner_id, self.gone)

    def test_of_two_superiors_the_survivor_s_own_stays(self):
        self._link(self.gone, "reports_to", self.demba)
        self._link(self.kept, "reports_to", self.cheikh)
        before = self._dump()
        merge = self._merge()
        self.assertEqual(
            self._get_links(self.kept), {(self._type("reports_to"), self.cheikh)}
        )
        self.assertFalse(self.demba.link_ids)
        self._assert_undone(before, merge)

    def test_links_one_after_the_other_both_stay(self):
        self._link(self.kept, "reports_to", self.cheikh, date_end="2024-12-31")
        self._link(self.gone, "reports_to", self.demba, date_start="2025-01-01")
        before = self._dump()
        merge = self._merge()
        self.assertEqual(self.kept.link_ids.other_partner_id, self.cheikh | self.demba)
        self._assert_undone(before, merge)

    def test_three_contacts_with_one_link_each_keep_one(self):
        third = self._create_customer("Awa Diop Fall")
        for partner in (self.kept, self.gone, third):
            self._link(partner, "spouse", self.cheikh)
        self._link(self.gone, "same_person", third)
        before = self._dump()
        merge = self._merge(losers=self.gone | third)
        self.assertEqual(len(self.kept.link_ids), 1)
        self.assertEqual(len(self.cheikh.link_ids), 1)
        self._assert_undone(before, merge)

    def test_links_between_two_groups_of_one_batch_are_one(self):
        other = self._create_customer("Cheikh FALL")
        self._link(self.kept, "spouse", self.cheikh)
        self._link(self.gone, "spouse", other)
        before = self._dump()
        merges = (
            self.env["sunumarche.merge"]
            .with_user(self.merger)
            ._merge({self.kept: self.gone, self.cheikh: other})
        )
        self.assertEqual(
            self._get_links(self.kept), {(self._type("spouse"), self.cheikh)}
        )
        merges[1].action_undo()
        merges[0].action_undo()
        self.assertEqual(self._find_differences(before, self._dump()), [])

    def test_a_link_in_whose_place_another_stands_is_reported(self):
        self._link(self.kept, "reports_to", self.cheikh)
        self._link(self.gone, "reports_to", self.demba)
        merge = self._merge()
        since = self._link(self.gone, "reports_to", self.cheikh)
        merge.action_undo()
        self.assertEqual(self.gone.link_ids, since)
        self.assertFalse(self.demba.link_ids)
        self.assertEqual(merge.state, "undone")
        self.assertEqual(merge.report, "Deleted or given to others since the merge: 2.")

    def test_a_link_to_who_was_deleted_since_is_reported(self):
        self._link(self.kept, "spouse", self.cheikh)
        self._link(self.gone, "spouse", self.cheikh)
        merge = self._merge()
        self.cheikh.unlink()
        merge.action_undo()
        self.assertFalse(self.gone.link_ids)
        self.assertTrue(self.gone.active)
        self.assertEqual(merge.report, "Deleted or given to others since the merge: 2.")

    def test_a_household_follows_with_its_link_to_the_head(self):
        household = self._join(self.cheikh, self.gone)
        before = self._dump()
        merge = self._merge()
        self.assertEqual(household._get_members(), self.cheikh | self.kept)
        self.assertEqual(
            self._get_links(self.kept), {(self._type("household"), self.cheikh)}
        )
        member = household.member_ids.filtered(lambda one: not one.is_head)
        self.assertEqual(member.link_id.partner_id, self.kept)
        self._assert_undone(before, merge)
        self.assertEqual(household._get_members(), self.cheikh | self.gone)

    def test_the_head_of_a_household_stays_its_head(self):
        household = self._join(self.gone, self.demba)
        before = self._dump()
        merge = self._merge()
        self.assertEqual(household.head_id, self.kept)
        self.assertEqual(household._get_members(), self.kept | self.demba)
        self._assert_undone(before, merge)

    def test_two_members_at_once_are_refused_before_anything_moves(self):
        self._join(self.cheikh, self.kept, self.gone)
        with self.assertRaisesRegex(UserError, "household at the same time"):
            self._merge()
        self.assertTrue(self.gone.active)

    def test_heads_of_two_households_are_refused(self):
        self._join(self.kept)
        self._join(self.gone)
        with self.assertRaisesRegex(UserError, "household at the same time"):
            self._merge()

    def test_members_one_after_the_other_are_merged(self):
        self._join(self.cheikh, self.kept, date_end="2024-12-31")
        self._join(self.demba, self.gone, date_start="2025-01-01")
        before = self._dump()
        merge = self._merge()
        self.assertEqual(len(self.kept.household_member_ids), 2)
        self._assert_undone(before, merge)
