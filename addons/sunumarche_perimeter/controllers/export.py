import re

from odoo.addons.web.controllers.export import (
    CSVExport,
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)

# What a spreadsheet takes for the beginning of a formula.
FORMULA = re.compile(r"[=+\-@\t\r]")


class TextCells:
    """Writes every text of a workbook as text: no formula, no link."""

    def write(self, row, column, cell_value, style=None):
        if isinstance(cell_value, str):
            return self.worksheet.write_string(row, column, cell_value, style)
        return super().write(row, column, cell_value, style)


class TextXlsxWriter(TextCells, ExportXlsxWriter):
    """A flat export without formulas."""


class TextGroupXlsxWriter(TextCells, GroupExportXlsxWriter):
    """A grouped export without formulas."""


class TextExcelExport(ExcelExport):
    """Core hands texts to a writer that makes formulas of those that look like one."""

    def from_group_data(self, fields, columns_headers, groups):
        with TextGroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value

    def from_data(self, fields, columns_headers, rows):
        with TextXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for row, cells in enumerate(rows, 1):
                for column, cell in enumerate(cells):
                    writer.write_cell(row, column, cell)
        return writer.value


class TextCSVExport(CSVExport):
    """Core quotes what begins with = + or -; spreadsheets know three more signs."""

    def from_data(self, fields, columns_headers, rows):
        quoted = [[_quote(cell) for cell in row] for row in rows]
        return super().from_data(fields, list(map(_quote, columns_headers)), quoted)


def _quote(cell):
    if isinstance(cell, bytes):
        cell = cell.decode()
    if isinstance(cell, str) and FORMULA.match(cell):
        return f"'{cell}"
    return cell
