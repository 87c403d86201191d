import csv
import random
from math import exp, lgamma, log
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..engine.customer_value_bgnbd import BgNbd, History, MbgNbd
from ..engine.customer_value_fitting import DOUBT
from ..engine.customer_value_forecast import STEPS, Forecast
from ..engine.customer_value_gamma import GammaGamma
from ..engine.customer_value_optimum import digamma

SAMPLE = Path(__file__).parent / "data" / "cdnow_sample.csv"


@tagged("post_install", "-at_install")
class TestPublishedFigures(BaseCase):
    """The 1/10 sample of CDNOW (2,357 customers, known until 30 September 1997).

    The file holds one row a distinct history, with what each of its customers spent
    on repeat purchases; it was counted from the public log.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.weights, cls.spending = {}, []
        with SAMPLE.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                repeats = int(row["repeats"])
                history = History(
                    repeats, int(row["recency_days"]) / 7, int(row["age_days"]) / 7
                )
                cls.weights[history] = int(row["customers"])
                amounts = map(float, row["repeat_amounts"].split())
                cls.spending += [(repeats, a / repeats) for a in amounts if a > 0]

    def test_the_data_are_those_of_the_paper(self):
        self.assertEqual(sum(self.weights.values()), 2357)
        self.assertEqual(len(self.spending), 946)

    def test_bgnbd_equals_fader_hardie_lee_2005(self):
        model, log_likelihood = BgNbd.fit(self.weights)
        parameters = (model.r, model.alpha, model.a, model.b)
        self.assertEqual(
            [f"{value:.3f}" for value in parameters],
            ["0.243", "4.414", "0.793", "2.426"],
        )
        self.assertEqual(f"{log_likelihood:.1f}", "-9582.4")
        self.assertAlmostEqual(
            model.log_likelihood(self.weights), log_likelihood, places=6
        )

    def test_mbgnbd_equals_the_published_fit(self):
        """As BTYDplus publishes it for the same sample."""
        model, _log_likelihood = MbgNbd.fit(self.weights)
        parameters = (model.r, model.alpha, model.a, model.b)
        self.assertEqual(
            [f"{value:.3f}" for value in parameters],
            ["0.525", "6.183", "0.891", "1.614"],
        )

    def test_who_bought_once_may_have_left(self):
        stays, _log_likelihood = BgNbd.fit(self.weights)
        leaves, _log_likelihood = MbgNbd.fit(self.weights)
        once = History(0, 0, 104)
        self.assertEqual(stays.alive(once), 1)
        self.assertAlmostEqual(leaves.alive(once), 0.285, places=3)
        self.assertGreater(leaves.alive(History(0, 0, 4)), 0.5)

    def test_a_little_doubt_changes_nothing_that_the_data_tell(self):
        model, log_likelihood = MbgNbd.fit(self.weights, DOUBT)
        self.assertAlmostEqual(log_likelihood, -9582.136, places=2)
        self.assertAlmostEqual(model.r, 0.525, places=2)

    def test_gamma_gamma_equals_fader_hardie_2013(self):
        model = GammaGamma.fit(self.spending)
        self.assertEqual(
            [f"{value:.2f}" for value in (model.p, model.q, model.gamma)],
            ["6.25", "3.74", "15.44"],
        )

    def test_expected_purchases_of_the_next_39_weeks(self):
        """1653.4 by the closed formula of the paper; ours sums probabilities."""
        model, _log_likelihood = BgNbd.fit(self.weights)
        expected = sum(
            count * model.expected(history, 39)
            for history, count in self.weights.items()
        )
        self.assertEqual(f"{expected:.1f}", "1653.4")

    def test_expected_purchases_of_a_customer_of_the_paper(self):
        """Customer 0001 of the sample: x = 2, t_x = 30.43, T = 38.86."""
        model = BgNbd(0.243, 4.414, 0.793, 2.426)
        expected = model.expected(History(2, 30.43, 38.86), 39)
        self.assertAlmostEqual(expected, 1.226, places=3)

    def test_the_fit_is_a_maximum(self):
        model, best = BgNbd.fit(self.weights)
        for name in ("r", "alpha", "a", "b"):
            for factor in (0.99, 1.01):
                values = {**model.__dict__, name: getattr(model, name) * factor}
                self.assertLess(BgNbd(**values).log_likelihood(self.weights), best)


@tagged("post_install", "-at_install")
class TestValueModels(BaseCase):
    """The formulas against slower ones, and against drawn customers."""

    def test_likelihood_equals_the_formula_written_out(self):
        model = BgNbd(0.6, 7.0, 0.9, 3.0)
        weights = {History(0, 0, 20): 3, History(1, 4, 20): 2, History(5, 30, 31): 1}

        def one(x, recency, age):
            r, alpha, a, b = model.r, model.alpha, model.a, model.b
            rate = lgamma(r + x) - lgamma(r) + r * log(alpha)
            stay = lgamma(a + b) - lgamma(b) + lgamma(b + x) - lgamma(a + b + x)
            active = (alpha + age) ** -(r + x)
            left = a / (b + x - 1) * (alpha + recency) ** -(r + x) if x else 0
            return rate + stay + log(active + left)

        expected = sum(count * one(*history) for history, count in weights.items())
        self.assertAlmostEqual(model.log_likelihood(weights), expected, places=9)

    def test_a_shop_that_nobody_leaves_does_not_end_at_the_bound(self):
        drawn = random.Random(5)
        weights = {}
        for _customer in range(2000):
            age = drawn.randrange(4, 53)
            rate = drawn.gammavariate(0.9, 1 / 9)
            history = History(*_draw_purchases(drawn, rate, 0, age), age)
            weights[history] = weights.get(history, 0) + 1
        model, _log_likelihood = MbgNbd.fit(weights, DOUBT)
        self.assertLess(model.b, 1000)
        self.assertLess(model.alive(History(5, 9, 53)), 0.9)
        self.assertGreater(model.alive(History(5, 50, 53)), 0.95)

    def test_modified_likelihood_equals_the_formula_written_out(self):
        model = MbgNbd(0.6, 7.0, 0.9, 3.0)
        weights = {History(0, 0, 20): 3, History(1, 4, 20): 2, History(5, 30, 31): 1}

        def one(x, recency, age):
            r, alpha, a, b = model.r, model.alpha, model.a, model.b
            rate = lgamma(r + x) - lgamma(r) + r * log(alpha)
            active = _beta(a, b + x + 1) / _beta(a, b) * (alpha + age) ** -(r + x)
            left = _beta(a + 1, b + x) / _beta(a, b) * (alpha + recency) ** -(r + x)
            return rate + log(active + left), active / (active + left)

        expected = sum(count * one(*history)[0] for history, count in weights.items())
        self.assertAlmostEqual(model.log_likelihood(weights), expected, places=9)
        for history in weights:
            self.assertAlmostEqual(model.alive(history), one(*history)[1], places=9)

    def test_digamma_is_the_slope_of_lgamma(self):
        for value in (0.01, 0.5, 1.0, 3.7, 12.0, 400.0):
            slope = (lgamma(value * 1.0001) - lgamma(value * 0.9999)) / (value * 2e-4)
            self.assertAlmostEqual(digamma(value) / slope, 1, places=5)

    def test_fit_finds_the_parameters_that_drew_the_customers(self):
        drawn = random.Random(7)
        weights = {}
        for _customer in range(8000):
            rate = drawn.gammavariate(0.8, 1 / 10)
            leaving = drawn.betavariate(0.7, 3.0)
            age = drawn.randrange(26, 105)
            history = History(*_draw_purchases(drawn, rate, leaving, age), age)
            weights[history] = weights.get(history, 0) + 1
        model, _log_likelihood = BgNbd.fit(weights)
        self.assertAlmostEqual(model.r, 0.8, delta=0.08)
        self.assertAlmostEqual(model.alpha, 10, delta=1.2)
        self.assertAlmostEqual(model.a / (model.a + model.b), 0.7 / 3.7, delta=0.03)

    def test_mean_spend_moves_from_everybody_s_to_the_customer_s_own(self):
        model = GammaGamma(6.25, 3.74, 15.44)
        self.assertAlmostEqual(model.mean_spend(0, 0), 6.25 * 15.44 / 2.74, places=6)
        self.assertAlmostEqual(model.mean_spend(10_000, 80), 80, delta=0.1)

    def test_outlook_equals_drawn_customers(self):
        """Share of the drawn ones below each quantile, within the error of 6,000."""
        drawn = random.Random(11)
        purchases = BgNbd(1.5, 12.0, 0.5, 5.0)
        for p, q in ((6.25, 3.74), (1.2, 2.5)):
            forecast = Forecast(purchases, GammaGamma(p, q, 40_000), horizon=52)
            for repeats, age in ((0, 30), (3, 60), (15, 100)):
                outlook = forecast.outlook(repeats, age)
                counts, amounts = self._draw(drawn, forecast, repeats, age, 6000)
                mean = sum(counts) / len(counts)
                self.assertAlmostEqual(mean / outlook.expected, 1, delta=0.05)
                for most, reached in enumerate(outlook.cumulated[:6]):
                    share = sum(count <= most for count in counts) / len(counts)
                    self.assertAlmostEqual(share, reached, delta=0.025)
                for step in (2, 10, 18):
                    below = sum(a <= outlook.spending[step] for a in amounts)
                    self.assertAlmostEqual(
                        below / len(amounts), step / STEPS, delta=0.035
                    )

    def _draw(self, drawn, forecast, repeats, age, number):
        model, money = forecast.purchases, forecast.spending
        counts, amounts = [], []
        for _customer in range(number):
            rate = drawn.gammavariate(model.r + repeats, 1 / (model.alpha + age))
            leaving = drawn.betavariate(model.a, model.b + repeats)
            count, _recency = _draw_purchases(drawn, rate, leaving, forecast.horizon)
            counts.append(count)
            if count:
                scale = drawn.gammavariate(money.q + money.p * (repeats + 1), 1)
                amounts.append(drawn.gammavariate(money.p * count, 1) / scale)
        return counts, amounts

    def test_outlook_of_very_frequent_customers(self):
        forecast = Forecast(
            BgNbd(2.0, 1.0, 0.1, 9.0), GammaGamma(4, 4, 1000), horizon=52
        )
        outlook = forecast.outlook(3000, 260)
        self.assertTrue(500 < outlook.expected < 600)
        self.assertEqual(outlook.cumulated, sorted(outlook.cumulated))
        self.assertEqual(outlook.spending, sorted(outlook.spending))


def _beta(a, b):
    return exp(lgamma(a) + lgamma(b) - lgamma(a + b))


def _draw_purchases(drawn, rate, leaving, duration):
    """Return (number of repeat purchases, time of the last)."""
    moment = recency = 0.0
    repeats = 0
    while True:
        moment += drawn.expovariate(rate)
        if moment > duration:
            return repeats, recency
        repeats, recency = repeats + 1, moment
        if drawn.random() < leaving:
            return repeats, recency
