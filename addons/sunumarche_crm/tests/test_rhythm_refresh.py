import random
import statistics
from datetime import timedelta
from itertools import pairwise
from math import exp, floor, log

from freezegun import freeze_time

from odoo.fields import Date
from odoo.tests import tagged

from ..engine.rhythm_refresh import RhythmRefresh
from .common import TODAY
from .customer_value_common import CustomerValueCase

DAY = Date.to_date(TODAY)


class RhythmCase(CustomerValueCase):
    def _buy(self, partner, days, company=None):
        self._insert_purchases(
            [(partner.id, day, 1000) for day in days], company or self.company
        )

    def _rhythm(self, partner=None, company=None):
        return self.env["sunumarche.rhythm"].search(
            [
                ("partner_id", "=", (partner or self.customer).id),
                ("company_id", "=", (company or self.company).id),
            ]
        )

    def _run(self, company=None, as_of=None):
        return RhythmRefresh(company or self.company, as_of).run()

    def _season(self, date_from, date_to, **values):
        return self.env["sunumarche.season"].create(
            {"name": "Tabaski", "date_from": date_from, "date_to": date_to, **values}
        )

    @staticmethod
    def _every(interval, count, noise=0, seed=1):
        """Days of purchase, the last on ``DAY``; intervals vary by ``noise`` days."""
        drawn = random.Random(seed)
        days = [DAY]
        for _number in range(count):
            days.append(
                days[-1] - timedelta(days=interval + drawn.randint(-noise, noise))
            )
        return days[::-1]


@tagged("post_install", "-at_install")
class TestRhythms(RhythmCase):
    """Weekly, quarterly and yearly buyers, each by his own measure."""

    RHYTHMS = ((7, 60, 1), (91, 12, 10), (365, 4, 30))

    def _check_alert(self, interval, rhythm):
        silence = (rhythm.silent_from - rhythm.last_purchase_date).days
        self.assertGreater(silence, interval)
        self.assertLessEqual(silence, 1.5 * interval)

    def test_each_is_late_within_one_and_a_half_intervals_and_not_before(self):
        buyers = {}
        for interval, count, _noise in self.RHYTHMS:
            buyers[interval] = self._create_customer(f"Every {interval} days")
            self._buy(buyers[interval], self._every(interval, count))
        self._run()
        for interval, buyer in buyers.items():
            with self.subTest(interval=interval):
                rhythm = self._rhythm(buyer)
                self.assertEqual(rhythm.usual_interval_days, interval)
                self._check_alert(interval, rhythm)
                with freeze_time(rhythm.silent_from - timedelta(days=1)):
                    rhythm.invalidate_recordset()
                    self.assertFalse(rhythm.is_late)
                with freeze_time(rhythm.silent_from):
                    rhythm.invalidate_recordset()
                    self.assertTrue(rhythm.is_late)

    def test_noise_flags_nobody_who_keeps_his_rhythm(self):
        """At each purchase, what was known before it would not have flagged him."""
        for interval, count, noise in self.RHYTHMS:
            for seed in range(3):
                buyer = self._create_customer(f"About {interval} days {seed}")
                days = self._every(interval, count, noise, seed)
                self._buy(buyer, days)
                for known in range(max(3, count - 6), count):
                    self._run(as_of=days[known])
                    rhythm = self._rhythm(buyer)
                    with self.subTest(interval=interval, seed=seed, known=known):
                        self.assertLess(days[known + 1], rhythm.silent_from)
                self._run()
                with self.subTest(interval=interval, seed=seed):
                    self._check_alert(interval, self._rhythm(buyer))

    def test_one_or_two_intervals_make_patient(self):
        """A weekly beginner among quarterly buyers, a yearly one among weekly ones."""
        beginner, yearly = map(self._create_customer, ("Beginner", "Yearly"))
        self._buy(beginner, self._every(7, 2))
        self._buy(yearly, self._every(365, 2))
        for number in range(5):
            buyer = self._create_customer(f"Quarterly {number}")
            self._buy(buyer, self._every(91, 8))
        self._run()
        self.assertAlmostEqual(
            self._rhythm(beginner).usual_interval_days, (7 * 7 * 91) ** (1 / 3), 1
        )
        self.assertEqual(self._rhythm(yearly).usual_interval_days, 365)
        self._check_alert(365, self._rhythm(yearly))

    def test_irregular_customers_are_given_their_longer_intervals(self):
        days, day = [], DAY
        for gap in (5, 30, 8, 60, 5, 45, 7, 9, 55, 6) * 2:
            days.append(day)
            day -= timedelta(days=gap)
        self._buy(self.customer, days)
        self._run()
        rhythm = self._rhythm()
        self.assertLess(rhythm.usual_interval_days, 10)
        self.assertGreater(rhythm.patience_days, 40)


