from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sunumarche_query.tests.common import condition

from ..engine.segment_simulation import Move, SegmentSimulation
from .segment_common import SegmentCase, definition

TABLES = (
    "sunumarche.segment",
    "sunumarche.segment.line",
    "sunumarche.segment.membership",
    "sunumarche.segment.queue",
)


@tagged("post_install", "-at_install")
class TestSegmentSimulation(SegmentCase):
    """A simulation writes nothing and says what applying does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axis = cls.env["sunumarche.segment.axis"].create(
            {"name": "Value", "company_id": cls.company.id}
        )
        cls.vip = cls._create_segment(
            "VIP",
            condition("customer_net_amount", "at_least", 40000),
            axis_id=cls.axis.id,
            sequence=1,
        )
        cls.regular = cls._create_segment(
            "Regular",
            condition("customer_purchase_count", "at_least", 1),
            axis_id=cls.axis.id,
            sequence=2,
        )
        cls.lower = definition(condition("customer_net_amount", "at_least", 10000))

    def _snapshot(self):
        """Every row of the segments' tables, with its write date."""
        self.env.flush_all()
        self.env.invalidate_all()
        return {
            model: self.env[model]
            .with_context(active_test=False)
            .search([])
            .read(load=None)
            for model in TABLES
        }

    def test_moves_between_segments_of_the_axis(self):
        moves = SegmentSimulation(self.vip).run({"definition": self.lower})
        self.assertEqual(moves, [Move(self.regular.id, self.vip.id, 1, 20000)])

    def test_nothing_is_written(self):
        before = self._snapshot()
        SegmentSimulation(self.vip).run({"definition": self.lower})
        self.assertEqual(self._snapshot(), before)

    def test_figures_equal_those_after_applying(self):
        wizard = self._open_wizard(self.vip)
        wizard.definition = self.lower
        wizard.action_simulate()
        self.assertRecordValues(
            wizard.move_ids,
            [
                {
                    "segment_from_id": self.regular.id,
                    "segment_to_id": self.vip.id,
                    "customer_count": 1,
                    "turnover": 20000,
                }
            ],
        )
        counts = {one: one.member_count for one in self.vip | self.regular}
        self.assertEqual((wizard.entered_count, wizard.left_count), (1, 0))
        wizard.action_apply()
        for one, sign in ((self.vip, 1), (self.regular, -1)):
            self.assertEqual(one.member_count, counts[one] + sign)
        self.assertEqual(self._members(self.vip), self.dakar | self.thies)
        self.assertEqual(self.vip.definition, self.lower)

    def test_entering_from_outside(self):
        outside = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        moves = SegmentSimulation(outside).run(
            {"definition": definition(condition("city", "is", "Thiès"))}
        )
        self.assertEqual(
            set(moves),
            {
                Move(None, outside.id, 1, 20000),
                Move(outside.id, None, 1, 50000),
            },
        )

    def test_a_combination(self):
        both = self._create_segment(
            "Both",
            kind="combination",
            line_ids=[Command.create({"component_id": self.vip.id})],
        )
        wizard = self._open_wizard(both)
        wizard.step_ids = [
            Command.create({"operator": "union", "component_id": self.regular.id})
        ]
        wizard.action_simulate()
        self.assertEqual((wizard.entered_count, wizard.left_count), (1, 0))
        self.assertEqual(self._members(both), self.dakar)
        wizard.action_apply()
        self.assertEqual(self._members(both), self.dakar | self.thies)

    def _open_wizard(self, segment):
        action = segment.action_simulate()
        return self.env[action["res_model"]].browse(action["res_id"])
