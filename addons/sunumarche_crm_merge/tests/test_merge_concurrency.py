# Two connections must see each other's work: the tests commit, and tidy up.
# pylint: disable=invalid-commit
from contextlib import closing

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL


@tagged("post_install", "-at_install")
class TestMergeConcurrency(BaseCase):
    """Two people merge what overlaps: one does it, the other is told why not."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with closing(self.registry.cursor()) as cr:
            partners = self._env(cr)["res.partner"].create(
                [{"name": f"Two mergers {number}"} for number in range(3)]
            )
            self.ids = partners.ids
            cr.commit()
        self.addCleanup(self._remove)

    @staticmethod
    def _env(cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr)
            for table in ("sunumarche_segment_queue", "sunumarche_merge"):
                env.execute_query(SQL("DELETE FROM %s", SQL.identifier(table)))
            env["res.partner"].browse(self.ids).unlink()
            cr.commit()

    def _merge(self, cr, survivor, loser):
        env = self._env(cr)
        partners = env["res.partner"]
        return env["sunumarche.merge"]._merge(
            {partners.browse(self.ids[survivor]): partners.browse(self.ids[loser])}
        )

    def _merged(self, cr):
        partners = self._env(cr)["res.partner"].browse(self.ids)
        return [partner.merged_into_id.id for partner in partners]

    def test_one_wins_and_the_other_changes_nothing(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            self._merge(first, 0, 1)
            with self.assertRaisesRegex(UserError, "at this moment"):
                self._merge(second, 2, 1)
            second.rollback()
            first.commit()
            self.assertEqual(self._merged(second), [False, self.ids[0], False])

    def test_who_comes_after_is_told_that_it_is_done(self):
        with closing(self.registry.cursor()) as first:
            self._merge(first, 0, 1)
            first.commit()
        with (
            closing(self.registry.cursor()) as second,
            self.assertRaisesRegex(UserError, "already"),
        ):
            self._merge(second, 2, 1)

    def test_a_killed_merge_leaves_everything_as_it_was(self):
        with closing(self.registry.cursor()) as killed:
            self._merge(killed, 0, 1)
        with closing(self.registry.cursor()) as other:
            self.assertEqual(self._merged(other), [False] * 3)
            [[count]] = self._env(other).execute_query(
                SQL("SELECT count(*) FROM sunumarche_merge_move")
            )
            self.assertFalse(count)
