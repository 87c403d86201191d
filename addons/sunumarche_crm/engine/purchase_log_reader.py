"""From bytes to rows of fields, whatever the bytes are, without swallowing memory.

A line is never read beyond :data:`MAX_LINE` characters, and an open quote never
swallows more than :data:`MAX_JOINED` lines: such lines are refused one by one, and
reading goes on with the next.
"""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TextIO

from .purchase_log_format import PurchaseLogError, PurchaseLogFormat

MAX_LINE = 10_000
MAX_FIELD = 200
MAX_JOINED = 10
FIRST_ROWS = 50

_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_RANGE = re.compile(r"([0-9]+)-([0-9]+)")
#: Excel's own first line, which names the separator.
SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_OPEN_QUOTE = "unexpected end of data"

Source = bytes | str | Path


class Line(NamedTuple):
    """A line of the file; ``reason`` is set if it cannot be read."""

    number: int
    text: str
    reason: str = ""


class Row(NamedTuple):
    """The fields of a record; ``reason`` is set, and no fields, if it is refused."""

    number: int
    fields: list[str]
    reason: str = ""
    value: str = ""


@contextmanager
def open_binary(source: Source):
    """The file's bytes, from its content or its path."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    else:
        with Path(source).open("rb") as stream:
            yield stream


@contextmanager
def open_text(source: Source, encoding: str):
    """The file's text; bytes that are no text become surrogates."""
    errors = "strict" if encoding.startswith("utf-16") else "surrogateescape"
    with open_binary(source) as binary:
        try:
            text = io.TextIOWrapper(binary, encoding, errors)
        except LookupError as error:
            raise PurchaseLogError("unknown_encoding", encoding=encoding) from error
        yield text


def read_lines(stream: TextIO) -> Iterator[Line]:
    """The lines of the text without their ends; of a very long one, its beginning."""
    number = 0
    while text := _read_line(stream):
        number += 1
        if number == 1:
            text = text.removeprefix("\ufeff")
            if SEPARATOR_LINE.fullmatch(text):
                continue
        reason = ""
        if not text.endswith("\n") and len(text) >= MAX_LINE:
            _skip_line(stream)
            reason = "line_too_long"
        elif _NOT_TEXT.search(text):
            reason = "not_text"
        yield Line(number, text.rstrip("\n"), reason)


def _read_line(stream: TextIO) -> str:
    try:
        return stream.readline(MAX_LINE)
    except UnicodeError as error:
        raise PurchaseLogError("wrong_encoding") from error


def _skip_line(stream: TextIO):
    while (text := _read_line(stream)) and not text.endswith("\n"):
        continue


class RowReader:
    """The rows of a log, blank ones left out.

    How to use: iterate; set ``width`` to the number of columns once it is known.

    How it works: a line without a quote is split as it is. A line that leaves a
    quote open is joined to the next ones until it closes on ``width`` columns; if
    it does not, that line alone is refused and the next ones are read again.
    """

    def __init__(self, stream: TextIO, log_format: PurchaseLogFormat):
        self.width: int | None = None
        self._lines = read_lines(stream)
        self._ahead: deque[Line] = deque()
        self._split = make_splitter(log_format)

    def __iter__(self) -> Iterator[Row]:
        while line := self._next_line():
            row = self._read_row(line)
            if row.reason or any(row.fields):
                yield row

    def _next_line(self) -> Line | None:
        return self._ahead.popleft() if self._ahead else next(self._lines, None)

    def _read_row(self, line: Line) -> Row:
        if line.reason:
            return _refuse(line, line.reason)
        try:
            return Row(line.number, self._split(line.text))
        except csv.Error as error:
            if str(error) == _OPEN_QUOTE:
                return self._read_joined(line)
            return _refuse(line, "bad_quotes")

    def _read_joined(self, first: Line) -> Row:
        taken: list[Line] = []
        while len(taken) < MAX_JOINED and (line := self._next_line()):
            taken.append(line)
            if line.reason:
                break
            text = "\n".join(part.text for part in (first, *taken))
            if fields := self._try_split(text):
                if self.width in (None, len(fields)):
                    return Row(first.number, fields)
                break
        self._ahead.extendleft(reversed(taken))
        return _refuse(first, "open_quote")

    def _try_split(self, text: str) -> list[str] | None:
        try:
            return self._split(text)
        except csv.Error:
            return None


