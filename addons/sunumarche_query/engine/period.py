"""Periods of time, fixed or relative to today."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.tools import date_utils

UNITS = ("day", "week", "month", "quarter", "year")
# Kinds that count units back or on from today, and kinds that name one whole unit.
COUNTED = ("last", "before_last", "next")
WHOLE = ("this", "previous")
LONGEST_COUNT = 1000


def unit_delta(count: int, unit: str) -> relativedelta:
    if unit == "quarter":
        return relativedelta(months=3 * count)
    return relativedelta(**{f"{unit}s": count})


@dataclass(frozen=True)
class Period:
    """A period: ``dates`` (from, to), or relative to today.

    ``last`` 90 days: from 90 days ago up to today. ``before_last`` 6 months: any day
    before that. ``next`` 30 days: from today on. ``this`` quarter: the whole running
    one. ``previous`` month: the whole one before.
    """

    kind: str
    count: int = 0
    unit: str = ""
    start: date | None = None
    end: date | None = None

    def get_bounds(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last day, both included; None where it is open."""
        if self.kind == "dates":
            return self.start, self.end
        if self.kind == "last":
            return today - unit_delta(self.count, self.unit), today
        if self.kind == "before_last":
            return None, today - unit_delta(self.count, self.unit) - timedelta(days=1)
        if self.kind == "next":
            return today, today + unit_delta(self.count, self.unit)
        return self._get_whole_unit(today)

    def _get_whole_unit(self, today: date) -> tuple[date, date]:
        day = today
        if self.kind == "previous":
            day = today - unit_delta(1, self.unit)
        if self.unit == "day":
            return day, day
        return date_utils.start_of(day, self.unit), date_utils.end_of(day, self.unit)

    def to_json(self) -> dict:
        if self.kind == "dates":
            return {
                "kind": "dates",
                "from": self.start and self.start.isoformat(),
                "to": self.end and self.end.isoformat(),
            }
        if self.kind in WHOLE:
            return {"kind": self.kind, "unit": self.unit}
        return {"kind": self.kind, "count": self.count, "unit": self.unit}
