from odoo.fields import Date
from odoo.tests import tagged

from ..engine.customer_value_backtest import get_grade
from ..engine.customer_value_quarters import (
    Outcome,
    Seasons,
    get_group,
    get_widening,
)
from ..engine.customer_value_refresh import CustomerValueRefresh
from ..engine.customer_value_scores import WIDEST
from .customer_value_common import CustomerValueCase

# Customers of a shop, of a wholesaler whose customers stay, and rare buyers.
SHOP = {
    "r": 0.9,
    "alpha": 10,
    "a": 0.6,
    "b": 3.5,
    "p": 4.0,
    "q": 4.0,
    "gamma": 40_000,
    "weeks": 150,
}
WHOLESALE = {
    "r": 2.5,
    "alpha": 8,
    "a": 0.15,
    "b": 8,
    "p": 2.0,
    "q": 6.0,
    "gamma": 400_000,
    "weeks": 120,
}
RARE = {
    "r": 1.5,
    "alpha": 40,
    "a": 0.2,
    "b": 6,
    "p": 6.25,
    "q": 3.74,
    "gamma": 15_000,
    "weeks": 200,
}
# (name, months held out, what the customers are drawn from)
BASES = (("shop", 12, SHOP), ("wholesale", 9, WHOLESALE), ("rare", 12, RARE))


@tagged("post_install", "-at_install")
class TestCustomerValueBackTest(CustomerValueCase):
    def test_four_customers_of_five_end_up_inside_the_range(self):
        for seed, (name, months, parameters) in enumerate(BASES, 21):
            company = self.setup_other_company(name=name)["company"]
            company.currency_id = self.xof
            self._draw_customers(1500, seed=seed, company=company, **parameters)
            with self.subTest(base=name):
                fit = self._fit(company)
                self.assertEqual(fit.method, "model")
                self.assertEqual(fit.test_months, months)
                self.assertGreaterEqual(fit.interval_coverage, 0.75)
                # A year is a little wider than its quarters require.
                self.assertLessEqual(fit.interval_coverage, 0.87)
                self.assertLessEqual(fit.mean_error, 1.1 * fit.simple_error)
                self.assertGreaterEqual(fit.quiet_rate, 0.8)
                self.assertIn(fit.grade, ("a", "b"))
                self.assertEqual(fit.quarter_count, 6 if name == "wholesale" else 8)
                self._check_quarters(fit)

    def _check_quarters(self, fit):
        self.assertGreaterEqual(fit.quarter_coverage, 0.75)
        self.assertLessEqual(fit.quarter_coverage, 0.85)
        self.assertGreaterEqual(fit.quarter_least_coverage, 0.6)
        self.assertGreaterEqual(fit.frequent_coverage, 0.7)
        self.assertLessEqual(fit.frequent_coverage, 0.9)

    def test_every_quarter_of_a_shop_with_an_autumn_is_covered(self):
        self._draw_customers(1500, seed=31, **{**SHOP, "weeks": 230, "quiet": 0.5})
        fit = self._fit()
        self.assertTrue(fit.knows_seasons)
        self._check_quarters(fit)

    def test_ranges_are_widened_until_four_of_five_are_inside(self):
        outcomes = [Outcome(0, 0, miss / 100) for miss in range(1, 101)]
        outcomes += [Outcome(1, 2, 3.0)] * 29
        self.assertEqual(get_widening([]), (1, 1, 1))
        once, some, often = get_widening(outcomes)
        self.assertEqual(once, 0.81)
        self.assertEqual((some, often), (3.0, 3.0), "too few: as everybody")
        outcomes += [Outcome(1, 2, 99.0)] * 29
        self.assertEqual(get_widening(outcomes)[2], WIDEST)
        self.assertEqual([get_group(n) for n in (0, 1, 5, 6, 40)], [0, 1, 1, 2, 2])

    def test_seasons_need_two_full_years(self):
        for year in (2023, 2024):
            for month, amount in ((2, 1_000), (5, 1_000), (8, 1_000), (11, 3_000)):
                self._import_purchase(amount, f"{year}-{month:02}-15")
        self._import_purchase(1_000, "2022-12-31")
        seasons = Seasons(CustomerValueRefresh(self.company))
        end = Date.to_date("2024-12-31")
        self.assertAlmostEqual(seasons.get_factor(end, 3), 2_000 * 4 / 12_000)
        autumn = Date.to_date("2025-09-30")
        self.assertAlmostEqual(seasons.get_factor(autumn, 3), 6_000 * 4 / 9_000)
        self.assertEqual(seasons.get_factor(Date.to_date("2024-12-29"), 3), 1)
        self.assertAlmostEqual(seasons.get_factor(end, 12), 1)

    def test_test_needs_a_past_and_customers(self):
        self._draw_customers(80, **{**WHOLESALE, "weeks": 20})
        fit = self._fit()
        self.assertEqual(fit.method, "model")
        self.assertEqual(fit.grade, "none")
        self.assertFalse(fit.test_date)

    def test_grades(self):
        good = {
            "test_interval_count": 100,
            "interval_coverage": 0.8,
            "mean_error": 10,
            "simple_error": 11,
            "expected_total": 105,
            "real_total": 100,
        }
        self.assertEqual(get_grade(good), "a")
        for change, grade in (
            ({"interval_coverage": 0.9}, "b"),
            ({"interval_coverage": 0.5}, "c"),
            ({"mean_error": 11.5}, "b"),
            ({"mean_error": 20}, "c"),
            ({"expected_total": 130}, "b"),
            ({"expected_total": 300}, "c"),
            ({"real_total": 0}, "c"),
            ({"test_interval_count": 29}, "none"),
        ):
            with self.subTest(**change):
                self.assertEqual(get_grade(good | change), grade)