def _refuse(line: Line, reason: str) -> Row:
    return Row(line.number, [], reason, shorten(line.text))


def shorten(text: str) -> str:
    """The beginning of a text, fit to be shown and stored."""
    shown = _NOT_TEXT.sub("\ufffd", text[:80])
    return shown if len(text) <= 80 else f"{shown}…"


def make_splitter(log_format: PurchaseLogFormat) -> Callable[[str], list[str]]:
    """What cuts a line of this format into fields."""
    if log_format.kind == "csv":
        return _csv_splitter(log_format.delimiter)
    if ranges := column_ranges(log_format):
        return lambda text: [text[slice(*ends)].strip() for ends in ranges.values()]
    return str.split


def column_ranges(log_format: PurchaseLogFormat) -> dict[str, tuple[int, int]]:
    """The characters of each column, for a fixed-width text given by positions."""
    if log_format.kind != "fixed":
        return {}
    matches = {
        role: _RANGE.fullmatch(column) for role, column in log_format.columns.items()
    }
    if not any(matches.values()):
        return {}
    if not all(matches.values()):
        raise PurchaseLogError("mixed_columns")
    return {role: (int(found[1]) - 1, int(found[2])) for role, found in matches.items()}


def _csv_splitter(delimiter: str) -> Callable[[str], list[str]]:
    def split(text: str) -> list[str]:
        if '"' not in text:
            return [value.strip() for value in text.split(delimiter)]
        reader = csv.reader([text], delimiter=delimiter, strict=True)
        return [value.strip() for value in next(reader)]

    return split


class Table:
    """The data rows of a log, with its columns found.

    How to use: ``index_of(role)`` gives a column's place in the rows' fields, None
    if the log has no such column; iterate once over the rows.

    How it works: the header line is read at once, and the first rows are read ahead
    where only they tell the number of columns.
    """

    def __init__(self, stream: TextIO, log_format: PurchaseLogFormat):
        self._format = log_format
        self._reader = RowReader(stream, log_format)
        self._rows = iter(self._reader)
        self._names: list[str] = []
        if log_format.header and (first := next(self._rows, None)):
            self._names = first.fields
        self._ahead = self._read_ahead()
        self.width = self._reader.width = self._find_width()

    def __iter__(self) -> Iterator[Row]:
        for row in chain(self._ahead, self._rows):
            fields = row.fields
            if len(fields) > self.width and not any(fields[self.width :]):
                row = row._replace(fields=fields[: self.width])
            yield row

    def index_of(self, role: str) -> int | None:
        column = self._format.columns.get(role)
        if not column:
            return None
        ranges = column_ranges(self._format)
        if ranges:
            return list(ranges).index(role)
        if self._names.count(column) > 1:
            raise PurchaseLogError(
                "same_heading",
                columns=", ".join(
                    f"{name} ({place})"
                    for place, name in enumerate(self._names, start=1)
                    if name == column
                ),
            )
        if column in self._names:
            return self._names.index(column)
        if column.isdecimal() and 0 < int(column) <= self.width:
            return int(column) - 1
        raise PurchaseLogError(
            "unknown_column", column=column, found=", ".join(self._names)
        )

    def names_of_others(self, indexes: Iterable[int]) -> dict[int, str]:
        """The columns beside those at ``indexes``: place -> name, or number."""
        return {
            place: (self._names[place : place + 1] or [str(place + 1)])[0]
            for place in set(range(self.width)) - set(indexes)
        }

    def _read_ahead(self) -> list[Row]:
        if self._format.kind == "csv" and self._names:
            return []
        return list(islice(self._rows, FIRST_ROWS))

    def _find_width(self) -> int:
        widths = Counter(len(row.fields) for row in self._ahead if not row.reason)
        return widths.most_common(1)[0][0] if widths else len(self._names)
