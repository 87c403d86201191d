from datetime import date, datetime

from odoo.fields import Domain
from odoo.tests import BaseCase, freeze_time, tagged

from ..engine.period import Period
from .common import QuestionCase

# A Sunday, the last day of a leap February.
TODAY = date(2032, 2, 29)


class TestPeriod(BaseCase):
    def _bounds(self, kind, count=0, unit=""):
        first, last = Period(kind, count, unit).get_bounds(TODAY)
        return (first and first.isoformat(), last and last.isoformat())

    def test_counted_periods(self):
        self.assertEqual(self._bounds("last", 7, "day"), ("2032-02-22", "2032-02-29"))
        self.assertEqual(self._bounds("last", 1, "year"), ("2031-02-28", "2032-02-29"))
        self.assertEqual(
            self._bounds("last", 2, "quarter"), ("2031-08-29", "2032-02-29")
        )
        self.assertEqual(self._bounds("next", 2, "week"), ("2032-02-29", "2032-03-14"))
        self.assertEqual(self._bounds("before_last", 6, "month"), (None, "2031-08-28"))

    def test_last_and_before_last_leave_no_day_out(self):
        for unit in ("day", "week", "month", "quarter", "year"):
            first, _today = Period("last", 3, unit).get_bounds(TODAY)
            _open, last = Period("before_last", 3, unit).get_bounds(TODAY)
            self.assertEqual((first - last).days, 1, unit)

    def test_whole_periods(self):
        self.assertEqual(self._bounds("this", unit="day"), ("2032-02-29",) * 2)
        self.assertEqual(
            self._bounds("this", unit="week"), ("2032-02-23", "2032-02-29")
        )
        self.assertEqual(
            self._bounds("this", unit="quarter"), ("2032-01-01", "2032-03-31")
        )
        self.assertEqual(self._bounds("previous", unit="day"), ("2032-02-28",) * 2)
        self.assertEqual(
            self._bounds("previous", unit="month"), ("2032-01-01", "2032-01-31")
        )
        self.assertEqual(
            self._bounds("previous", unit="year"), ("2031-01-01", "2031-12-31")
        )

    def test_json_holds_what_the_kind_needs(self):
        self.assertEqual(
            Period("dates", start=TODAY).to_json(),
            {"kind": "dates", "from": "2032-02-29", "to": None},
        )
        self.assertEqual(
            Period("this", unit="week").to_json(), {"kind": "this", "unit": "week"}
        )
        self.assertEqual(
            Period("last", 3, "day").to_json(),
            {"kind": "last", "count": 3, "unit": "day"},
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-03-01 23:30:00")
class TestPeriodTimeZone(QuestionCase):
    def test_a_day_begins_at_the_users_midnight(self):
        """At 23:30 in Dakar it is tomorrow in Nairobi, three hours ahead."""
        self.user.tz = "Africa/Nairobi"
        compiler = self.language.with_user(self.user)._compiler()
        self.assertEqual(compiler.today, date(2026, 3, 2))
        domain = compiler.compile_period(
            "create_date", "datetime", Period("this", unit="day")
        )
        self.assertEqual(
            domain,
            Domain("create_date", "!=", False)
            & Domain("create_date", ">=", datetime(2026, 3, 1, 21))
            & Domain("create_date", "<", datetime(2026, 3, 2, 21)),
        )
