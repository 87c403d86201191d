from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Date
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import TODAY, CustomerCase


@tagged("post_install", "-at_install")
class TestRfmPolicy(CustomerCase):
    """Scores, classes, their history, and what a policy accepts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["sunumarche.rfm.policy"]._get_policy(cls.company)

    def _customers_with(self, *purchases):
        """One customer for each list of (days ago, amount)."""
        today = Date.to_date(TODAY)
        customers = []
        for number, rows in enumerate(purchases):
            partner = self._create_customer(f"Customer {number}")
            for key, (days_ago, amount) in enumerate(rows):
                day = today - timedelta(days=days_ago)
                self._import_purchase(amount, day, partner, line_key=str(key))
            customers.append(partner)
        return customers

    def _scores(self, partner):
        indicator = self._indicator(partner)
        return (
            indicator.recency_score,
            indicator.frequency_score,
            indicator.monetary_score,
        )

    def test_ten_customers_fall_into_five_equal_parts(self):
        customers = self._customers_with(
            *([(10 * number, 1000 * (10 - number))] for number in range(10))
        )
        self._refresh()
        recency = [self._scores(partner)[0] for partner in customers]
        self.assertEqual(recency, [5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
        money = [self._scores(partner)[2] for partner in customers]
        self.assertEqual(money, [5, 5, 4, 4, 3, 3, 2, 2, 1, 1])

    def _class_names(self, customers):
        """The ends of the external ids of the customers' classes."""
        classes = [self._indicator(partner).rfm_class_id for partner in customers]
        names = self.env["sunumarche.rfm.class"].union(*classes).get_external_id()
        return [names[one.id].split("rfm_class_")[1] for one in classes]

    def test_too_few_customers_are_not_compared(self):
        for count in (1, 2, 5, 9):
            with self.subTest(count=count), self.env.cr.savepoint() as savepoint:
                customers = self._customers_with(
                    *([(300 * number // count, 1000)] for number in range(count))
                )
                self._refresh()
                self.assertEqual(self._class_names(customers), ["too_few"] * count)
                self.assertEqual(self._scores(customers[0]), (0, 0, 0))
                savepoint.rollback()

    def test_before_the_first_night_nobody_is_compared(self):
        customers = self._customers_with(*([(0, 1000)] for _number in range(10)))
        partners = self.env["res.partner"].union(*customers)
        self._refresh(partners=partners)
        self.assertEqual(self._class_names(customers), ["too_few"] * 10)
        self._refresh()
        self.assertEqual(self._class_names(customers), ["new"] * 10)

    def test_who_bought_today_is_not_lost_for_tying_with_others(self):
        customers = self._customers_with(*([(0, 1000)] for _number in range(9)))
        customers += self._customers_with([(300, 1000)])
        self._refresh()
        self.assertEqual(self._class_names(customers), ["new"] * 9 + ["lost"])
        self.assertEqual(self._scores(customers[0])[0], 5)
        self.assertEqual(self._scores(customers[9])[0], 1)

    def test_a_first_day(self):
        customers = self._customers_with(
            *([(0, 1000 + number)] for number in range(85)),
            *([(0, 1000)] * 2 for _number in range(10)),
        )
        self._refresh()
        self.assertEqual(
            self._class_names(customers), ["new"] * 85 + ["champions"] * 10
        )

    def test_a_first_week(self):
        customers = self._customers_with(
            *([(number % 9, 1000)] for number in range(90))
        )
        self._refresh()
        self.assertEqual(
            [self._scores(partner)[0] for partner in customers[:9]],
            [5, 4, 4, 4, 4, 4, 4, 4, 3],
        )
        self.assertEqual(
            set(self._class_names(customers)), {"new", "potential", "attention"}
        )

    def test_a_hundred_customers_in_equal_parts(self):
        customers = self._customers_with(
            *([(40 + number, 1000 + number)] for number in range(100))
        )
        self._refresh()
        recency = [self._scores(partner)[0] for partner in customers]
        self.assertEqual([recency.count(score) for score in range(1, 6)], [20] * 5)
        self.assertEqual(recency, sorted(recency, reverse=True))

    def test_lately_means_30_days_for_the_middle_and_7_for_the_upper_part(self):
        days = [*range(8), 8, 8, 30, 30, 31, 31, *range(100, 106)]
        customers = self._customers_with(*([(silent, 1000)] for silent in days[::-1]))
        more = [[(0, 1000)] for _number in range(200)]
        self._customers_with(*more)
        self._refresh()
        recency = [self._scores(partner)[0] for partner in customers[::-1]]
        self.assertEqual(recency, [5] + [4] * 7 + [3] * 4 + [1] * 8)

    def test_ties_at_the_top_of_frequency_and_money(self):
        customers = self._customers_with(
            *([(10, 5000), (20, 5000)] for _number in range(9)), [(10, 500)]
        )
        self._refresh()
        self.assertEqual(self._scores(customers[0])[1:], (5, 5))
        self.assertEqual(self._scores(customers[9])[1:], (1, 1))

    def test_all_alike_are_the_best_but_one_purchase_is_not_often(self):
        customers = self._customers_with(*([(100, 5000)] for _number in range(10)))
        self._refresh()
        self.assertEqual(self._scores(customers[0]), (5, 1, 5))
        for partner in customers:
            self._import_purchase(5000, "2025-01-01", partner, line_key="again")
        self._refresh()
        self.assertEqual(self._scores(customers[0]), (5, 5, 5))

    def test_equal_values_have_equal_scores(self):
        customers = self._customers_with(*([(10, 5000)] for _number in range(9)))
        [rare] = self._customers_with([(10, 5000), (20, 5000)])
        self._refresh()
        scores = {self._scores(partner)[1] for partner in customers}
        self.assertEqual(scores, {1})
        self.assertEqual(self._scores(rare)[1], 5)

    def test_without_a_purchase_in_the_window_no_score(self):
        self.policy.window_months = 12
        old, new = self._customers_with([(366, 1000)], [(365 - 1, 1000)])
        self._refresh()
        self.assertEqual(self._scores(old), (0, 0, 0))
        self.assertFalse(self._indicator(old).rfm_class_id)
        self.assertEqual(self._indicator(old).purchase_count, 1)
        self.assertTrue(self._indicator(new).rfm_class_id)

    def test_a_window_of_zero_months_is_the_whole_past(self):
        self.policy.window_months = 0
        [partner] = self._customers_with([(9000, 1000)])
        self._refresh()
        self.assertTrue(self._indicator(partner).rfm_class_id)

    def test_money_counts_net_or_invoiced(self):
        [partner] = self._customers_with([(10, 9000), (9, -4000)])
        self._refresh()
        self.assertEqual(self._indicator(partner).rfm_amount, 5000)
        self.policy.monetary_basis = "invoiced"
        self._refresh()
        self.assertEqual(self._indicator(partner).rfm_amount, 9000)

    def test_own_cut_points(self):
        self.policy.write(
            {
                "method": "cut",
                "class_count": 3,
                "recency_cut_points": "30, 90",
                "frequency_cut_points": "1, 2",
                "monetary_cut_points": "1000, 5000",
            }
        )
        self.policy.action_default_rules()
        customers = self._customers_with(
            [(30, 5001)],
            [(31, 5000), (40, 0)],
            [(90, 1001)],
            [(91, 1000), (92, 0), (93, 0)],
        )
        self._refresh()
        self.assertEqual(
            [self._scores(partner) for partner in customers],
            [(3, 1, 3), (2, 2, 2), (2, 1, 2), (1, 3, 1)],
        )

    def test_cut_points_that_do_not_fit_are_refused(self):
        for text in ("30, 90", "30, 30, 40, 50", "50, 40, 30, 20", "a, b, c, d", ""):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                self.policy.write(
                    {
                        "method": "cut",
                        "recency_cut_points": text,
                        "frequency_cut_points": "1, 2, 3, 4",
                        "monetary_cut_points": "1, 2, 3, 4",
                    }
                )

    @mute_logger("odoo.sql_db")
    def test_the_number_of_scores_goes_from_three_to_ten(self):
        for count in (2, 11):
            with (
                self.subTest(count=count),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.policy.class_count = count
                self.policy.flush_recordset()

    def test_every_score_has_a_class_for_each_number_of_scores(self):
        for count in range(3, 11):
            with self.subTest(count=count):
                self.policy.rule_ids.unlink()
                self.policy.class_count = count
                self.policy.action_default_rules()
                self.assertEqual(len(self.policy._get_class_table()), count**3)

    def test_the_first_rule_that_fits_counts(self):
        champions = self.env.ref("sunumarche_crm.rfm_class_champions")
        new = self.env.ref("sunumarche_crm.rfm_class_new")
        lost = self.env.ref("sunumarche_crm.rfm_class_lost")
        classes = {row[:3]: row[3] for row in self.policy._get_class_table()}
        self.assertEqual(classes[5, 5, 5], champions.id)
        self.assertEqual(classes[5, 1, 5], new.id)
        self.assertEqual(classes[1, 1, 5], lost.id)

    def test_a_rule_outside_the_scores_is_refused(self):
        rule = self.policy.rule_ids[0]
        for values in ({"recency_max": 6}, {"recency_min": 0}, {"money": 0}):
            values = (
                {"monetary_min": 5, "monetary_max": 4} if "money" in values else values
            )
            with self.subTest(values=values), self.assertRaises(ValidationError):
                rule.write(values)

    def test_every_company_has_one_policy(self):
        other = self._create_company(name="Saint-Louis")
        policy = self.env["sunumarche.rfm.policy"].search(
            [("company_id", "=", other.id)]
        )
        self.assertEqual(len(policy), 1)
        self.assertEqual(len(policy.rule_ids), 9)

    def test_the_policy_form_applies_at_once(self):
        [partner] = self._customers_with([(10, 1000)])
        with Form(self.policy) as form:
            form.window_months = 24
        self.policy.action_apply()
        self.assertEqual(self._indicator(partner).purchase_count, 1)

    def test_a_marketer_reads_but_does_not_change_the_policy(self):
        marketer = new_test_user(
            self.env,
            "marketer",
            groups="sunumarche_crm.group_marketer",
            company_id=self.company.id,
        )
        policy = self.policy.with_user(marketer)
        self.assertEqual(policy.window_months, 36)
        with self.assertRaises(AccessError):
            policy.write({"window_months": 1})
        with self.assertRaises(AccessError):
            policy.action_apply()
        self.assertEqual(self.policy.window_months, 36)


@tagged("post_install", "-at_install")
class TestRfmHistory(CustomerCase):
    """The dated periods of a customer in a class."""

    def _history(self):
        history = self.env["sunumarche.rfm.history"].search(
            [("partner_id", "=", self.customer.id)], order="date_from"
        )
        return [
            (
                row.rfm_class_id.get_external_id()[row.rfm_class_id.id].split("_")[-1],
                row.date_from,
                row.date_to,
            )
            for row in history
        ]

    def setUp(self):
        super().setUp()
        policy = self.env["sunumarche.rfm.policy"]._get_policy(self.company)
        policy.write(
            {
                "method": "cut",
                "class_count": 5,
                "recency_cut_points": "30, 60, 90, 120",
                "frequency_cut_points": "1, 2, 3, 4",
                "monetary_cut_points": "1, 2, 3, 4",
            }
        )
        self._import_purchase(100, "2025-01-01")

    def test_periods_follow_each_other_without_gap(self):
        self._refresh(as_of="2025-01-01")
        self._refresh(as_of="2025-02-15")
        self._refresh(as_of="2025-02-20")
        self._refresh(as_of="2025-06-01")
        self.assertEqual(
            self._history(),
            [
                ("new", date(2025, 1, 1), date(2025, 2, 15)),
                ("potential", date(2025, 2, 15), date(2025, 6, 1)),
                ("lost", date(2025, 6, 1), False),
            ],
        )

    def test_what_changes_twice_a_day_leaves_one_trace(self):
        self._refresh(as_of="2025-01-01")
        self._refresh(as_of="2025-02-15")
        again = self._import_purchase(100, "2025-02-14")
        self._refresh(as_of="2025-02-15")
        again.unlink()
        self._refresh(as_of="2025-02-15")
        self.assertEqual(
            self._history(),
            [
                ("new", date(2025, 1, 1), date(2025, 2, 15)),
                ("potential", date(2025, 2, 15), False),
            ],
        )

    def test_back_to_yesterdays_class_reopens_its_period(self):
        self._refresh(as_of="2025-01-01")
        more = self._import_purchase(100, "2025-01-04")
        self._refresh(as_of="2025-01-05")
        more.unlink()
        self._refresh(as_of="2025-01-05")
        self.assertEqual(self._history(), [("new", date(2025, 1, 1), False)])

    def test_without_class_the_period_ends(self):
        self._refresh(as_of="2025-01-01")
        self.env["sunumarche.purchase.history"].search([]).unlink()
        self._refresh(as_of="2025-01-10")
        self.assertEqual(
            self._history(), [("new", date(2025, 1, 1), date(2025, 1, 10))]
        )

    def test_refreshing_one_company_leaves_the_history_of_the_other(self):
        other = self.setup_other_company(name="Thiès")["company"]
        self.env["sunumarche.rfm.policy"]._get_policy(other).write(
            {
                "method": "cut",
                "recency_cut_points": "30, 60, 90, 120",
                "frequency_cut_points": "1, 2, 3, 4",
                "monetary_cut_points": "1, 2, 3, 4",
            }
        )
        self._import_purchase(100, "2025-01-01", company_id=other.id)
        for company in (self.company, other):
            self._refresh(company, as_of="2025-01-01")
        self.assertEqual(len(self._history()), 2)
        for number in range(5):
            self._import_purchase(100, "2025-01-01", line_key=str(number))
        self._refresh(as_of="2025-01-01")
        self.assertEqual(
            sorted(self._history()),
            [
                ("champions", date(2025, 1, 1), False),
                ("new", date(2025, 1, 1), False),
            ],
        )
        self._refresh(other, as_of="2025-02-15")
        self.assertEqual(
            sorted(self._history(), key=str),
            [
                ("champions", date(2025, 1, 1), False),
                ("new", date(2025, 1, 1), date(2025, 2, 15)),
                ("potential", date(2025, 2, 15), False),
            ],
        )
