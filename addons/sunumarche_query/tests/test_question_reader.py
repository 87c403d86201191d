from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import QuestionCase, aggregate, condition, group, related

LAST_DAYS = {"kind": "last", "count": 5, "unit": "day"}
HOSTILE = [
    None,
    [],
    "not json",
    "{}",
    "[" * 100_000,
    {"version": 2, "object": "partner", "where": None},
    {"version": 1, "object": "res.partner", "where": None},
    {"version": 1, "object": ["partner"], "where": None},
    {"version": 1, "object": "partner", "where": None, "sql": "SELECT 1"},
]
HOSTILE_NODES = [
    "1=1",
    {"type": "sql", "query": "SELECT 1"},
    {"type": ["field"]},
    {"type": "group", "match": "all", "nodes": []},
    {"type": "group", "match": "xor", "nodes": [condition("city", "set")]},
    condition("password", "is", "x"),
    condition("city; DROP TABLE res_partner", "is", "x"),
    condition('city" = 1 --', "is", "x"),
    condition("city", "=", "x"),
    condition("city", "is", 5),
    condition("city", "is", "x" * 1000),
    condition("city", "is", "a\0b"),
    condition("city", "is", ["x"]),
    condition("color", "is", "1 OR 1=1"),
    condition("color", "more", True),
    condition("color", "more", float("nan")),
    condition("color", "more", float("inf")),
    condition("color", "between", [3, 1]),
    condition("color", "between", [3]),
    condition("type", "in", ["'; DELETE FROM res_users"]),
    condition("type", "in", "contact"),
    condition("country_id", "in", ["SN"]),
    condition("country_id", "in", [True]),
    condition("country_id", "in", [2**40]),
    condition("country_id", "in", []),
    condition("child_ids", "in", [1]),
    condition("child_ids.name", "is", "x"),
    condition("category_id.name", "is", "x"),
    condition("create_date", "in", {"kind": "last", "count": 0, "unit": "day"}),
    condition("create_date", "in", {"kind": "last", "count": 5, "unit": "eon"}),
    condition("create_date", "in", {"kind": "dates", "from": "now()", "to": None}),
    condition("create_date", "in", {"kind": "dates", "from": None, "to": None}),
    condition("create_date", "in", {**LAST_DAYS, "sql": "x"}),
    condition("create_date", "in", "2026-01-01"),
    related("city"),
    related("category_id"),
    related("child_ids", "some"),
    aggregate("child_ids", "count", "at_least", "2; --"),
    aggregate("child_ids", "count", "at_least", 2, measure="color"),
    aggregate("child_ids", "sum", "at_least", 2),
    aggregate("child_ids", "sum", "at_least", 2, measure="name"),
    aggregate("child_ids", "sum", "at_least", 2, measure="parent_id.color"),
    aggregate("child_ids", "sum(1)", "at_least", 2, measure="color"),
    aggregate("child_ids", "count", ">= 0 OR TRUE --", 2),
    aggregate("country_id", "count", "at_least", 2),
]


@tagged("post_install", "-at_install")
class TestQuestionReader(QuestionCase):
    def test_hostile_questions_are_refused(self):
        for definition in HOSTILE:
            subtest = self.subTest(definition=str(definition)[:80])
            with subtest, self.assertRaises(ValidationError):
                self.language._read(definition)

    def test_hostile_conditions_are_refused(self):
        for node in HOSTILE_NODES:
            with self.subTest(node=node), self.assertRaises(ValidationError):
                self._ask(node)

    def test_too_deep_and_too_large_trees_are_refused(self):
        deep = condition("city", "set")
        for _level in range(9):
            deep = group("none", deep)
        large = group("any", *[condition("city", "set")] * 101)
        for node in (deep, large):
            with self.assertRaises(ValidationError):
                self._ask(node)

    def test_a_list_holds_a_thousand_values_and_not_one_more(self):
        ids = list(range(1, 1002))
        self._ask(condition("country_id", "in", ids[:1000]))
        with self.assertRaisesRegex(ValidationError, "at most 1000 values"):
            self._ask(condition("country_id", "in", ids))

    def test_a_closed_field_cannot_be_asked_about(self):
        with self.assertRaisesRegex(ValidationError, "email"):
            self._ask(condition("email", "is", "a@b.sn"))

    def test_a_field_that_the_user_may_not_read_is_closed(self):
        self.partner_object.field_ids.filtered(
            lambda opened: opened.field_id.name == "color"
        ).field_id = self._field("res.partner", "signup_type") or self._field(
            "res.partner", "barcode"
        )
        catalogue = self.language._get_catalogue()
        self.assertNotIn("color", catalogue.objects["partner"].fields)

    def test_an_object_whose_model_is_closed_to_the_user(self):
        self._open("rule", "ir.rule", "[]", noun="rules")
        self.assertNotIn("rule", self.language._get_catalogue().objects)
        admin = self.env["sunumarche.question.language"]
        self.assertIn("rule", admin._get_catalogue().objects)

    def test_reading_gives_back_the_same_json(self):
        definition = {
            "version": 1,
            "object": "partner",
            "where": group(
                "all",
                condition("city", "is", "Dakar"),
                aggregate(
                    "child_ids",
                    "count",
                    "more",
                    2,
                    measure=None,
                    where=related("country_id"),
                    period=LAST_DAYS,
                ),
            ),
        }
        self.assertEqual(self.language._read(definition).to_json(), definition)

    def test_a_wrong_object_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            self.partner_object.domain = "[('nothing', '=', 1)]"

    def test_a_question_is_checked_when_saved(self):
        with self.assertRaises(ValidationError):
            self.env["sunumarche.question"].with_user(self.user).create(
                {
                    "name": "Hostile",
                    "definition": {"version": 1, "object": "nothing", "where": None},
                }
            )
