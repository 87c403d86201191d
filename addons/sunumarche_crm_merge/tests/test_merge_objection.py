from odoo.tests import tagged

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeObjection(MergeCase):
    """A number or address that is blocked blocks all those of the same person."""

    def test_each_merge_of_several_knows_its_own(self):
        """What one of them added to the list goes when that one is undone."""
        self.gone.email = "awa.diop@example.org"
        other = self._create_customer("Modou Fall", email="modou@example.com")
        other_gone = self._create_customer("M. Fall", email="fall@example.org")
        blocked = self.env["mail.blacklist"]
        for address in ("awa.diop@example.org", "fall@example.org"):
            blocked._add(address)
        merges = (
            self.env["sunumarche.merge"]
            .with_user(self.merger)
            ._merge({self.kept: self.gone, other: other_gone})
        )
        self.env.flush_all()
        moves = self.env["sunumarche.merge.move"].search(
            [
                ("merge_id", "in", merges.ids),
                ("table_name", "=", "mail_blacklist"),
                ("operation", "in", ("added", "renewed")),
            ]
        )
        added = {
            (blocked.browse(move.old_id).email, move.merge_id.survivor_id)
            for move in moves
        }
        self.assertEqual(
            added, {("awa@example.com", self.kept), ("modou@example.com", other)}
        )
