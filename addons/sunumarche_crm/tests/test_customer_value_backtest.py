from odoo.tests import tagged

from ..engine.customer_value_backtest import get_grade
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
    "a": 0.4,
    "b": 4,
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
                self.assertLessEqual(fit.interval_coverage, 0.85)
                self.assertLessEqual(fit.mean_error, fit.simple_error)
                self.assertGreaterEqual(fit.quiet_rate, 0.8)
                self.assertEqual(fit.grade, "a")

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
