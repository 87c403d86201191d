"""What the figures of the whole demo company tell, before anything is written."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import mean

from odoo.tests import BaseCase, tagged

from ..engine.catalogue import CATALOGUE
from ..engine.orders import Settlement
from ..engine.plan import SINCE_CUTOVER, Scale
from ..engine.purchases import ROUNDING
from .common import AS_OF, draw_small

PRICES = {article.code: article.price for article in CATALOGUE}


@tagged("post_install", "-at_install")
class TestPlanStory(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = draw_small(scale=Scale())
        cls.bought = [one for one in cls.plan.history if not one.is_refund]
        cls.refunds = [one for one in cls.plan.history if one.is_refund]
        cls.by_month = Counter(one.day.replace(day=1) for one in cls.bought)
        cls.days_of = defaultdict(list)
        for one in cls.bought:
            cls.days_of[one.customer].append(one.day)

    def _count_around(self, first, last):
        """Purchases a day between these days, both included."""
        days = (last - first).days + 1
        return sum(first <= one.day <= last for one in self.bought) / days

    # === Months ===

    def test_every_month_has_purchases(self):
        months = sorted(self.by_month)
        self.assertEqual(months[0], date(2023, 6, 1))
        self.assertEqual(months[-1], self.plan.cutover.replace(day=1))
        self.assertEqual(len(months), 36)
        self.assertTrue(all(count > 50 for count in self.by_month.values()))

    def test_december_is_above_the_year_before_and_after(self):
        for year in (2023, 2024, 2025):
            december = self.by_month[date(year, 12, 1)]
            autumn = self.by_month[date(year, 11, 1)]
            january = self.by_month[date(year + 1, 1, 1)]
            self.assertGreater(december, 1.2 * autumn)
            self.assertGreater(december, 1.4 * january)

    def test_tabaski_moves_the_busy_weeks_from_year_to_year(self):
        before_2024 = self._count_around(date(2024, 5, 27), date(2024, 6, 16))
        before_2025 = self._count_around(date(2025, 5, 17), date(2025, 6, 6))
        june_2025 = self._count_around(date(2025, 6, 12), date(2025, 6, 30))
        self.assertGreater(before_2024, 1.4 * june_2025)
        self.assertGreater(before_2025, 1.4 * june_2025)

    def test_ramadan_is_quieter_than_the_days_before_korite(self):
        ramadan = self._count_around(date(2025, 3, 3), date(2025, 3, 17))
        before_korite = self._count_around(date(2025, 3, 19), date(2025, 3, 30))
        self.assertGreater(before_korite, 1.5 * ramadan)

    def test_the_cutover_leaves_no_gap(self):
        weeks = Counter()
        documents = (*self.plan.orders, *self.plan.counter_sales)
        for one in (*self.bought, *(one for one in documents)):
            weeks[one.day.isocalendar()[:2]] += 1
        around = [
            weeks[(self.plan.cutover + timedelta(weeks=shift)).isocalendar()[:2]]
            for shift in (-2, -1, 0, 1, 2)
        ]
        self.assertGreater(min(around), 0.4 * mean(around))

    # === Customers ===

    def test_nearly_everybody_bought_and_a_few_did_not_yet(self):
        known = set(self.days_of)
        known |= {order.customer for order in self.plan.orders}
        known |= {sale.customer for sale in self.plan.counter_sales}
        self.assertGreater(len(known), 1900)
        self.assertLess(len(known), 2000)

    def test_a_fifth_of_the_customers_makes_most_of_the_turnover(self):
        spent = Counter()
        for one in self.bought:
            spent[one.customer] += one.amount
        ranked = sorted(spent.values(), reverse=True)
        self.assertGreater(sum(ranked[:400]), 0.7 * sum(ranked))
        self.assertLess(sum(ranked[:400]), 0.95 * sum(ranked))

    def test_rhythms_go_from_weekly_to_once(self):
        counts = sorted(len(days) for days in self.days_of.values())
        self.assertEqual(counts[0], 1)
        self.assertGreater(counts[-1], 120)
        self.assertGreater(sum(count == 1 for count in counts), 150)

    def test_some_stopped_long_ago(self):
        year_ago = AS_OF - timedelta(365)
        stopped = [
            customer
            for customer, days in self.days_of.items()
            if len(days) > 5 and days[-1] < year_ago
        ]
        self.assertGreater(len(stopped), 80)

    def test_some_are_new(self):
        half_a_year_ago = AS_OF - timedelta(182)
        new = [days for days in self.days_of.values() if days[0] > half_a_year_ago]
        self.assertGreater(len(new), 60)

    # === Refunds and orders ===

    def test_refunds_are_few_and_follow_within_three_weeks(self):
        self.assertAlmostEqual(len(self.refunds) / len(self.bought), 0.04, delta=0.008)
        for one in self.refunds:
            gaps = [(one.day - day).days for day in self.days_of[one.customer]]
            self.assertTrue(any(2 <= gap <= 21 for gap in gaps))

    def test_amounts_are_round_and_never_nothing(self):
        for one in self.plan.history:
            self.assertEqual(one.amount % ROUNDING, 0)
            self.assertGreater(one.amount, 0)

    def test_orders_cover_the_weeks_since_the_cutover(self):
        days = [order.day for order in self.plan.orders]
        self.assertEqual(self.plan.cutover, AS_OF - SINCE_CUTOVER)
        self.assertLess(min(days) - self.plan.cutover, timedelta(3))
        self.assertLess(AS_OF - max(days), timedelta(3))
        self.assertEqual(len({day.isocalendar()[:2] for day in days}), 6)

    def test_most_orders_are_paid_and_some_are_not(self):
        kinds = Counter(order.settlement for order in self.plan.orders)
        self.assertGreater(kinds[Settlement.TILL], 140)
        self.assertGreater(kinds[Settlement.UNPAID], 15)
        self.assertLess(kinds[Settlement.UNPAID], 90)
        self.assertLess(kinds[Settlement.RETURNED], 25)

    def test_some_of_the_unpaid_are_overdue(self):
        overdue = [
            order
            for order in self.plan.orders
            if order.settlement is Settlement.UNPAID
            and order.invoiced + timedelta(order.term_days) < AS_OF
        ]
        self.assertGreater(len(overdue), 10)

    def test_the_shelves_hold_what_is_sold(self):
        sold = Counter()
        for one in (*self.plan.orders, *self.plan.counter_sales):
            for line in one.lines:
                sold[line.code] += line.quantity
        self.assertGreater(len(sold), 30)
        self.assertLess(max(sold.values()), 400)

    def test_the_books_go_on_where_the_history_ends(self):
        before = mean(one.amount for one in self.bought)
        since = mean(
            sum(PRICES[line.code] * line.quantity for line in sale.lines)
            for sale in self.plan.counter_sales
        )
        self.assertAlmostEqual(since / before, 1, delta=0.5)
