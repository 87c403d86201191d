"""Recognise how a purchase log is written."""

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from .purchase_log_columns import name_columns
from .purchase_log_format import (
    DELIMITERS,
    REQUIRED_ROLES,
    Doubt,
    PurchaseLogError,
    PurchaseLogFormat,
)
from .purchase_log_reader import (
    MAX_FIELD,
    SEPARATOR_LINE,
    Row,
    RowReader,
    Source,
    Table,
    open_binary,
    open_text,
)
from .purchase_log_values import guess_date_format, guess_decimal_mark
from .purchase_log_workbook import WORKBOOK, is_workbook, other_sheets, read_workbook

#: A fixed-width text whose headers are not known has its columns in this order.
_FIXED_ORDER = {
    3: ("customer", "date", "amount"),
    4: ("customer", "date", "quantity", "amount"),
}
_BINARY_STARTS = {
    b"PK\x03\x04": "spreadsheet",
    b"\xd0\xcf\x11\xe0": "spreadsheet",
    b"%PDF": "pdf",
    b"\x1f\x8b": "compressed",
}
_HEAD = 65_536
_FIRST_LINES = 50
_MOST_VALUES = 100_000


def detect(source: Source, given: Mapping[str, Any] | None = None) -> PurchaseLogFormat:
    """How the log is written; what is ``given`` is taken as it is.

    ``given`` holds fields of :class:`PurchaseLogFormat`. What cannot be recognised
    stays empty in the result (columns, date format). Raise
    :class:`PurchaseLogError` if the file has nothing to read.
    """
    known = {name: value for name, value in (given or {}).items() if value is not None}
    doubts: tuple[Doubt, ...] = ()
    if is_workbook(source):
        known |= WORKBOOK
        if ignored := other_sheets(source):
            doubts = (Doubt("first_sheet", ignored),)
        source = read_workbook(source)
    encoding = known.get("encoding") or detect_encoding(source)
    log_format = replace(PurchaseLogFormat(), **known | {"encoding": encoding})
    if "kind" not in known and "delimiter" not in known:
        log_format = _with_delimiter(source, log_format)
    log_format = _with_header(source, log_format, known)
    log_format = _with_values(source, log_format, known)
    return replace(log_format, doubts=(*doubts, *log_format.doubts))


def detect_encoding(source: Source) -> str:
    """The encoding by the byte order mark, else UTF-8 unless most of it is not."""
    with open_binary(source) as stream:
        head = stream.read(_HEAD)
        if not head.strip():
            raise PurchaseLogError("empty_file")
        for start, code in _BINARY_STARTS.items():
            if head.startswith(start):
                raise PurchaseLogError(code)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\0" in head:
            raise PurchaseLogError("binary_file")
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        stream.seek(0)
        return "utf-8" if _looks_utf8(stream) else "cp1252"


def _looks_utf8(stream) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    balance = 0
    broken = False
    while chunk := stream.read(_HEAD):
        if chunk.isascii():
            continue
        text = decoder.decode(chunk)
        wrong = len(re.findall("[\udc80-\udcff]", text))
        broken = broken or bool(wrong)
        balance += len(re.findall("[^\x00-\x7f\udc80-\udcff]", text)) - wrong
    return balance > 0 or not broken


def _first_rows(source: Source, log_format: PurchaseLogFormat, count: int) -> list[Row]:
    with open_text(source, log_format.encoding) as stream:
        return list(islice(RowReader(stream, log_format), count))


def _with_delimiter(source: Source, log_format: PurchaseLogFormat) -> PurchaseLogFormat:
    """The delimiter that cuts the first lines into most columns, all alike."""
    if named := _named_delimiter(source, log_format):
        return replace(log_format, kind="csv", delimiter=named)
    widths: Counter[str] = Counter()
    for delimiter in DELIMITERS:
        candidate = replace(log_format, delimiter=delimiter)
        rows = [
            row
            for row in _first_rows(source, candidate, _FIRST_LINES)
            if not row.reason
        ]
        if rows and len(rows[0].fields) > 1:
            width = len(rows[0].fields)
            alike = sum(len(row.fields) == width for row in rows) / len(rows)
            widths[delimiter] = alike * 100 + width
    if not widths:
        return replace(log_format, kind="fixed", delimiter="")
    return replace(log_format, kind="csv", delimiter=widths.most_common(1)[0][0])


