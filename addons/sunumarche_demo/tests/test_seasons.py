from datetime import date, timedelta
from itertools import pairwise

from odoo.tests import BaseCase, tagged

from ..engine.seasons import KORITE, TABASKI, SeasonClock, season_factor

START, END = date(2024, 1, 1), date(2024, 12, 31)


@tagged("post_install", "-at_install")
class TestSeasons(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clock = SeasonClock.between(START, END)

    def test_tabaski_follows_korite_by_some_seventy_days(self):
        gaps = [
            (tabaski - korite).days
            for korite, tabaski in zip(KORITE, TABASKI, strict=True)
        ]
        self.assertTrue(all(66 <= gap <= 70 for gap in gaps), gaps)

    def test_feasts_come_some_eleven_days_earlier_each_year(self):
        for feasts in (KORITE, TABASKI):
            gaps = [(late - early).days for early, late in pairwise(feasts)]
            self.assertTrue(all(352 <= gap <= 357 for gap in gaps), gaps)

    def test_nothing_is_sold_on_sundays(self):
        self.assertEqual(season_factor(date(2024, 6, 16)), 0)

    def test_more_is_sold_before_tabaski_than_after(self):
        before, after = date(2024, 6, 12), date(2024, 6, 19)
        self.assertEqual(before.weekday(), after.weekday())
        self.assertGreater(season_factor(before), 5 * season_factor(after))

    def test_ramadan_is_quiet_until_korite_comes_near(self):
        self.assertLess(season_factor(date(2024, 3, 20)), 1)
        self.assertGreater(season_factor(date(2024, 4, 3)), 1.5)

    def test_the_end_of_the_year_is_busier_than_august(self):
        december, august = date(2024, 12, 18), date(2024, 8, 21)
        self.assertEqual(december.weekday(), august.weekday())
        self.assertEqual(season_factor(december), 2 * season_factor(august))

    def test_back_to_school_counts(self):
        self.assertEqual(season_factor(date(2024, 10, 9)), 1.25)
        self.assertEqual(season_factor(date(2024, 10, 23)), 1)

    def test_the_unit_is_the_mean_day(self):
        self.assertAlmostEqual(self.clock.length, 366)

    def test_a_time_gives_the_day_it_falls_on(self):
        for number in range(0, 366, 5):
            day = START + timedelta(number)
            if day.weekday() != 6:
                middle = (self._begin(day) + self._begin(day + timedelta(1))) / 2
                self.assertEqual(self.clock.day(middle), day)

    def test_days_and_times_outside_are_clamped(self):
        self.assertEqual(self.clock.time(date(2020, 1, 1)), 0)
        self.assertEqual(self.clock.time(date(2030, 1, 1)), self.clock.length)
        self.assertEqual(self.clock.day(-3), START)
        self.assertEqual(self.clock.day(10_000), END)

    def _begin(self, day):
        return self.clock.time(day)
