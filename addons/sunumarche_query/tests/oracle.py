"""Evaluates the JSON of a question on records in plain Python.

Written apart from the engine: it shares no code with it.
"""

import operator
import unicodedata
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

COMPARE = {
    "is": operator.eq,
    "is_not": operator.ne,
    "more": operator.gt,
    "at_least": operator.ge,
    "less": operator.lt,
    "at_most": operator.le,
}
DENIED = {
    "is_not": "is",
    "not_contains": "contains",
    "not_in": "in",
    "not_set": "set",
}
OBJECT_OF = {
    "child_ids": "partner",
    "parent_id": "partner",
    "country_id": "country",
    "rate_ids": "rate",
}
DATE_OF = {"partner": "create_date", "rate": "name"}


class Oracle:
    """The plain evaluation.

    :param in_object: object code -> whether a record belongs to the object
    :param readable: whether the person who asks may read a record
    """

    def __init__(self, today, in_object, readable=lambda _record: True):
        self.today = today
        self.in_object = in_object
        self.readable = readable

    def answers(self, records, question):
        code = question["object"]
        return records.filtered(
            lambda one: (
                self.readable(one)
                and self.in_object[code](one)
                and self.meets(one, question["where"])
            )
        )

    def meets(self, record, node):
        if node is None:
            return True
        return getattr(self, f"meets_{node['type']}")(record, node)

    def meets_group(self, record, node):
        verdicts = [self.meets(record, one) for one in node["nodes"]]
        if node["match"] == "all":
            return all(verdicts)
        return any(verdicts) if node["match"] == "any" else not any(verdicts)

    def meets_field(self, record, node):
        asked = node["operator"]
        positive = DENIED.get(asked, asked)
        *steps, name = node["field"].split(".")
        for step in steps:
            record = record[step].filtered(self.readable)
        if not record:
            met = False
        else:
            field = record._fields[name]
            met = self.compare(
                record.env, field, record[name], positive, node.get("value")
            )
        return met if positive == asked else not met

    def compare(self, env, field, value, asked, expected):
        if asked == "set":
            return bool(value)
        if field.type in ("many2one", "many2many"):
            return bool(set(value.ids) & set(expected))
        if field.type == "selection":
            return value in expected
        if field.type in ("date", "datetime"):
            return self.is_in(value, expected)
        if field.type in ("integer", "float"):
            return self.compare_number(value, asked, expected)
        if field.type == "boolean":
            return value == expected
        if asked == "is":
            return value == expected
        text, expected = self.fold(env, value or ""), self.fold(env, expected)
        return expected in text if asked == "contains" else text.startswith(expected)

    def fold(self, env, text):
        """Without case, and without accents where the database ignores them."""
        if env.registry.has_unaccent:
            parts = unicodedata.normalize("NFD", text)
            text = "".join(one for one in parts if not unicodedata.combining(one))
        return text.lower()

    def compare_number(self, value, asked, expected):
        if asked == "between":
            return expected[0] <= value <= expected[1]
        return COMPARE[asked](value, expected)

    def is_in(self, value, period):
        if not value:
            return False
        day = value.date() if isinstance(value, datetime) else value
        first, last = self.bounds(period)
        return (not first or day >= first) and (not last or day <= last)

    def bounds(self, period):
        if period["kind"] == "dates":
            return [
                datetime.fromisoformat(one).date() if one else None
                for one in (period["from"], period["to"])
            ]
        unit, today = period["unit"], self.today
        if period["kind"] in ("this", "previous"):
            return self.whole(unit, period["kind"] == "previous")
        step = self.step(unit, period["count"])
        if period["kind"] == "last":
            return today - step, today
        if period["kind"] == "next":
            return today, today + step
        return None, today - step - timedelta(days=1)

    def step(self, unit, count):
        months = {"month": 1, "quarter": 3, "year": 12}
        if unit in months:
            return relativedelta(months=months[unit] * count)
        return timedelta(days=count * (7 if unit == "week" else 1))

    def whole(self, unit, before):
        starts = {
            "day": self.today,
            "week": self.today - timedelta(days=self.today.weekday()),
            "month": self.today.replace(day=1),
            "quarter": self.today.replace(
                month=(self.today.month - 1) // 3 * 3 + 1, day=1
            ),
            "year": self.today.replace(month=1, day=1),
        }
        start = starts[unit] - (self.step(unit, 1) if before else timedelta())
        return start, start + self.step(unit, 1) - timedelta(days=1)

    def related(self, record, node):
        code = OBJECT_OF[node["field"]]
        return [
            one
            for one in record[node["field"]]
            if self.readable(one)
            and self.in_object[code](one)
            and self.meets(one, node["where"])
        ]

    def meets_related(self, record, node):
        return bool(self.related(record, node)) == (node["match"] == "any")

    def meets_aggregate(self, record, node):
        found = self.related(record, node)
        if node["period"]:
            date_name = DATE_OF[OBJECT_OF[node["field"]]]
            found = [one for one in found if self.is_in(one[date_name], node["period"])]
        compare = COMPARE[node["operator"]]
        if node["function"] == "count":
            return compare(len(found), node["value"])
        values = [one[node["measure"]] for one in found]
        if node["function"] == "sum":
            return compare(sum(values), node["value"])
        if not values:
            return False
        figure = {
            "min": min,
            "max": max,
            "average": lambda some: sum(some) / len(some),
        }[node["function"]]
        return compare(figure(values), node["value"])