def _named_delimiter(source: Source, log_format: PurchaseLogFormat) -> str:
    """The delimiter that Excel's own first line names (``sep=;``), if it does."""
    with open_text(source, log_format.encoding) as stream:
        try:
            first = stream.readline(20)
        except UnicodeError as error:
            raise PurchaseLogError("wrong_encoding") from error
    found = SEPARATOR_LINE.fullmatch(first.removeprefix("\ufeff"))
    return found[1] if found and found[1] in DELIMITERS else ""


def _with_header(
    source: Source, log_format: PurchaseLogFormat, known: Mapping[str, Any]
) -> PurchaseLogFormat:
    """The columns by their names, or by the order usual in fixed-width texts."""
    rows = _first_rows(source, log_format, 2)
    if not rows:
        raise PurchaseLogError("empty_file")
    if rows[0].reason:
        raise PurchaseLogError("bad_header", value=rows[0].value)
    fields = rows[0].fields
    header = known.get("header")
    if header is None:
        header = not any(guess_date_format([value]) for value in fields)
    columns, doubts = name_columns(fields)
    if given := known.get("columns"):
        columns, doubts = _complete(given, columns), ()
    if log_format.kind == "fixed" and not _has_required(columns):
        columns, doubts = _order_columns(rows[-1].fields), ()
    names = tuple(fields) if header else ()
    return replace(
        log_format,
        columns=columns,
        header=header,
        header_names=names,
        doubts=doubts if header else (),
    )


def _complete(given: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """The columns that were named, and the required ones that were recognised."""
    if any("-" in column for column in given.values()):
        return dict(given)
    rest = {role: found[role] for role in REQUIRED_ROLES if role in found}
    if "unit_price" in given:
        rest.pop("amount", None)
    return rest | dict(given)


def _has_required(columns: Mapping[str, str]) -> bool:
    return all(columns.get(role) for role in REQUIRED_ROLES)


def _order_columns(fields: list[str]) -> dict[str, str]:
    roles = _FIXED_ORDER.get(len(fields), ())
    return {role: str(number) for number, role in enumerate(roles, start=1)}


def _with_values(
    source: Source, log_format: PurchaseLogFormat, known: Mapping[str, Any]
) -> PurchaseLogFormat:
    """The date format, the decimal mark and the line key, by all the file's lines."""
    dates, amounts, repeated = _count_values(source, log_format)
    default = "," if log_format.delimiter == ";" else "."
    log_format = replace(
        log_format,
        date_format=known.get("date_format") or guess_date_format(dates),
        decimal_mark=known.get("decimal_mark") or guess_decimal_mark(amounts, default),
    )
    if not repeated or known.get("columns"):
        return log_format
    columns = dict(log_format.columns)
    doubt = Doubt("repeated_key", (columns.pop("line_key"),))
    return replace(log_format, columns=columns, doubts=(*log_format.doubts, doubt))


class _KeyCheck:
    """Whether a key stands on several lines of one customer that differ."""

    def __init__(self, customer: int | None, key: int | None):
        self._places = (customer, key)
        self._seen: dict[int, int] = {}
        self.repeated = False

    def add(self, fields: list[str]):
        customer, key = self._places
        if key is None or customer is None or len(fields) <= max(customer, key):
            return
        if fields[key] and not self.repeated:
            line = hash(tuple(fields))
            known = self._seen.setdefault(hash((fields[customer], fields[key])), line)
            self.repeated = known != line


def _count_values(
    source: Source, log_format: PurchaseLogFormat
) -> tuple[Counter[str], Counter[str], bool]:
    """How often each date and each amount occurs, of the first many different."""
    counts: dict[str, Counter[str]] = {"date": Counter(), "amount": Counter()}
    any_line = False
    with open_text(source, log_format.encoding) as stream:
        table = Table(stream, log_format)
        wanted = [
            (counts["date"], table.index_of("date")),
            (counts["amount"], table.index_of("amount")),
            (counts["amount"], table.index_of("unit_price")),
        ]
        keys = _KeyCheck(table.index_of("customer"), table.index_of("line_key"))
        for row in table:
            any_line = True
            keys.add(row.fields)
            for counter, index in wanted:
                if index is not None and index < len(row.fields):
                    _count(counter, row.fields[index])
    if not any_line:
        raise PurchaseLogError("only_header")
    return counts["date"], counts["amount"], keys.repeated


def _count(counter: Counter[str], value: str):
    if len(value) <= MAX_FIELD and (len(counter) < _MOST_VALUES or value in counter):
        counter[value] += 1
