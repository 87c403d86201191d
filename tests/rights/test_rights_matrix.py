"""Each line of the matrix through the ORM: let through or refused, nothing written."""

import contextlib

from odoo.tools import mute_logger

from ..common import RepoCase
from .matrix import LINES, OPERATIONS, Attempt, StoredState
from .world import World


class TestRightsMatrix(RepoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World(cls.env)

    @contextlib.contextmanager
    def _undone(self):
        """A savepoint that is always rolled back."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    @mute_logger("odoo.models.unlink")
    def test_each_line_through_the_orm(self):
        for line in LINES:
            for operation in OPERATIONS:
                with self.subTest(line=line.key, operation=operation):
                    self._check(line, operation)

    def _check(self, line, operation):
        attempt = Attempt(self.world, line, operation)
        state = StoredState(attempt.record)
        self.env.invalidate_all()
        with self._undone():
            self.assertEqual(attempt.run(), operation in line.allowed)
            if operation not in line.allowed:
                self.assertTrue(state.is_unchanged())
            if operation == "read":
                self.assertEqual(attempt.finds(), "read" in line.allowed)
