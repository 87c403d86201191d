"""An answer as a workbook."""

import io
from datetime import date, datetime

import xlsxwriter

from .answer_table import Table

WIDTHS = {"char": 30, "text": 40, "many2one": 30}
# Nothing that a person typed becomes a formula or a link.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def make_workbook(table: Table, title: str, sentence: str, notes: list[str]) -> bytes:
    """An .xlsx file: title, sentence and notes above the table, totals below."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, OPTIONS) as workbook:
        bold = workbook.add_format({"bold": True})
        heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        total = {"bold": True, "top": 1}
        sheet = workbook.add_worksheet()
        sheet.write_string(0, 0, title, bold)
        for line, text in enumerate([sentence, *notes], start=1):
            sheet.write_string(line, 0, text)
        first = len(notes) + 3
        for column, header in enumerate(table.headers):
            sheet.write_string(first, column, header.label, heading)
            sheet.set_column(column, column, WIDTHS.get(header.type, 18))
        sheet.freeze_panes(first + 1, 0)
        formats = _Formats(workbook)
        for line, cells in enumerate(table.rows, start=first + 1):
            _write_line(sheet, line, cells, formats, {})
        if table.totals:
            _write_line(
                sheet, first + 1 + len(table.rows), table.totals, formats, total
            )
    return output.getvalue()


class _Formats:
    """Formats of a workbook by kind of value, made once each."""

    def __init__(self, workbook):
        self.workbook = workbook
        self.made = {}

    def get(self, pattern: str, style: dict):
        key = (pattern, tuple(style))
        if key not in self.made:
            self.made[key] = self.workbook.add_format({"num_format": pattern, **style})
        return self.made[key]


def _write_line(sheet, line: int, cells, formats: _Formats, style: dict) -> None:
    for column, cell in enumerate(cells):
        value = cell.value
        if isinstance(value, datetime):
            sheet.write_datetime(
                line, column, value, formats.get("yyyy-mm-dd hh:mm", style)
            )
        elif isinstance(value, date):
            sheet.write_datetime(line, column, value, formats.get("yyyy-mm-dd", style))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            pattern = "#,##0" if value == int(value) else "#,##0.00"
            sheet.write_number(line, column, value, formats.get(pattern, style))
        elif not cell.text:
            sheet.write_blank(line, column, None, formats.get("General", style))
        else:
            sheet.write_string(line, column, cell.text, formats.get("@", style))
