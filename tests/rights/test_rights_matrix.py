"""Each line of the matrix through the ORM: let through or refused."""

from odoo.tools import mute_logger

from ..common import RepoCase
from .matrix import LINES, OPERATIONS, Attempt, undone
from .world import World


class TestRightsMatrix(RepoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World(cls.env)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    @mute_logger("odoo.models.unlink")
    def test_each_line_through_the_orm(self):
        faults = [
            f"{line} {operation}: {fault}"
            for line in LINES
            for operation in OPERATIONS
            for fault in self._try(line, operation)
        ]
        self.assertFalse(faults, "\n".join(["", *faults]))

    def _try(self, line, operation):
        """Yield what differs from the matrix."""
        attempt = Attempt(self.world, line, operation)
        allowed = operation in line.allowed
        with undone(self.env):
            outcome = attempt.run()
        if not attempt.fits(outcome, allowed):
            yield outcome
        if operation == "read" and attempt.finds() != allowed:
            yield "search does not agree"
