import csv
import io
import json

import openpyxl

from odoo import http
from odoo.tests import HttpCase, tagged

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "http://zq.example")


@tagged("post_install", "-at_install")
class TestExport(HttpCase):
    """What somebody typed is text in the file of an export, whatever it looks like."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.countries = cls.env["res.partner.category"].create(
            [{"name": name} for name in FORMULAS]
        )

    def _export(self, kind, group_by=()):
        self.authenticate("admin", "admin")
        request = {
            "model": "res.partner.category",
            "fields": [{"name": "name", "label": "=Name", "type": "char"}],
            "ids": self.countries.ids,
            "domain": [("id", "in", self.countries.ids)],
            "groupby": list(group_by),
            "import_compat": False,
        }
        answer = self.url_open(
            f"/web/export/{kind}",
            data={
                "data": json.dumps(request),
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        self.assertEqual(answer.status_code, 200)
        return answer.content

    def _cells(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [cell for row in sheet.iter_rows() for cell in row if cell.value]

    def _check(self, content):
        cells = self._cells(content)
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertFalse([cell for cell in cells if cell.hyperlink])
        return [cell.value for cell in cells]

    def test_a_workbook_has_no_formula(self):
        values = self._check(self._export("xlsx"))
        self.assertEqual(values[0], "=Name")
        self.assertEqual(
            sorted(values[1:]), sorted(text.replace("\r", " ") for text in FORMULAS)
        )

    def test_a_grouped_workbook_has_none_either(self):
        values = self._check(self._export("xlsx", ["name"]))
        self.assertIn("=1+1", values)
        self.assertIn("=1+1 (1)", values)

    def test_csv_quotes_what_looks_like_one(self):
        text = self._export("csv").decode()
        rows = list(csv.reader(io.StringIO(text, newline="")))
        self.assertEqual(rows[0], ["'=Name"])
        quoted = sorted([f"'{name}"] for name in FORMULAS[:-1])
        self.assertEqual(sorted(rows[1:]), sorted([*quoted, [FORMULAS[-1]]]))
