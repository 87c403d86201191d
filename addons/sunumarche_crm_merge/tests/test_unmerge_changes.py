from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestUnmergeChanges(MergeCase):
    """Undoing after something was deleted or changed; what is kept of a merge."""

    def _moves(self, merge):
        return self.env["sunumarche.merge.move"].search([("merge_id", "=", merge.id)])

    def test_a_tag_deleted_since_is_reported_and_the_other_comes_back(self):
        tags = self.env["res.partner.category"].create(
            [{"name": "One"}, {"name": "Two"}]
        )
        (self.kept | self.gone).category_id = tags
        merge = self._merge()
        tags[0].unlink()
        merge.action_undo()
        self.assertEqual(self.gone.category_id, tags[1])
        self.assertEqual(self.kept.category_id, tags[1])
        self.assertEqual(merge.report, "Deleted or given to others since the merge: 1.")

    def test_a_follower_who_was_added_again_is_one(self):
        """The row of the follower and that of what he follows cannot come back."""
        follower = self.merger.partner_id
        (self.kept | self.gone).message_subscribe(follower.ids)
        merge = self._merge()
        self.gone.message_subscribe(follower.ids)
        merge.action_undo()
        self.assertEqual(self.gone.message_partner_ids & follower, follower)
        self.assertEqual(merge.report, "Deleted or given to others since the merge: 2.")

    def test_who_was_deleted_since_cannot_come_back(self):
        third = self._create_customer("Awa Diop Fall")
        order = self.env["sale.order"].create({"partner_id": third.id})
        merge = self._merge(losers=self.gone | third)
        third.unlink()
        with self.assertRaisesRegex(UserError, "was deleted since"):
            merge.action_undo()
        self.assertEqual(order.partner_id, self.kept)
        self.assertFalse(self.gone.active)

    def test_a_line_deleted_with_its_document_is_reported(self):
        order = self.env["sale.order"].create({"partner_id": self.gone.id})
        lead = self.env["crm.lead"].create(
            {"name": "A lead", "partner_id": self.gone.id}
        )
        merge = self._merge()
        lead.unlink()
        merge.action_undo()
        self.assertEqual(order.partner_id, self.gone)
        self.assertIn("Deleted or given to others since the merge", merge.report)

    def test_what_was_made_since_is_counted_by_type(self):
        merge = self._merge()
        # sudo: sunumarche.merge - as if the merge had been some days ago
        merge.sudo().date = "2025-01-01"
        self.env["sale.order"].create([{"partner_id": self.kept.id}] * 2)
        self.env["crm.lead"].create({"name": "A lead", "partner_id": self.kept.id})
        merge.action_undo()
        lines = merge.report.splitlines()
        self.assertEqual([line.rsplit(" ", 1)[1] for line in lines], ["(2).", "(1)."])
        self.assertTrue(
            all("they stay with Awa Diop" in line for line in lines), merge.report
        )

    def test_the_last_day_on_which_it_can_be_undone(self):
        self.env["ir.config_parameter"].set_param("sunumarche_crm_merge.undo_days", "7")
        merge = self._merge()
        self.assertEqual(str(merge.undo_until), "2025-07-07 00:00:00")
        self.assertTrue(merge.can_undo)
        merge.invalidate_recordset()
        with freeze_time("2025-07-07 00:00:01"):
            self.assertFalse(merge.can_undo)

    def test_what_is_past_is_forgotten_and_the_merge_stays_listed(self):
        past = self._merge()
        third = self._create_customer("Awa Diop Fall")
        recent = self._merge(losers=third)
        # sudo: sunumarche.merge - as if the merge had been long ago
        past.sudo().undo_until = "2025-06-29 23:59:59"
        # sudo: sunumarche.merge - PostgreSQL's clock is not the test's
        recent.sudo().undo_until = "2100-01-01"
        self.env.flush_all()
        count = len(self._moves(past))
        self.assertGreaterEqual(count, 4)
        kept = self._moves(recent)
        moves = self.env["sunumarche.merge.move"]
        self.assertEqual(moves._gc_past(), (count, False))
        self.env.invalidate_all()
        self.assertFalse(self._moves(past))
        self.assertEqual(self._moves(recent), kept)
        self.assertEqual(past.loser_ids, self.gone)

    def test_the_journal_tells_of_the_merge_and_of_its_undoing(self):
        merge = self._merge()
        merge.action_undo()
        events = self.env["sunumarche.journal"].search(
            [("kind", "=", "merge"), ("res_id", "=", self.kept.id)], order="id"
        )
        self.assertEqual(
            [(one.summary, one.user_id, one.record_name) for one in events],
            [
                ("Contacts merged", self.merger, "Awa Diop"),
                ("Merge undone", self.merger, "Awa Diop"),
            ],
        )
        self.assertEqual(events[0].after["merged_into_id"], "Awa DIOP")

    def test_both_may_be_merged_again_the_other_way_round(self):
        order = self.env["sale.order"].create({"partner_id": self.gone.id})
        self._merge().action_undo()
        before = self._dump()
        merge = self._merge(self.gone, self.kept)
        self.assertEqual(order.partner_id, self.gone)
        self.assertEqual(self.kept.merged_into_id, self.gone)
        merge.action_undo()
        self.assertEqual(self._find_differences(before, self._dump()), [])