@tagged("post_install", "-at_install")
class TestRhythmSeasons(RhythmCase):
    def test_days_of_a_season_are_no_silence(self):
        self._buy(self.customer, self._every(7, 30))
        self._run()
        before = self._rhythm().silent_from
        self._season("2025-07-02", "2025-07-11")
        self._run()
        self.assertEqual(self._rhythm().silent_from, before + timedelta(days=10))
        with freeze_time("2025-07-14"):
            self._rhythm().invalidate_recordset()
            self.assertEqual(self._rhythm().silence_days, 4)
            self.assertFalse(self._rhythm().is_late)

    def test_days_of_a_season_are_no_interval(self):
        """Ten days of silence in each of the last intervals were Ramadan."""
        days = [DAY - timedelta(days=17 * number) for number in range(8)]
        self._buy(self.customer, days)
        for day in days:
            self._season(day + timedelta(days=2), day + timedelta(days=11))
        self._run()
        self.assertEqual(self._rhythm().usual_interval_days, 7)

    def test_seasons_of_other_companies_and_archived_ones_do_not_count(self):
        other = self.setup_other_company(name="Abidjan")["company"]
        self._buy(self.customer, self._every(7, 30))
        self._run()
        before = self._rhythm().silent_from
        self._season("2025-07-02", "2025-07-11", company_id=other.id)
        self._season("2025-07-02", "2025-07-11", active=False)
        self.assertFalse(self._run())
        self.assertEqual(self._rhythm().silent_from, before)


@tagged("post_install", "-at_install")
class TestRhythmOracle(RhythmCase):
    """The SQL equals the same reckoned in Python, on random documents."""

    def test_random_purchases(self):
        drawn = random.Random(3)
        other = self.setup_other_company(name="Abidjan")["company"]
        other.currency_id = self.xof
        self._season("2024-06-10", "2024-06-25")
        self._season("2024-06-20", "2024-06-30")
        self._season("2025-07-05", "2025-07-20", company_id=self.company.id)
        customers = [self._create_customer(f"Random {number}") for number in range(25)]
        bought = {}
        for customer in customers:
            company = drawn.choice((self.company, self.company, other))
            pace = drawn.choice((3, 20, 100))
            day, days = DAY - timedelta(days=drawn.randrange(60)), set()
            for _number in range(drawn.randrange(9)):
                days.add(day)
                day -= timedelta(days=1 + drawn.randrange(2 * pace))
            if days:
                bought[customer, company] = days
                self._buy(customer, sorted(days), company)
        self._import_purchase(-10, "2025-06-29", customers[0])
        for company in (self.company, other):
            self._run(company)
            days = {key[0]: value for key, value in bought.items() if key[1] == company}
            for customer, expected in self._reckon(days, company).items():
                with self.subTest(customer=customer.name):
                    rhythm = self._rhythm(customer, company)
                    self.assertEqual(
                        (rhythm.interval_count, rhythm.patience_days), expected[:2]
                    )
                    self.assertEqual(rhythm.silent_from, expected[2])
            self.assertEqual(
                self.env["sunumarche.rhythm"].search_count(
                    [("company_id", "=", company.id)]
                ),
                len(self._reckon(days, company)),
            )

    def _reckon(self, bought, company):
        """Return {customer: (intervals, patience, first late day)}."""
        own = {}
        for customer, days in bought.items():
            gaps = [
                self._count(before, after, company)
                for before, after in pairwise(sorted(days))
            ]
            gaps = [gap for gap in gaps if gap]
            if gaps:
                own[customer] = gaps
        known = [gaps for gaps in own.values() if len(gaps) >= 3]
        margins = [self._long(gaps) / statistics.median(gaps) for gaps in known]
        margin = min(1.4, max(1.25, statistics.median(margins)))
        usual = statistics.median(map(statistics.median, known))
        return {
            customer: (
                *self._reckon_one(gaps, max(bought[customer]), usual, margin),
                self._find_day(gaps, max(bought[customer]), usual, margin, company),
            )
            for customer, gaps in own.items()
        }

    def _reckon_one(self, gaps, _last, usual, margin):
        number, own = len(gaps), statistics.median(gaps)
        if number < 3:
            drawn = exp((number * log(own) + (3 - number) * log(usual)) / 3)
            shown = max(own, drawn)
        else:
            shown = own
        long = ((number - 1) * self._long(gaps) / own + 2 * margin) / (number + 1)
        return number, floor(shown * max(1.25, long) + 1e-9)

    def _find_day(self, gaps, last, usual, margin, company):
        patience = self._reckon_one(gaps, last, usual, margin)[1]
        day = last
        while self._count(last, day, company) <= patience:
            day += timedelta(days=1)
        return day

    def _long(self, gaps):
        ranked, place = sorted(gaps), 0.95 * (len(gaps) - 1)
        low = int(place)
        high = min(low + 1, len(gaps) - 1)
        return ranked[low] + (place - low) * (ranked[high] - ranked[low])

    def _count(self, start, end, company):
        seasons = self.env["sunumarche.season"].search(
            [("company_id", "in", (False, company.id))]
        )
        days = (
            start + timedelta(days=number + 1) for number in range((end - start).days)
        )
        return sum(
            not any(season.date_from <= day <= season.date_to for season in seasons)
            for day in days
        )

    def test_nothing_is_written_twice_and_rows_go_with_the_purchases(self):
        self._buy(self.customer, self._every(7, 3))
        self.assertEqual(self._run().added, 1)
        self.assertFalse(self._run())
        self.env["sunumarche.purchase.history"].search([]).unlink()
        self.assertEqual(self._run().removed, 1)

    def test_empty_base_and_customers_with_one_purchase(self):
        self.assertFalse(self._run())
        self._invoice(5_000, "2025-06-01")
        self._invoice(6_000, "2025-06-01")
        self._credit(1_000, "2025-06-10")
        self.assertFalse(self._run())
