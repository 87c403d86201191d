"""Random trees over the objects of ``common.py``, and their plain evaluation."""

from datetime import date, timedelta

CITIES = ("Dakar", "Thiès", "Saint-Louis", "M'Bour", "50% moins cher", "a_b", "«»")
DAY = date(2026, 3, 1)
COMPARISONS = ("is", "is_not", "more", "at_least", "less", "at_most")
RELATIVE = ("last", "before_last", "next")
UNITS = ("day", "week", "month", "quarter", "year")


class RandomTrees:
    """Valid trees about partners or currencies, from a seeded generator.

    :param random: a ``random.Random``
    :param ids: ids by which many2one and many2many are asked: country, category,
        partner
    """

    def __init__(self, random, ids):
        self.random = random
        self.ids = ids

    def question(self):
        code = self.random.choice(["partner", "partner", "currency", "country"])
        where = self.node(code, 0) if self.random.random() < 0.97 else None
        return {"version": 1, "object": code, "where": where}

    def node(self, code, depth):
        if depth < 3 and self.random.random() < 0.4:
            return self.group(code, depth)
        makers = {
            "partner": [self.partner_field] * 4 + [self.related, self.count],
            "currency": [self.currency_field, self.rates, self.rate_aggregate],
            "rate": [self.rate_field],
            "country": [self.country_field],
        }[code]
        return self.random.choice(makers)(depth)

    def group(self, code, depth):
        count = self.random.randint(1, 3)
        return {
            "type": "group",
            "match": self.random.choice(["all", "any", "none"]),
            "nodes": [self.node(code, depth + 1) for _index in range(count)],
        }

    def field(self, name, operator, value=None):
        node = {"type": "field", "field": name, "operator": operator}
        return node if value is None else {**node, "value": value}

    def partner_field(self, _depth):
        path = self.random.choice(["", "", "", "parent_id."])
        makers = [
            lambda: self.text(f"{path}city"),
            lambda: self.text(f"{path}name"),
            lambda: self.number(f"{path}color", self.random.randint(-1, 6)),
            lambda: self.number(f"{path}partner_latitude", self.latitude()),
            lambda: self.field(f"{path}employee", "is", self.random.random() < 0.5),
            lambda: self.choice(f"{path}type", ["contact", "invoice", "other"]),
            lambda: self.choice(f"{path}country_id", self.ids["country"]),
            lambda: self.choice(f"{path}category_id", self.ids["category"]),
            lambda: self.choice(f"{path}parent_id", self.ids["partner"]),
            lambda: self.text(f"{path}country_id.code"),
            lambda: self.date(f"{path}create_date"),
        ]
        return self.random.choice(makers)()

    def country_field(self, _depth):
        return self.text(self.random.choice(["name", "code"]))

    def currency_field(self, _depth):
        return self.random.choice(
            [self.text("name"), self.number("rounding", self.random.choice([0.01, 1]))]
        )

    def rate_field(self, _depth):
        return self.random.choice(
            [self.number("rate", self.random.randint(0, 9)), self.date("name")]
        )

    def latitude(self):
        return round(self.random.uniform(-20, 20), 2)

    def text(self, name):
        operator = self.random.choice(
            [
                "is",
                "is_not",
                "contains",
                "not_contains",
                "starts_with",
                "set",
                "not_set",
            ]
        )
        if operator in ("set", "not_set"):
            return self.field(name, operator)
        value = self.random.choice(CITIES)
        if operator not in ("is", "is_not"):
            cut = self.random.randint(1, len(value))
            value = value[:cut]
        return self.field(name, operator, value if value.strip() else "a")

    def number(self, name, value):
        operator = self.random.choice([*COMPARISONS, "between"])
        if operator == "between":
            value = [value, value + self.random.randint(0, 3)]
        return self.field(name, operator, value)

    def choice(self, name, values):
        operator = self.random.choice(["in", "not_in", "set", "not_set"])
        if operator in ("set", "not_set"):
            return self.field(name, operator)
        count = self.random.randint(1, min(2, len(values)))
        return self.field(name, operator, self.random.sample(list(values), count))

    def date(self, name):
        operator = self.random.choice(["in", "not_in", "set", "not_set"])
        if operator in ("set", "not_set"):
            return self.field(name, operator)
        return self.field(name, operator, self.period())

    def period(self):
        kind = self.random.choice(["dates", "this", "previous", *RELATIVE])
        if kind == "dates":
            start = DAY + timedelta(days=self.random.randint(-400, 100))
            end = start + timedelta(days=self.random.choice([0, 30, 200]))
            bounds = [(start, end), (start, None), (None, end)]
            start, end = self.random.choice(bounds)
            return {
                "kind": "dates",
                "from": start and start.isoformat(),
                "to": end and end.isoformat(),
            }
        unit = self.random.choice(UNITS)
        if kind in RELATIVE:
            count = self.random.choice([1, 2, 6, 90])
            return {"kind": kind, "count": count, "unit": unit}
        return {"kind": kind, "unit": unit}

    def related(self, depth):
        name = self.random.choice(["child_ids", "parent_id", "country_id"])
        code = "country" if name == "country_id" else "partner"
        return {
            "type": "related",
            "field": name,
            "match": self.random.choice(["any", "none"]),
            "where": self.maybe(code, depth),
        }

    def rates(self, depth):
        return {
            "type": "related",
            "field": "rate_ids",
            "match": self.random.choice(["any", "none"]),
            "where": self.maybe("rate", depth),
        }

    def maybe(self, code, depth):
        return self.node(code, depth + 1) if self.random.random() < 0.6 else None

    def count(self, depth):
        return self.aggregate("child_ids", "partner", "color", depth)

    def rate_aggregate(self, depth):
        return self.aggregate("rate_ids", "rate", "rate", depth)

    def aggregate(self, name, code, measure, depth):
        function = self.random.choice(
            ["count", "count", "sum", "average", "min", "max"]
        )
        return {
            "type": "aggregate",
            "field": name,
            "function": function,
            "measure": None if function == "count" else measure,
            "where": self.maybe(code, depth),
            "period": self.period() if self.random.random() < 0.4 else None,
            "operator": self.random.choice(COMPARISONS),
            "value": self.random.randint(0, 6),
        }
