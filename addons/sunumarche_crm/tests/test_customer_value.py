from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Date
from odoo.tests import new_test_user, tagged
from odoo.tools import float_round

from ..engine.customer_value_bgnbd import History
from ..engine.customer_value_fitting import build_models
from ..engine.customer_value_forecast import STEPS, Forecast
from ..engine.customer_value_inputs import get_monday, sql_sample
from ..engine.customer_value_refresh import CustomerValueRefresh
from ..engine.customer_value_scores import WEEKS_A_MONTH
from .common import TODAY
from .customer_value_common import CustomerValueCase

DRAWN = {
    "r": 1.2,
    "alpha": 9,
    "a": 0.5,
    "b": 4,
    "p": 4,
    "q": 4,
    "gamma": 30_000,
    "weeks": 110,
}


@tagged("post_install", "-at_install")
class TestCustomerValueOracle(CustomerValueCase):
    """The scores written by SQL equal those computed customer by customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls._draw_customers(120, seed=5, **DRAWN)
        cls._import_purchase(-5_000, "2025-01-15", cls.customers[0])
        cls._import_purchase(-9_000_000, "2025-01-15", cls.customers[1])
        cls._invoice(25_000, "2025-06-30", cls.customers[2])

    def _expected(self, partner, fit):
        indicator = self._indicator(partner)
        monday = max(get_monday(Date.to_date(TODAY)), indicator.last_purchase_date)
        first, last = indicator.first_purchase_date, indicator.last_purchase_date
        repeats = indicator.purchase_day_count - 1
        spent = max(indicator.net_amount, 0)
        purchases, money = build_models(fit)
        age = (monday - first).days / 7
        alive = purchases.alive(History(repeats, (last - first).days / 7, age))
        outlook = Forecast(purchases, money, 12 * WEEKS_A_MONTH).outlook(
            repeats, int((monday - first).days + 3) // 7
        )
        low, high = self._levels(alive * (1 - outlook.cumulated[0]), alive)
        scale = money.gamma + spent
        expected = alive * outlook.expected
        width = fit._get_widening()[(repeats > 0) + (repeats > 5)]
        return {
            "repeat_count": repeats,
            "alive_probability": float_round(alive, 2),
            "expected_purchases": float_round(expected, 1),
            "mean_spend": float_round(spent / (repeats + 1), 0),
            "expected_value": expected
            * money.mean_spend(repeats + 1, spent / (repeats + 1)),
            "purchases_low": sum(level <= low for level in outlook.cumulated),
            "purchases_high": sum(level <= high for level in outlook.cumulated),
            "value_low": scale * self._quantile(outlook, low) / width,
            "value_high": scale * self._quantile(outlook, high) * width,
        }

    def _levels(self, buying, alive):
        if 1 - buying >= 0.1:
            return -1, 1 - 0.2 / alive
        return 1 - 0.9 / alive, 1 - 0.1 / alive

    def _quantile(self, outlook, level):
        nothing = outlook.cumulated[0]
        step = (level - nothing) / (1 - nothing) * STEPS
        if step < 0:
            return 0
        number = int(step)
        low, high = outlook.spending[number : number + 2]
        return low + (step - number) * (high - low)

    def test_scores_equal_those_of_the_formulas(self):
        fit = self._fit()
        self.assertEqual(fit.method, "model")
        self.assertEqual(fit.customer_count, 120)
        self.assertEqual(fit.fitted_customer_count, 120)
        for partner in self.customers:
            expected, value = self._expected(partner, fit), self._value(partner)
            with self.subTest(partner=partner.name, value=expected):
                self.assertEqual(value.method, "model")
                for name, figure in expected.items():
                    if name in ("expected_value", "value_low", "value_high"):
                        self.assertAlmostEqual(value[name], figure, delta=1)
                        self.assertEqual(value[name], round(value[name]))
                    else:
                        self.assertAlmostEqual(value[name], figure, places=6)

    def test_bounds_contain_what_is_expected(self):
        self._fit()
        values = self.env["sunumarche.customer.value"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(values), 120)
        for value in values:
            self.assertLessEqual(value.value_low, value.value_high)
            self.assertLessEqual(value.purchases_low, value.purchases_high)
            self.assertLessEqual(value.value_low, value.expected_value)
            self.assertTrue(0 <= value.alive_probability <= 1)

    def test_credit_notes_never_make_a_value_negative(self):
        self._fit()
        self.assertEqual(self._value(self.customers[1]).mean_spend, 0)
        self.assertGreaterEqual(self._value(self.customers[1]).expected_value, 0)

    def test_nothing_is_written_twice_in_a_week(self):
        fit = self._fit()
        self.assertFalse(self._score(fit))
        with freeze_time("2025-07-03"):
            self.assertFalse(self._score(fit))
            self._invoice(10_000, "2025-07-02", self.customers[3])
            report = self._score(fit)
            self.assertEqual((report.added, report.changed), (0, 1))
        with freeze_time("2025-07-08"):
            self.assertGreater(self._score(fit).changed, 60)

    def test_a_new_fit_keeps_the_old_one(self):
        first = self._fit()
        second = self._fit()
        self.assertTrue(first.exists())
        self.assertEqual(self._value(self.customers[0]).fit_id, second)
        self.assertEqual(
            self.env["sunumarche.customer.value.fit"]._get_latest(self.company), second
        )

    def test_a_sample_is_part_of_the_customers(self):
        self._refresh()
        inputs = CustomerValueRefresh(self.company).inputs
        rows = self.env.execute_query(sql_sample(inputs, 120, 40))
        self.assertTrue(15 < len(rows) < 70)
        self.assertEqual(rows, self.env.execute_query(sql_sample(inputs, 120, 40)))

    def test_customers_of_another_company_are_apart(self):
        other = self.setup_other_company(name="Abidjan")["company"]
        other.currency_id = self.xof
        self._import_purchase(
            9_000, "2025-05-01", self.customers[0], company_id=other.id
        )
        self._fit()
        fit = self._fit(other)
        self.assertEqual((fit.method, fit.customer_count), ("simple", 1))
        self.assertEqual(self._value(self.customers[0], other).repeat_count, 0)
        self.assertEqual(self._value(self.customers[0]).method, "model")

    def test_cron_fits_then_scores_every_company(self):
        cron = self.env.ref("sunumarche_crm.ir_cron_customer_value_score")
        self._refresh()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(len(self._value(self.customers[0])), 1)
        fits = self.env["sunumarche.customer.value.fit"]
        first = fits._get_latest(self.company)
        cron = self.env.ref("sunumarche_crm.ir_cron_customer_value_fit")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertNotEqual(fits._get_latest(self.company), first)


@tagged("post_install", "-at_install")
class TestCustomerValue(CustomerValueCase):
    """Few customers: the simple formula, and what is said in words."""

    def test_simple_formula(self):
        """90,000 in 18 months; 1 of the 2 buyers of last year is back: (1+1)/(2+2)."""
        for date in ("2024-01-01", "2025-01-01"):
            self._invoice(45_000, date)
        self._invoice(10_000, "2024-02-01", self._create_customer("Gone"))
        fit = self._fit()
        self.assertEqual(
            (fit.method, fit.customer_count, fit.repeat_customer_count, fit.grade),
            ("simple", 2, 1, "none"),
        )
        self.assertEqual(fit.retention_rate, 0.5)
        months = (Date.to_date(TODAY) - Date.to_date("2024-01-01")).days / 30.4375
        value = self._value()
        self.assertEqual(value.expected_value, round(90_000 / months * 12 * 0.5))
        self.assertEqual(value.mean_spend, 45_000)
        self.assertEqual((value.alive_probability, value.value_high), (0, 0))

    def test_a_new_customer_is_not_taken_for_a_weekly_one(self):
        self._invoice(12_000, "2025-06-25")
        self._fit()
        self.assertEqual(self._value().expected_value, 6_000)

    def test_empty_base_and_customers_without_purchase(self):
        fit = self._fit()
        self.assertEqual((fit.customer_count, fit.retention_rate), (0, 0.5))
        self.assertFalse(self._value())
        self._credit(5_000, "2025-01-01")
        self._score(fit)
        self.assertFalse(self._value())

    def test_value_goes_with_the_last_invoice(self):
        move = self._invoice(12_000, "2025-05-25")
        fit = self._fit()
        self.assertTrue(self._value())
        move.button_draft()
        self.assertEqual(self._score(fit).removed, 1)
        self.assertFalse(self._value())

    def test_words(self):
        fit = (
            self.env["sunumarche.customer.value.fit"]
            .sudo()
            .create(
                {
                    "company_id": self.company.id,
                    "date": TODAY,
                    "method": "model",
                    "test_date": "2024-06-30",
                    "test_months": 12,
                    "interval_coverage": 0.812,
                    "grade": "a",
                }
            )
        )
        value = (
            self.env["sunumarche.customer.value"]
            .sudo()
            .create(
                {
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "fit_id": fit.id,
                    "method": "model",
                    "repeat_count": 6,
                    "first_purchase_date": "2024-03-12",
                    "last_purchase_date": "2025-06-02",
                    "mean_spend": 45_000,
                    "purchases_low": 3,
                    "purchases_high": 6,
                    "value_low": 100_000,
                    "value_high": 300_000,
                }
            )
        )
        self.assertEqual(
            value.purchases_text,
            "Bought on 7 days since 03/12/2024, last on 06/02/2025. We expect 3 to 6 "
            "purchases over the next 12 months.",
        )
        self.assertIn("45,000", value.value_text)
        self.assertIn("between 100,000", value.value_text.replace("\xa0", " "))
        self.assertEqual(
            value.grade_text,
            "A: reliable. Tested on the 12 months since 06/30/2024: 81 % of the "
            "customers were inside the range announced (80 % expected).",
        )
        value.write({"repeat_count": 0, "purchases_low": 0, "purchases_high": 0})
        self.assertEqual(
            value.purchases_text,
            "Bought once, on 03/12/2024. More than four customers out of five like "
            "this one buy nothing more in 12 months.",
        )
        value.write({"expected_value": 10_497, "value_low": 0, "value_high": 0})
        words = value.value_text.replace("\xa0", " ")
        self.assertIn("bring nothing in 12 months; 10,497", words)
        self.assertNotIn("between", words)
        fit.write(
            {
                "quarter_count": 4,
                "quarter_coverage": 0.79,
                "quarter_least_coverage": 0.66,
            }
        )
        value.invalidate_recordset()
        self.assertIn("79 % of the customers inside, 66 %", value.grade_text)
        self.assertIn("nor are seasons", value.grade_text)
        fit.knows_seasons = True
        value.invalidate_recordset()
        self.assertNotIn("nor are seasons", value.grade_text)
        value.method = "simple"
        self.assertIn("too little is known", value.purchases_text.lower())
        self.assertIn("Simple formula", value.grade_text)

    def test_documents_behind(self):
        self._invoice(12_000, "2025-05-25")
        refund = self._credit(2_000, "2025-05-26")
        self._fit()
        action = self._value().action_open_documents()
        purchases = self.env["sunumarche.customer.purchase"].search(action["domain"])
        self.assertEqual(sum(purchases.mapped("amount")), 10_000)
        self.assertIn(refund, purchases.move_id)

    def test_salespeople_read_their_customers_values_and_write_none(self):
        self._invoice(12_000, "2025-05-25")
        self._fit()
        value, groups = self._value(), "sunumarche_crm.group_salesperson"
        seller = new_test_user(
            self.env, "seller", groups=groups, company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            value.with_user(seller).expected_value  # noqa: B018
        self.customer.user_id = seller
        value.invalidate_recordset()
        self.assertGreater(value.with_user(seller).expected_value, 0)
        with self.assertRaises(AccessError):
            value.with_user(seller).write({"expected_value": 1})

    def test_service_agents_read_chances_but_no_amounts(self):
        self._invoice(12_000, "2025-05-25")
        self._fit()
        agent = new_test_user(
            self.env,
            "agent",
            groups="sunumarche_crm.group_service_agent",
            company_id=self.company.id,
        )
        value = self._value().with_user(agent)
        self.assertTrue(value.purchases_text)
        for name in ("expected_value", "mean_spend", "value_text"):
            with self.assertRaises(AccessError):
                value.read([name])
