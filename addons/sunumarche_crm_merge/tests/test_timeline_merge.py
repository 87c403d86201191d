from odoo.tests import new_test_user, tagged

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestTimelineMerge(MergeCase):
    """A merge stands on the timeline of the contact that was kept."""

    def _read_lines(self, user):
        kept = self.kept.with_user(user)
        return kept.ask_timeline({"kinds": ["merge"]})["lines"]

    def test_who_may_merge_sees_merges_and_that_they_were_undone(self):
        self.assertFalse(self._read_lines(self.merger))
        merge = self._merge()
        [line] = self._read_lines(self.merger)
        self.assertEqual(line["title"], "Awa DIOP merged into it")
        self.assertEqual(line["document_id"], merge.id)
        merge.action_undo()
        [line] = self._read_lines(self.merger)
        self.assertEqual(line["title"], "Awa DIOP merged into it; undone since")

    def test_others_do_not(self):
        self._merge()
        agent = new_test_user(
            self.env, "no_merger", "sunumarche_crm.group_service_agent"
        )
        self.assertFalse(self._read_lines(agent))
