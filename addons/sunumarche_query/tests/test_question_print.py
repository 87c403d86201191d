from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..engine.answer_chart import get_series, make_chart
from .common import condition
from .test_question_answer import AnswerCase

REPORT = "sunumarche_query.question_report_portrait"


@tagged("post_install", "-at_install")
class TestPrint(AnswerCase):
    def _ask_question(self, presentation=None, where=None, **values):
        return self.questions.create(
            {
                "name": "Our contacts",
                "definition": self._define(where),
                "presentation": presentation,
                **values,
            }
        )

    def _print(self, question):
        reports = question.env["ir.actions.report"]
        html, _type = reports._render_qweb_html(REPORT, question.ids)
        return html.decode()

    def test_a_print_has_title_sentence_table_and_totals(self):
        question = self._ask_question(
            {"columns": ["name", "color"]}, condition("city", "is", "Dakar")
        )
        html = self._print(question)
        for text in ("Our contacts", "Contacts from “Dakar”", "Bineta", ">8<"):
            self.assertIn(text, html)
        self.assertNotIn("Demba", html)

    def test_a_print_has_the_chart(self):
        question = self._ask_question({"view": "bar", "groups": [{"field": "city"}]})
        self.assertIn("data:image/svg+xml;base64,", self._print(question))

    def test_only_what_the_user_sees_is_printed(self):
        question = self._ask_question({"columns": ["name"]})
        self._hide([("name", "=", "Bineta")])
        html = self._print(question)
        self.assertIn("Awa", html)
        self.assertNotIn("Bineta", html)

    def test_a_template_decides_what_is_printed(self):
        template = self.env["sunumarche.question.template"].create(
            {
                "name": "Short",
                "title": "Review of the week",
                "show_sentence": False,
                "show_totals": False,
                "show_logo": False,
                "row_limit": 2,
                "is_landscape": True,
            }
        )
        question = self._ask_question(
            {"columns": ["name", "color"], "order": {"field": "name"}},
            template_id=template.id,
        )
        html = self._print(question)
        self.assertIn("Review of the week", html)
        self.assertIn("Bineta", html)
        self.assertNotIn("Cheikh", html)
        self.assertNotIn(">22<", html)
        self.assertIn("only the first 2 of 6", html)
        action = question.action_print()
        self.assertEqual(action["report_name"], "sunumarche_query.question_report")
        self.assertEqual(
            self.env.ref("sunumarche_query.question_report_landscape").name,
            action["name"],
        )

    def test_a_question_of_somebody_else_is_not_printed(self):
        question = self._ask_question()
        question.sudo().user_id = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            self._print(question)


@tagged("post_install", "-at_install")
class TestChart(AnswerCase):
    def _read_groups(self, view, *fields):
        shown = {"view": view, "groups": [{"field": name} for name in fields]}
        return self.questions._prepare_answer(self._define(), shown).read_table()

    def test_series_are_those_of_the_groups(self):
        one = self._read_groups("bar", "city")
        self.assertEqual(get_series(one, "Number"), [("Number", [3.0, 2.0, 1.0])])
        two = self._read_groups("bar", "city", "parent_id.name")
        self.assertEqual(
            get_series(two, "Number"),
            [("None", [1.0, 2.0, 1.0]), ("Optique", [2.0, 0.0, 0.0])],
        )

    def test_each_kind_is_drawn(self):
        for view in ("bar", "line", "pie"):
            with self.subTest(view=view):
                svg = make_chart(view, self._read_groups(view, "city"), "Number")
                self.assertIn("<svg", svg)
                self.assertIn("Dakar", svg)

    def test_nothing_is_not_drawn(self):
        self.partners.unlink()
        for view in ("bar", "pie"):
            groups = self._read_groups(view, "city")
            self.assertEqual(make_chart(view, groups, "Number"), "")
