"""The first sheet of an Excel workbook (.xlsx) as the text that the reader reads."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from .purchase_log_format import PurchaseLogError
from .purchase_log_reader import Source, open_binary

#: How the text is written that stands for a workbook.
WORKBOOK = {"kind": "csv", "encoding": "utf-8", "delimiter": ","}
MAX_TEXT = 256 * 1024**2


def is_workbook(source: Source) -> bool:
    """Whether the file is a workbook; raise if it is another archive."""
    with open_binary(source) as stream:
        if stream.read(4) != b"PK\x03\x04":
            return False
        try:
            with zipfile.ZipFile(stream) as archive:
                names = set(archive.namelist())
        except zipfile.BadZipFile as error:
            raise PurchaseLogError("spreadsheet") from error
    if "xl/workbook.xml" in names:
        return True
    raise PurchaseLogError("spreadsheet" if "content.xml" in names else "compressed")


def read_text(source: Source) -> Source:
    """The file itself, or the text that stands for a workbook."""
    return read_workbook(source) if is_workbook(source) else source


def other_sheets(source: Source) -> tuple[str, ...]:
    """The names of the sheets that are not read."""
    with open_binary(source) as stream:
        return tuple(_open(stream).sheetnames[1:])


def read_workbook(source: Source) -> bytes:
    """The rows of the first sheet as CSV, a line for each, the empty ones too."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    with open_binary(source) as stream:
        width = 0
        for row in _open(stream).worksheets[0].iter_rows(values_only=True):
            cells = [_say(value) for value in row]
            while len(cells) > width and not cells[-1]:
                cells.pop()
            width = width or len(cells)
            writer.writerow(cells + [""] * (width - len(cells)))
            if text.tell() > MAX_TEXT:
                raise PurchaseLogError("spreadsheet")
    return text.getvalue().encode("utf-8", "replace")


def _open(stream):
    try:
        return load_workbook(stream, read_only=True, data_only=True)
    except Exception as error:  # a damaged file breaks openpyxl in many ways
        raise PurchaseLogError("spreadsheet") from error


def _say(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int | float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return " ".join(str(value).split())
