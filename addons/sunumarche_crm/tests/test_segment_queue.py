from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.sunumarche_query.tests.common import aggregate, condition

from .segment_common import SegmentCase


@tagged("post_install", "-at_install")
class TestSegmentQueue(SegmentCase):
    """What touches a customer marks him, and the refresh sees to the marks."""

    def setUp(self):
        super().setUp()
        self.queue = self.env["sunumarche.segment.queue"]

    def _create_order_segment(self):
        return self._create_segment(
            "Big orders",
            aggregate(
                "customer_order_ids",
                "count",
                "at_least",
                1,
                where={
                    "type": "related",
                    "field": "order_line",
                    "match": "any",
                    "where": condition("product_uom_qty", "at_least", 5),
                },
            ),
        )

    def _marked(self):
        self.env.flush_all()
        self.queue.invalidate_model()
        marked = self.queue.search([]).partner_id
        self.env.execute_query(SQL("DELETE FROM sunumarche_segment_queue"))
        return marked

    def test_a_field_of_the_contact(self):
        segment = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        self._marked()
        self.thies.city = "Dakar"
        self.env.flush_all()
        self.assertEqual(self.queue._process_batch(), 1)
        self.assertEqual(self._members(segment), self.dakar | self.thies)
        self.assertEqual(segment.member_count, 2)
        self.assertEqual(self.queue._process_batch(), 0)

    def test_a_computed_field_by_what_it_is_computed_from(self):
        self._create_segment("Elders", condition("age", "at_least", 60))
        self._marked()
        self.thies.birthdate = "1950-01-01"
        self.assertEqual(self._marked(), self.thies)

    def test_a_field_that_no_segment_speaks_of(self):
        self._create_segment("Dakar", condition("city", "is", "Dakar"))
        self._marked()
        self.thies.street = "Rue 10"
        self.assertFalse(self._marked())

    def test_labels_of_the_contact(self):
        label = self.env["res.partner.category"].create({"name": "Grossiste"})
        segment = self._create_segment(
            "Wholesale", condition("category_id", "in", label.ids)
        )
        self._marked()
        self.dakar.category_id = [Command.link(label.id)]
        self.env.flush_all()
        self.assertTrue(self.queue._process_batch())
        self.assertEqual(self._members(segment), self.dakar)

    def test_documents_and_their_lines(self):
        segment = self._create_order_segment()
        self._marked()
        order = self.env["sale.order"].create(
            {
                "partner_id": self.dakar.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.product_a.id, "product_uom_qty": 2}
                    )
                ],
            }
        )
        self.assertEqual(self._marked(), self.dakar)
        order.action_confirm()
        self.assertEqual(self._marked(), self.dakar)
        order.order_line.product_uom_qty = 7
        self.env.flush_all()
        self.queue._process_batch()
        self.assertEqual(self._members(segment), self.dakar)
        self.assertEqual(self._marked(), self.env["res.partner"])
        order.order_line.product_uom_qty = 1
        self.assertEqual(self._marked(), self.dakar)

    def test_both_customers_when_a_document_moves(self):
        self._create_order_segment()
        order = self.env["sale.order"].create({"partner_id": self.dakar.id})
        self._marked()
        order.partner_id = self.thies
        self.assertEqual(self._marked(), self.dakar | self.thies)

    def test_a_deleted_document(self):
        self._create_order_segment()
        order = self.env["sale.order"].create({"partner_id": self.dakar.id})
        self._marked()
        order.unlink()
        self.assertEqual(self._marked(), self.dakar)

    def test_refreshed_figures(self):
        segment = self._create_segment(
            "Buyers", condition("customer_purchase_count", "at_least", 2)
        )
        self._marked()
        self._invoice(1000, "2025-06-20", self.dakar)
        self.env.flush_all()
        self.env["sunumarche.customer.indicator.queue"]._process_batch()
        self.assertIn(self.dakar, self.queue.search([]).partner_id)
        self.queue._process_batch()
        self.assertEqual(self._members(segment), self.dakar)

    def test_a_changed_rule_waits_for_the_next_refresh(self):
        segment = self._create_segment("Dakar", condition("city", "is", "Dakar"))
        segment.definition = {
            **segment.definition,
            "where": condition("city", "is", "Thiès"),
        }
        self.assertEqual(segment.waiting_cause, "rule")
        self.assertTrue(self.queue._process_batch())
        self.assertFalse(segment.waiting_cause)
        self.assertEqual(self._members(segment), self.thies)
        self.assertEqual(
            segment.membership_ids.sorted("id").mapped("left_cause"), ["rule", False]
        )

    def test_marks_of_some_equal_a_refresh_of_all(self):
        segments = (
            self._create_segment("Dakar", condition("city", "is", "Dakar"))
            | self._create_order_segment()
        )
        self.thies.city = "Dakar"
        self.dakar.city = "Kaolack"
        self.env.flush_all()
        while self.queue._process_batch():
            continue
        before = [self._members(one) for one in segments]
        self.assertFalse(self._refresh_segments())
        self.assertEqual([self._members(one) for one in segments], before)
