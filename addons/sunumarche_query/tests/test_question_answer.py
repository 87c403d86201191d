from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ..engine.sentence import STEP
from ..engine.time_limit import time_limit
from ..models import question_answer
from .common import QuestionCase, aggregate, condition

CREATED = {"kind": "last", "count": 2, "unit": "day"}


class AnswerCase(QuestionCase):
    """Six contacts of three cities, two of them with a company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.user.lang = "en_US"
        company = cls._create_partner("Optique", city="Dakar", color=5)
        cls.partners = company
        for name, city, color, parent in (
            ("Awa", "Dakar", 1, company),
            ("Bineta", "Dakar", 2, company),
            ("Cheikh", "Thiès", 3, None),
            ("Demba", "Thiès", 4, None),
            ("Elage", False, 7, None),
        ):
            cls.partners += cls._create_partner(
                name, city=city, color=color, parent_id=parent and parent.id
            )
        questions = cls.env["sunumarche.question"].with_user(cls.user)
        cls.questions = questions.with_context(lang="en_US")

    def _define(self, where=None, code="partner"):
        return {"version": 1, "object": code, "where": where}

    def _answer(self, presentation=None, where=None, code="partner", **page):
        definition = self._define(where, code)
        return self.questions.ask_answer(definition, presentation, **page)

    def _texts(self, answer):
        return [[cell["text"] for cell in row["cells"]] for row in answer["rows"]]

    def _hide(self, domain):
        """A record rule that hides the contacts of ``domain`` from the user."""
        self.env["ir.rule"].create(
            {
                "name": "hidden from the asker",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": repr(["!", *domain]),
                "groups": [
                    Command.link(self.env.ref("sunumarche_query.group_user").id)
                ],
            }
        )


@tagged("post_install", "-at_install")
class TestListAnswer(AnswerCase):
    def test_a_list_shows_columns_of_related_records(self):
        answer = self._answer(
            {
                "columns": ["name", "city", "parent_id.name", "parent_id"],
                "order": {"field": "name"},
            },
            condition("city", "is", "Dakar"),
        )
        self.assertEqual(
            self._texts(answer),
            [
                ["Awa", "Dakar", "Optique", "Optique"],
                ["Bineta", "Dakar", "Optique", "Optique"],
                ["Optique", "Dakar", "", ""],
            ],
        )
        self.assertEqual(answer["count"], 3)
        self.assertEqual(answer["headers"][2]["label"], f"Company{STEP}Name")
        self.assertFalse(answer["headers"][2]["sortable"])

    def test_a_list_is_sorted_and_paged(self):
        presentation = {
            "columns": ["name"],
            "order": {"field": "color", "descending": True},
        }
        first = self._answer(presentation, offset=0, limit=2)
        second = self._answer(presentation, offset=2, limit=2)
        self.assertEqual(self._texts(first), [["Elage"], ["Optique"]])
        self.assertEqual(self._texts(second), [["Demba"], ["Cheikh"]])
        self.assertEqual(first["count"], 6)
        with self.assertRaises(UserError):
            self._answer(presentation, offset="0; DROP TABLE res_users")

    def test_what_a_path_may_not_show_is_hidden(self):
        self._hide([("name", "=", "Optique")])
        answer = self._answer(
            {"columns": ["name", "parent_id.city", "parent_id"]},
            condition("name", "is", "Awa"),
        )
        self.assertEqual(self._texts(answer), [["Awa", "(hidden)", "(hidden)"]])
        self.assertEqual(self._answer()["count"], 5)

    def test_no_more_than_the_limit_is_read_and_it_is_said(self):
        with (
            patch("odoo.addons.sunumarche_query.engine.answer_list.MOST_ROWS", 4),
            patch.object(question_answer, "MOST_ROWS", 4),
        ):
            answer = self._answer({"columns": ["name"]}, offset=2, limit=40)
            table = self.questions._read_table(self._define(), None, limit=40)
        self.assertEqual(len(answer["rows"]), 2)
        self.assertTrue(answer["limited"])
        self.assertEqual(answer["count"], 6)
        self.assertEqual((len(table.rows), table.count), (4, 6))
        self.assertIn("4 of 6", self.questions._say_limits(table)[0])

    def test_who_may_not_ask_gets_nothing(self):
        stranger = new_test_user(self.env, login="stranger", groups="base.group_user")
        questions = self.env["sunumarche.question"].with_user(stranger)
        for ask in (
            questions.ask_catalogue,
            questions.ask_preview,
            questions.ask_answer,
            questions.ask_open,
            questions.ask_sentence,
            questions.ask_examples,
            questions.ask_dashboard,
        ):
            with self.subTest(ask=ask.__name__), self.assertRaises(AccessError):
                ask()

    def test_an_unknown_field_is_refused(self):
        with self.assertRaises(ValidationError):
            self._answer({"columns": ["password"]})


@tagged("post_install", "-at_install")
class TestGroupAnswer(AnswerCase):
    def _rows(self, answer):
        return {
            row["label"]: [cell["value"] for cell in cells]
            for row, cells in zip(answer["rows"], answer["rowTotals"], strict=True)
        }

    def test_groups_equal_the_records(self):
        answer = self._answer(
            {
                "view": "bar",
                "groups": [{"field": "city"}],
                "measures": [
                    {"function": function, "field": "color"}
                    for function in ("sum", "average", "min", "max")
                ]
                + [{"function": "count"}],
            }
        )
        self.assertEqual(
            self._rows(answer),
            {
                "Dakar": [8, 8 / 3, 1, 5, 3],
                "Thiès": [7, 3.5, 3, 4, 2],
                "None": [7, 7, 7, 7, 1],
            },
        )
        self.assertEqual(
            [cell["value"] for cell in answer["total"]], [22, 22 / 6, 1, 7, 6]
        )

    def test_a_pivot_has_exact_totals(self):
        answer = self._answer(
            {
                "view": "pivot",
                "groups": [{"field": "city"}, {"field": "parent_id.name"}],
                "measures": [{"function": "average", "field": "color"}],
            }
        )
        columns = [column["label"] for column in answer["columns"]]
        table = {
            (row["label"], columns[index]): cells[0]["value"]
            for row, found in zip(answer["rows"], answer["cells"], strict=True)
            for index, cells in enumerate(found)
            if cells
        }
        self.assertEqual(
            table,
            {
                ("Dakar", "Optique"): 1.5,
                ("Dakar", "None"): 5,
                ("Thiès", "None"): 3.5,
                ("None", "None"): 7,
            },
        )
        totals = dict(
            zip(
                columns,
                [one[0]["value"] for one in answer["columnTotals"]],
                strict=True,
            )
        )
        self.assertEqual(totals, {"Optique": 1.5, "None": 4.75})
        self.assertEqual(answer["total"][0]["value"], 22 / 6)

    def test_a_group_opens_its_records(self):
        answer = self._answer({"view": "pie", "groups": [{"field": "city"}]})
        for row, cells in zip(answer["rows"], answer["rowTotals"], strict=True):
            action = self.questions.ask_open(self._define(), row["domain"])
            found = self.questions.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(found), cells[0]["value"])

    def test_dates_stand_in_order_and_open(self):
        rates = [("2024-03-05", 2.0), ("2024-01-10", 1.0), ("2024-01-20", 4.0)]
        currency = self.env.ref("base.CHF")
        currency.rate_ids.unlink()
        currency.active = True
        self._create_rates(currency, rates)
        where = condition("currency_id", "in", [currency.id])
        answer = self._answer(
            {
                "view": "line",
                "groups": [{"field": "name", "granularity": "month"}],
                "measures": [{"function": "max", "field": "rate"}],
            },
            where,
            "rate",
        )
        self.assertEqual(
            [
                (row["label"], cells[0]["value"])
                for row, cells in zip(answer["rows"], answer["rowTotals"], strict=True)
            ],
            [("January 2024", 4.0), ("March 2024", 2.0)],
        )
        action = self.questions.ask_open(
            self._define(where, "rate"), answer["rows"][0]["domain"]
        )
        found = self.env["res.currency.rate"].search(action["domain"])
        self.assertEqual(sorted(found.mapped("rate")), [1.0, 4.0])

    def test_hidden_records_are_in_no_group(self):
        self._hide([("city", "=", "Thiès")])
        answer = self._answer({"view": "pivot", "groups": [{"field": "city"}]})
        self.assertEqual(self._rows(answer), {"Dakar": [3], "None": [1]})
        self.assertEqual(answer["total"][0]["value"], 4)
        self.assertFalse(answer["limited"])

    def test_more_groups_than_anybody_reads_are_cut(self):
        with patch("odoo.addons.sunumarche_query.engine.answer_groups.MOST_GROUPS", 2):
            answer = self._answer({"view": "pivot", "groups": [{"field": "name"}]})
        self.assertTrue(answer["limited"])
        self.assertEqual(len(answer["rows"]), 2)
        self.assertEqual(answer["total"][0]["value"], 6)

    def test_a_table_of_too_many_cells_is_refused(self):
        presentation = {
            "view": "pivot",
            "groups": [{"field": "name"}, {"field": "city"}],
        }
        with (
            patch("odoo.addons.sunumarche_query.engine.answer_groups.MOST_CELLS", 5),
            self.assertRaisesRegex(UserError, "more than 5 cells"),
        ):
            self._answer(presentation)


@tagged("post_install", "-at_install")
class TestOpenAnswer(AnswerCase):
    def test_a_plain_answer_opens_by_its_domain(self):
        action = self.questions.ask_open(
            self._define(condition("create_date", "in", CREATED))
        )
        self.assertNotEqual(action["domain"][0][0:2], ("id", "in"))
        found = self.env["res.partner"].search(action["domain"])
        self.assertEqual(found, self.partners.sorted("complete_name"))

    def test_an_aggregate_opens_by_its_ids(self):
        where = aggregate("child_ids", "count", "at_least", 2)
        action = self.questions.ask_open(self._define(where))
        self.assertEqual(action["domain"], [("id", "in", self.partners[0].ids)])

    def test_a_strange_group_is_refused(self):
        for strange in (
            7,
            [7],
            ["?"],
            [("name", "= 1 OR 1 =", 1)],
            [("passw", "=", 1)],
        ):
            with self.subTest(strange=strange), self.assertRaises(UserError):
                self.questions.ask_open(self._define(), strange)


@tagged("post_install", "-at_install")
class TestTimeLimit(AnswerCase):
    @mute_logger("odoo.sql_db")
    def test_a_slow_statement_is_stopped_and_the_transaction_goes_on(self):
        with (
            self.assertRaisesRegex(UserError, "more than 0.05 seconds"),
            time_limit(self.env, 0.05),
        ):
            self.env.execute_query(SQL("SELECT pg_sleep(5)"))
        self.assertEqual(self._get_limit(), "0")
        self.assertTrue(self.env["res.partner"].search_count([]))

    def test_the_limit_ends_with_its_block(self):
        with time_limit(self.env, 3):
            self.assertEqual(self._get_limit(), "3s")
        self.assertEqual(self._get_limit(), "0")

    @mute_logger("odoo.sql_db")
    def test_an_answer_has_a_limit(self):
        model = type(self.env["res.partner"])

        def sleep(records, *args, **kwargs):
            records.env.execute_query(SQL("SELECT pg_sleep(5)"))

        with (
            patch.object(question_answer, "ANSWER_SECONDS", 0.05),
            patch.object(model, "search_count", sleep),
            self.assertRaisesRegex(UserError, "narrows the question"),
        ):
            self._answer()

    def _get_limit(self):
        ((limit,),) = self.env.execute_query(
            SQL("SELECT current_setting('statement_timeout')")
        )
        return limit
