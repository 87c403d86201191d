from datetime import date

from odoo.tests import BaseCase, tagged

from ..engine.orders import Settlement
from ..engine.plan import Scale
from .common import AS_OF, SEED, SMALL, draw_small


@tagged("post_install", "-at_install")
class TestPlan(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = draw_small()

    def test_the_same_seed_and_day_give_the_same_plan(self):
        self.assertEqual(draw_small(), self.plan)

    def test_another_seed_gives_another_plan(self):
        other = draw_small(seed=SEED + 1)
        self.assertNotEqual(other.customers, self.plan.customers)
        self.assertNotEqual(other.history, self.plan.history)

    def test_another_day_moves_the_purchases_but_not_the_customers(self):
        other = draw_small(as_of=date(2026, 2, 3))
        self.assertEqual(other.customers, self.plan.customers)
        self.assertEqual(other.cutover, date(2025, 12, 30))
        self.assertNotEqual(other.history, self.plan.history)

    def test_the_numbers_are_those_asked_for(self):
        plan = self.plan
        self.assertEqual(len(plan.customers), SMALL.customers)
        self.assertEqual(len(plan.orders), SMALL.flow_orders)
        total = len(plan.history) + len(plan.orders) + len(plan.counter_sales)
        self.assertAlmostEqual(total, SMALL.purchases, delta=100)

    def test_the_cutover_parts_history_from_invoices(self):
        plan = self.plan
        self.assertEqual(plan.cutover, date(2026, 5, 16))
        self.assertLess(max(one.day for one in plan.history), plan.cutover)
        recent = [one.day for one in (*plan.orders, *plan.counter_sales)]
        self.assertGreaterEqual(min(recent), plan.cutover)
        self.assertLessEqual(max(recent), AS_OF)

    def test_orders_are_never_refunds_asked_for_twice(self):
        more = draw_small(scale=Scale(60, 400, 10_000))
        self.assertTrue(all(sale.is_refund for sale in more.counter_sales))

    def test_a_fraction_of_the_scale(self):
        self.assertEqual(Scale(2000, 20_000, 320).times(0.05), Scale(100, 1000, 16))

    def test_the_whole_company_has_what_was_promised(self):
        plan = draw_small(scale=Scale())
        total = len(plan.history) + len(plan.orders) + len(plan.counter_sales)
        self.assertAlmostEqual(total, 20_000, delta=1000)
        self.assertEqual(len(plan.orders), 320)
        self.assertEqual({one.settlement for one in plan.orders}, set(Settlement))

    def test_opportunities_are_of_companies(self):
        plan = draw_small(scale=Scale(60, 400, 70))
        self.assertEqual(len(plan.opportunities), 10)
        self.assertEqual(len(plan.quotations), 7)
        for opportunity in plan.opportunities:
            self.assertTrue(plan.customers[opportunity.customer].is_company)
            self.assertLess(opportunity.opened, AS_OF)
            self.assertGreater(opportunity.deadline, AS_OF)

    def test_nobody_at_all_is_a_company_too(self):
        plan = draw_small(scale=Scale(customers=0, purchases=0, flow_orders=0))
        self.assertFalse(plan.customers or plan.history or plan.orders)
