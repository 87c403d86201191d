from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..engine.presentation import Grouping, Measure, PresentationReader
from ..engine.reader import Reader
from .common import QuestionCase

HOSTILE = [
    "list",
    ["list"],
    7,
    {"view": "map"},
    {"view": ["list"]},
    {"sql": "DROP TABLE res_users"},
    {"columns": "name"},
    {"columns": ["password"]},
    {"columns": ["name; DROP TABLE res_users"]},
    {"columns": ["user_ids.password"]},
    {"columns": ["parent_id.email"]},
    {"columns": [["name"]]},
    {"columns": ["child_ids"]},
    {"columns": [f"name{number}" for number in range(40)]},
    {"order": {"field": "name desc"}},
    {"order": {"field": "parent_id.name"}},
    {"order": {"field": "name", "descending": "yes"}},
    {"order": "name"},
    {"groups": [{"field": "city:month"}]},
    {"groups": [{"field": "city", "granularity": "month"}]},
    {"groups": [{"field": "create_date", "granularity": "month_number"}]},
    {"groups": [{"field": "child_ids"}]},
    {"groups": [{"field": "city"}] * 3},
    {"groups": ["city"]},
    {"measures": [{"function": "array_agg", "field": "color"}]},
    {"measures": [{"function": "sum", "field": "name"}]},
    {"measures": [{"function": "sum", "field": "parent_id.color"}]},
    {"measures": [{"function": "sum"}]},
    {"measures": [{"function": "count", "field": "color"}]},
    {"view": "bar"},
]


@tagged("post_install", "-at_install")
class TestPresentation(QuestionCase):
    def _read(self, data):
        catalogue = self.language._get_catalogue()
        reader = Reader(self.language.env, catalogue, self.language._get_kinds())
        return PresentationReader(reader).read_presentation(
            data, catalogue.objects["partner"]
        )

    def test_nothing_is_a_list_of_the_first_fields(self):
        shown = self._read(None)
        self.assertEqual(shown.view, "list")
        self.assertEqual(
            shown.columns,
            ("name", "city", "color", "partner_latitude", "employee", "type"),
        )
        self.assertEqual(shown.measures, (Measure("count"),))

    def test_a_chart_is_read(self):
        shown = self._read(
            {
                "view": "line",
                "groups": [{"field": "create_date"}, {"field": "country_id.code"}],
                "measures": [{"function": "sum", "field": "color"}],
            }
        )
        self.assertEqual(
            shown.groups,
            (Grouping("create_date", "month"), Grouping("country_id.code")),
        )
        self.assertEqual(shown.groups[0].spec, "create_date:month")
        self.assertEqual(shown.measures, (Measure("sum", "color"),))

    def test_hostile_presentations_are_refused(self):
        for data in HOSTILE:
            with self.subTest(data=data), self.assertRaises(ValidationError):
                self._read(data)
