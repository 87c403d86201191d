import io
import json
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..engine.sentence import STEP
from .common import condition
from .test_question_answer import AnswerCase

EXPORT = "base.group_allow_export"


class ExportCase(AnswerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user.group_ids = [Command.link(cls.env.ref(EXPORT).id)]

    def _open_sheet(self, content):
        sheet = load_workbook(io.BytesIO(content)).active
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    def _export_rows(self, presentation, where=None):
        content = self.questions._export(self._define(where), presentation, "Mine")
        return self._open_sheet(content)


@tagged("post_install", "-at_install")
class TestWorkbook(ExportCase):
    def test_a_list_is_exported_with_its_sentence(self):
        rows = self._export_rows(
            {"columns": ["name", "color"], "order": {"field": "name"}},
            condition("city", "is", "Dakar"),
        )
        self.assertEqual(rows[0][0], "Mine")
        self.assertEqual(rows[1][0], "Contacts from “Dakar”")
        self.assertEqual(rows[3], ["Name", "Color Index"])
        self.assertEqual(
            rows[4:], [["Awa", 1], ["Bineta", 2], ["Optique", 5], [None, 8]]
        )

    def test_a_table_by_groups_is_exported_with_totals(self):
        rows = self._export_rows(
            {
                "view": "pivot",
                "groups": [{"field": "city"}, {"field": "parent_id.name"}],
            }
        )
        self.assertEqual(
            rows[3], [f"City / Company{STEP}Name", "None", "Optique", "Total - Number"]
        )
        self.assertEqual(
            rows[4:],
            [
                ["Dakar", 1, 2, 3],
                ["Thiès", 2, None, 2],
                ["None", 1, None, 1],
                ["Total", 4, 2, 6],
            ],
        )

    def test_what_a_person_typed_is_no_formula(self):
        self.partners[1].name = '=HYPERLINK("http://example.com")'
        rows = self._export_rows({"columns": ["name"]}, condition("color", "is", 1))
        self.assertEqual(rows[4][0], '=HYPERLINK("http://example.com")')
        content = self.questions._export(
            self._define(condition("color", "is", 1)), {"columns": ["name"]}, "Mine"
        )
        sheet = load_workbook(io.BytesIO(content)).active
        self.assertEqual(sheet.cell(5, 1).data_type, "s")

    def test_only_what_the_user_sees_is_exported(self):
        self._hide([("city", "=", "Dakar")])
        rows = self._export_rows({"columns": ["name"], "order": {"field": "name"}})
        self.assertEqual(rows[4:], [["Cheikh"], ["Demba"], ["Elage"]])

    def test_who_may_not_export_is_refused_and_it_is_kept(self):
        self.user.group_ids = [Command.unlink(self.env.ref(EXPORT).id)]
        kept = []
        with (
            patch.object(
                type(self.questions),
                "_journal_answer_export",
                lambda _self, *args: kept.append(args),
            ),
            self.assertRaises(AccessError),
        ):
            self.questions._export(self._define(), None, "Mine")
        ((model, table, refusal),) = kept
        self.assertEqual((model, table), ("res.partner", None))
        self.assertIsInstance(refusal, AccessError)


@tagged("post_install", "-at_install")
class TestWorkbookRoute(ExportCase, HttpCase):
    def _download(self, asked):
        data = {"data": json.dumps(asked), "csrf_token": Request.csrf_token(self)}
        return self.url_open("/sunumarche_query/answer.xlsx", data=data)

    def test_the_browser_gets_a_workbook(self):
        self.authenticate("asker", "asker")
        response = self._download(
            {
                "definition": self._define(condition("city", "is", "Thiès")),
                "presentation": {"columns": ["name"], "order": {"field": "name"}},
                "title": "Of/Thiès",
            }
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        rows = self._open_sheet(response.content)
        self.assertEqual(rows[4:], [["Cheikh"], ["Demba"]])

    @mute_logger("odoo.http")
    def test_nonsense_is_refused_in_words(self):
        self.authenticate("asker", "asker")
        response = self._download({"definition": {"object": "res.users"}})
        self.assertEqual(response.status_code, 500)
        self.assertIn("ValidationError", response.text)
