# Two connections must see each other's work: the tests commit, and tidy up.
# pylint: disable=invalid-commit
from contextlib import closing

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL

from ..engine.segment_refresh import SegmentRefresh


@tagged("post_install", "-at_install")
class TestSegmentConcurrency(BaseCase):
    """Two workers, two database connections, the same customer and segment."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr)
            self.partner_id = env["res.partner"].create({"name": "Two workers"}).id
            self.segment_id = (
                env["sunumarche.segment"]
                .create(
                    {
                        "name": "Two workers",
                        "kind": "list",
                        "partner_ids": [Command.set([self.partner_id])],
                    }
                )
                .id
            )
            cr.commit()
        self.addCleanup(self._remove)

    @staticmethod
    def _env(cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr)
            env["sunumarche.segment"].browse(self.segment_id).unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            env.flush_all()
            env.execute_query(SQL("DELETE FROM sunumarche_segment_queue"))
            cr.commit()

    def _process(self, cr):
        return self._env(cr)["sunumarche.segment.queue"]._process_batch()

    def _members(self, cr):
        memberships = self._env(cr)["sunumarche.segment.membership"]
        return memberships.search([("segment_id", "=", self.segment_id)])

    def test_the_second_worker_steps_back_and_nobody_enters_twice(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            self.assertGreaterEqual(self._process(first), 1)
            self.assertEqual(self._process(second), 0)
            self.assertFalse(self._members(second))
            second.rollback()
            first.commit()
            self.assertEqual(len(self._members(second)), 1)
            SegmentRefresh(self._env(second)).run()
            self.assertEqual(len(self._members(second)), 1)

    def test_a_killed_worker_leaves_everything_as_it_was(self):
        with closing(self.registry.cursor()) as worker:
            self.assertGreaterEqual(self._process(worker), 1)
        with closing(self.registry.cursor()) as next_worker:
            self.assertFalse(self._members(next_worker))
            self.assertGreaterEqual(self._process(next_worker), 1)
            self.assertEqual(len(self._members(next_worker)), 1)

    def test_two_people_mark_one_customer_without_waiting(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            for cr in (first, second):
                env = self._env(cr)
                env.execute_query(SQL("SET LOCAL lock_timeout = '1s'"))
                env["sunumarche.segment.queue"]._mark([self.partner_id])
            first.commit()
            second.commit()
            self.assertGreaterEqual(self._process(first), 1)
            self.assertEqual(len(self._members(first)), 1)
            first.commit()
