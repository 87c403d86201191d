from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sunumarche_query.tests.common import condition, group

from ..engine.segment_graph import BATCH_SIZE, GraphNode, SegmentGraph
from .segment_common import SegmentCase, definition, member


@tagged("post_install", "-at_install")
class TestSegmentAxis(SegmentCase):
    """Of the segments of an axis a customer has one: the first that fits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axis = cls.env["sunumarche.segment.axis"].create(
            {"name": "Value", "company_id": cls.company.id}
        )
        cls.buyer = condition("customer_purchase_count", "at_least", 1)
        cls.vip = cls._create_on_axis("VIP", 1, condition("city", "is", "Dakar"))
        cls.regular = cls._create_on_axis("Regular", 2, cls.buyer)

    @classmethod
    def _create_on_axis(cls, name, sequence, where=None, **values):
        values = {"axis_id": cls.axis.id, "sequence": sequence, **values}
        return cls._create_segment(name, where, **values)

    def test_the_first_that_fits_wins(self):
        self.assertEqual(self._members(self.vip), self.dakar)
        self.assertEqual(self._members(self.regular), self.thies)

    def test_another_order(self):
        self.regular.sequence = 0
        self._refresh_segments()
        self.assertFalse(self._members(self.vip))
        self.assertEqual(self._members(self.regular), self.dakar | self.thies)
        self.assertEqual(self.vip.membership_ids.left_cause, "axis")

    def test_a_customer_moves_up(self):
        self.thies.city = "Dakar"
        self._refresh_segments(partner_ids=self.thies.ids)
        self.assertEqual(self._members(self.vip), self.dakar | self.thies)
        self.assertFalse(self._members(self.regular))
        self.assertEqual(self.regular.membership_ids.left_cause, "axis")

    def test_a_segment_that_needs_others_stands_first(self):
        """Its members are known later than those of the segments after it."""
        first = self._create_on_axis(
            "First",
            0,
            group("all", member(self._create_segment("Thiès", self.buyer)), self.buyer),
        )
        self._refresh_segments()
        self.assertEqual(self._members(first), self.dakar | self.thies)
        self.assertFalse(self._members(self.vip) | self._members(self.regular))

    def test_customers_that_no_segment_covers(self):
        alone = self._create_buyer("Alone")
        uncovered = self.env["res.partner"].search(self.axis._get_uncovered_domain())
        self.assertIn(alone, uncovered)
        self.assertFalse(uncovered & (self.dakar | self.thies))
        self.assertEqual(self.axis.uncovered_count, len(uncovered))
        action = self.axis.action_open_uncovered()
        self.assertEqual(self.env["res.partner"].search(action["domain"]), uncovered)

    def test_everybody_else(self):
        alone = self._create_buyer("Alone")
        rest = self._create_on_axis("Others", 0, kind="rest")
        members = self._members(rest)
        self.assertIn(alone, members)
        self.assertFalse(members & (self.dakar | self.thies))
        self.axis.invalidate_recordset()
        self.assertEqual(self.axis.uncovered_count, 0)

    def test_a_segment_that_cannot_be_computed_keeps_its_customers(self):
        user = self._create_new_internal_user(
            login="segment_owner", groups="sunumarche_crm.group_marketer"
        )
        user.write({"company_ids": self.company.ids, "company_id": self.company.id})
        self.vip.user_id = user
        user.active = False
        self._refresh_segments()
        self.assertTrue(self.vip.refresh_error)
        self.assertEqual(self._members(self.vip), self.dakar)
        self.assertEqual(self._members(self.regular), self.thies)

    def test_an_archived_segment_leaves_its_place(self):
        self.vip.action_archive()
        self._refresh_segments()
        self.assertEqual(self._members(self.regular), self.dakar | self.thies)

    def test_a_circle_of_combinations_is_refused(self):
        def combine(name, component):
            return self._create_segment(
                name,
                kind="combination",
                line_ids=[Command.create({"component_id": component.id})],
            )

        first = combine("First", self._create_segment("Base", self.buyer))
        second = combine("Second", first)
        with self.assertRaisesRegex(
            ValidationError, "First.*→.*Second|Second.*→.*First"
        ):
            first.line_ids.component_id = second

    def test_a_circle_of_questions_is_refused(self):
        first = self._create_segment("First", self.buyer)
        second = self._create_segment("Second", member(first))
        with self.assertRaisesRegex(ValidationError, "→"):
            first.definition = definition(member(second))
        with self.assertRaisesRegex(ValidationError, "→"):
            first.definition = definition(member(first))

    def test_a_circle_through_an_axis_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "→"):
            self.vip.definition = definition(member(self.regular, "not_member"))

    def test_batches_of_a_graph(self):
        nodes = [GraphNode(one) for one in range(1, BATCH_SIZE + 11)]
        nodes.append(GraphNode(1000, needs=frozenset([1, 2])))
        nodes.append(GraphNode(1001, needs=frozenset([1000])))
        batches = SegmentGraph(nodes).get_batches()
        self.assertEqual([len(one) for one in batches], [BATCH_SIZE, 10, 1, 1])
        self.assertEqual(SegmentGraph(nodes).find_cycle(), [])
        self.assertEqual(SegmentGraph(nodes).get_dependents([2]), {2, 1000, 1001})
