from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

from odoo.tests import BaseCase, tagged

from ..engine.catalogue import CATALOGUE
from ..engine.customers import CustomerFactory
from ..engine.orders import (
    BY_TRANSFER,
    COMPANY_TERM,
    Settlement,
    draw_counter_sale,
    draw_lines,
    draw_order,
)
from ..engine.purchases import Purchase

AS_OF = date(2026, 6, 20)
PRICES = {article.code: article.price for article in CATALOGUE}
PURCHASE = Purchase(customer=0, day=date(2026, 5, 4), amount=400_000, quantity=1)


def worth(lines):
    return sum(PRICES[line.code] * line.quantity for line in lines)


@tagged("post_install", "-at_install")
class TestLines(BaseCase):
    def test_articles_are_worth_about_the_amount(self):
        rng = Random(1)
        for amount in (60_000, 150_000, 400_000, 1_200_000):
            values = [worth(draw_lines(rng, amount)) for _number in range(200)]
            self.assertLessEqual(max(values), amount)
            self.assertGreater(sum(values) / 200, 0.7 * amount)

    def test_a_tiny_amount_still_buys_something(self):
        self.assertTrue(draw_lines(Random(1), 1))

    def test_no_article_comes_twice(self):
        rng = Random(2)
        for _number in range(200):
            codes = [line.code for line in draw_lines(rng, 500_000)]
            self.assertEqual(len(set(codes)), len(codes))


@tagged("post_install", "-at_install")
class TestOrders(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        drawn = list(CustomerFactory(Random(1)).draw(60))
        cls.person = next(one for one in drawn if not one.is_company)
        cls.company = next(one for one in drawn if one.is_company)

    def _draw(self, customer, count=300, **values):
        rng = Random(6)
        purchase = replace(PURCHASE, **values)
        return [draw_order(rng, purchase, customer, AS_OF) for _number in range(count)]

    def test_persons_mostly_pay_at_the_counter(self):
        kinds = Counter(order.settlement for order in self._draw(self.person))
        self.assertGreater(kinds[Settlement.TILL], 180)
        self.assertGreater(kinds[Settlement.UNPAID], 5)

    def test_companies_have_a_term_and_every_way_to_pay(self):
        orders = self._draw(self.company)
        self.assertEqual({order.term_days for order in orders}, {COMPANY_TERM})
        kinds = {order.settlement for order in orders}
        self.assertEqual(kinds, set(Settlement) - {Settlement.TILL})

    def test_late_is_after_the_due_date_and_on_time_is_not(self):
        for order in self._draw(self.company):
            delay = (order.settled - order.invoiced).days
            if order.settlement is Settlement.LATE:
                self.assertGreater(delay, COMPANY_TERM)
            elif order.settlement is Settlement.TRANSFER:
                self.assertLessEqual(delay, COMPANY_TERM)

    def test_transfers_arrive_on_thursdays(self):
        for order in self._draw(self.company):
            if order.settlement in BY_TRANSFER:
                self.assertEqual(order.settled.weekday(), 3)

    def test_the_future_has_not_happened(self):
        for order in self._draw(self.company, day=AS_OF):
            self.assertEqual(order.delivered, AS_OF)
            self.assertEqual(order.settled, AS_OF)
            self.assertIs(order.settlement, Settlement.UNPAID)

    def test_a_counter_sale_keeps_what_the_purchase_was(self):
        sale = draw_counter_sale(Random(1), replace(PURCHASE, is_refund=True))
        self.assertTrue(sale.is_refund)
        self.assertEqual(sale.day, PURCHASE.day)
        self.assertLessEqual(worth(sale.lines), PURCHASE.amount)
