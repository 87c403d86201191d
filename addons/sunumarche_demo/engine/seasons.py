"""How much more or less the shop sells on each day of the year.

The feasts move with the moon; the days are those on which Senegal celebrated them,
or is expected to. Sources: the announcements of the Commission nationale de
concertation sur le croissant lunaire (2023 to 2025, both days where the country was
divided) and the astronomical calendar of the Islamic year (2026 and later).
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

KORITE = (
    date(2023, 4, 22),
    date(2024, 4, 11),
    date(2025, 3, 31),
    date(2026, 3, 21),
    date(2027, 3, 10),
    date(2028, 2, 27),
    date(2029, 2, 15),
)
TABASKI = (
    date(2023, 6, 29),
    date(2024, 6, 17),
    date(2025, 6, 7),
    date(2026, 5, 28),
    date(2027, 5, 17),
    date(2028, 5, 5),
    date(2029, 4, 24),
)
RAMADAN_DAYS = 30
# Mondays to Sundays: Saturday is the great day, the shop is shut on Sundays.
WEEK = (0.9, 0.9, 1.0, 1.0, 1.1, 1.6, 0.0)


def season_factor(day: date) -> float:
    """How much the shop sells on this day, where 1 is an ordinary day."""
    return WEEK[day.weekday()] * _feast_factor(day) * _calendar_factor(day)


def _feast_factor(day: date) -> float:
    if any(0 < (feast - day).days <= 21 for feast in TABASKI):
        return 1.9
    if any(0 < (feast - day).days <= 12 for feast in KORITE):
        return 1.7
    if any(12 < (feast - day).days <= RAMADAN_DAYS for feast in KORITE):
        return 0.8
    if any(0 <= (day - feast).days <= 3 for feast in (*TABASKI, *KORITE)):
        return 0.2
    return 1.0


def _calendar_factor(day: date) -> float:
    if day.month == 12:
        return 1.6 if day.day > 7 else 1.2
    if (day.month, day.day) >= (9, 20) and (day.month, day.day) <= (10, 20):
        return 1.25  # back to school
    if day.month in (8, 1):
        return 0.8
    return 1.0


@dataclass(frozen=True)
class SeasonClock:
    """Turns days into selling time, in which every ordinary interval is as long.

    Between ``start`` and ``end`` a customer's rhythm is regular in selling time, so
    that more purchases fall on the days on which more is sold. The unit is the mean
    day of the period.
    """

    start: date
    end: date
    reached: tuple[float, ...]

    @classmethod
    def between(cls, start: date, end: date) -> "SeasonClock":
        """The clock from the first to the last day, both included."""
        days = [start + timedelta(n) for n in range((end - start).days + 1)]
        factors = [season_factor(day) for day in days]
        unit = sum(factors) / len(factors)
        return cls(start, end, tuple(accumulate(factor / unit for factor in factors)))

    @property
    def length(self) -> float:
        return self.reached[-1]

    def time(self, day: date) -> float:
        """The selling time at which this day begins; days outside are clamped."""
        number = (day - self.start).days
        if number <= 0:
            return 0.0
        return self.reached[min(number, len(self.reached)) - 1]

    def day(self, time: float) -> date:
        """The day on which this selling time is reached."""
        number = bisect_left(self.reached, time)
        return self.start + timedelta(min(number, len(self.reached) - 1))
