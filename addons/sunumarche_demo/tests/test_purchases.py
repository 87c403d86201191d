from collections import Counter
from datetime import date
from itertools import pairwise
from random import Random
from statistics import mean

from odoo.tests import BaseCase, tagged

from ..engine.customers import CustomerFactory
from ..engine.purchases import (
    LARGEST_BASKET,
    ROUNDING,
    Habit,
    adjust_to,
    draw_habits,
    draw_purchases,
)
from ..engine.seasons import SeasonClock

START, END = date(2023, 6, 21), date(2026, 6, 20)
TOTAL = 5000


@tagged("post_install", "-at_install")
class TestPurchases(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clock = SeasonClock.between(START, END)
        cls.customers = list(CustomerFactory(Random(1)).draw(500))
        cls.habits = draw_habits(Random(2), cls.customers, cls.clock)
        adjusted = adjust_to(cls.habits, TOTAL)
        cls.drawn = draw_purchases(Random(3), adjusted, cls.clock)
        cls.bought = [one for one in cls.drawn if not one.is_refund]
        cls.refunds = [one for one in cls.drawn if one.is_refund]
        cls.counts = Counter(one.customer for one in cls.bought)

    def test_about_as_many_come_out_as_asked(self):
        self.assertAlmostEqual(len(self.drawn), TOTAL, delta=TOTAL * 0.08)

    def test_four_in_a_hundred_are_refunds(self):
        self.assertAlmostEqual(len(self.refunds) / len(self.bought), 0.04, delta=0.012)

    def test_a_refund_follows_a_purchase_and_is_no_larger(self):
        largest = {}
        for one in self.drawn:
            if one.is_refund:
                self.assertLessEqual(one.amount, largest[one.customer])
            else:
                known = largest.get(one.customer, 0)
                largest[one.customer] = max(known, one.amount)

    def test_purchases_are_in_order_and_within_the_years(self):
        days = [one.day for one in self.drawn]
        self.assertEqual(days, sorted(days))
        self.assertGreaterEqual(days[0], START)
        self.assertLessEqual(days[-1], END)

    def test_nobody_buys_on_sundays(self):
        self.assertFalse([one for one in self.bought if one.day.weekday() == 6])

    def test_amounts_are_round(self):
        for one in self.drawn:
            self.assertEqual(one.amount % ROUNDING, 0)
            self.assertGreater(one.amount, 0)
            self.assertLessEqual(one.amount, LARGEST_BASKET)

    def test_few_customers_buy_most(self):
        counts = sorted(self.counts.values(), reverse=True)
        self.assertGreater(sum(counts[:100]), 0.55 * sum(counts))
        self.assertGreater(sum(count == 1 for count in counts), 20)

    def test_some_left_and_some_are_new(self):
        last_seen = {one.customer: one.day for one in self.bought}
        first_seen = {one.customer: one.day for one in reversed(self.bought)}
        left = [day for day in last_seen.values() if day < date(2025, 6, 20)]
        new = [day for day in first_seen.values() if day > date(2025, 6, 20)]
        self.assertGreater(len(left), 40)
        self.assertGreater(len(new), 40)

    def test_companies_spend_more_at_once(self):
        spent = {True: [], False: []}
        for one in self.bought:
            spent[self.customers[one.customer].is_company].append(one.amount)
        self.assertGreater(mean(spent[True]), 2 * mean(spent[False]))

    def test_the_weeks_before_tabaski_are_the_busiest(self):
        weeks = Counter(one.day.isocalendar()[:2] for one in self.bought)
        ordinary = mean(weeks.values())
        before = [weeks[2025, number] for number in (20, 21, 22)]
        self.assertGreater(mean(before), 1.3 * ordinary)
        self.assertLess(weeks[2025, 24], ordinary)

    def test_the_same_source_draws_the_same_purchases(self):
        adjusted = adjust_to(self.habits, TOTAL)
        self.assertEqual(draw_purchases(Random(3), adjusted, self.clock), self.drawn)

    def test_habits_are_of_the_customers_in_their_order(self):
        self.assertEqual([habit.customer for habit in self.habits], list(range(500)))


@tagged("post_install", "-at_install")
class TestHabits(BaseCase):
    def setUp(self):
        super().setUp()
        self.clock = SeasonClock.between(START, END)

    def _draw(self, **values):
        habit = {"customer": 0, "interval": 30, "first": 0, "last": 365, "basket": 1e5}
        drawn = draw_purchases(Random(5), [Habit(**(habit | values))], self.clock)
        return [one for one in drawn if not one.is_refund]

    def test_a_monthly_customer_comes_every_month(self):
        self.assertAlmostEqual(len(self._draw()), 12, delta=3)

    def test_who_leaves_does_not_come_back(self):
        last = self._draw(last=100)[-1].day
        self.assertLessEqual(last, self.clock.day(100))

    def test_who_joins_late_was_not_there_before(self):
        first = self._draw(first=300)[0].day
        self.assertEqual(first, self.clock.day(300))

    def test_an_empty_stay_gives_nothing(self):
        self.assertEqual(self._draw(first=10, last=5), [])

    def test_a_prospect_buys_nothing(self):
        self.assertEqual(self._draw(first=self.clock.length + 1), [])

    def test_adjusting_changes_the_pace_and_nothing_else(self):
        habits = [
            Habit(customer=0, interval=30, first=0, last=300, basket=1e5),
            Habit(customer=1, interval=60, first=0, last=300, basket=2e5),
        ]
        adjusted = adjust_to(habits, 32)
        self.assertEqual([habit.interval for habit in adjusted], [15, 30])
        self.assertEqual([habit.basket for habit in adjusted], [1e5, 2e5])
        self.assertEqual([habit.last for habit in adjusted], [300, 300])

    def test_adjusting_nobody_gives_nobody(self):
        self.assertEqual(adjust_to([], 100), [])

    def test_a_basket_stays_within_its_bounds(self):
        dear = self._draw(basket=1e9, interval=5)
        cheap = self._draw(basket=1, interval=5)
        self.assertEqual({one.amount for one in dear}, {LARGEST_BASKET})
        self.assertEqual({one.amount for one in cheap}, {10 * ROUNDING})

    def test_intervals_are_about_as_long_as_the_habit_says(self):
        days = [one.day for one in self._draw(interval=20, last=1000)]
        gaps = [(late - early).days for early, late in pairwise(days)]
        self.assertAlmostEqual(mean(gaps), 20, delta=4)
        self.assertGreater(max(gaps), 25)
