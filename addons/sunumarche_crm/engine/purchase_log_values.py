"""Dates and amounts as people write them, read exactly or not at all."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date as Date
from decimal import Decimal
from functools import lru_cache

#: The formats of dates that are recognised, the likelier first.
DATE_FORMATS = {
    "yyyymmdd": r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    "yyyy-mm-dd": r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})",
    "yyyy/mm/dd": r"(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})",
    "dd/mm/yyyy": r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})",
    "dd-mm-yyyy": r"(?P<day>[0-9]{1,2})-(?P<month>[0-9]{1,2})-(?P<year>[0-9]{4})",
    "dd.mm.yyyy": r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})",
    "mm/dd/yyyy": r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})",
}
_TIME = r"(?:[T ][0-9]{1,2}:[0-9:.]+Z?)?"
_DATES = {name: re.compile(text + _TIME) for name, text in DATE_FORMATS.items()}

#: Above this a figure no longer fits the fifteen digits that are stored exactly.
AMOUNT_LIMIT = Decimal(10**11)
AMOUNT_DECIMALS = 4

_SPACES = str.maketrans(dict.fromkeys("\t\u00a0\u2007\u2009\u202f", " "))
_MINUS = str.maketrans({"\u2212": "-", "\u2019": "'"})
_CURRENCY = r"(?P<{}>[A-Z]{{3}}|F ?CFA|F|€|\$|£)?"
_AMOUNT = re.compile(
    r"(?P<open>\()? ?"
    + _CURRENCY.format("before")
    + r" ?(?P<sign>[-+]?) ?(?P<number>[0-9.,](?:[0-9., ']*[0-9.,])?) ?(?P<end>-?) ?"
    + _CURRENCY.format("after")
    + r" ?(?P<close>\))?"
)
_SIGNED_CURRENCY = re.compile(r"^([-+]) ?([A-Z]{3}|F ?CFA|€|\$|£) ?")
_NUMBERS = {
    mark: re.compile(
        rf"(?P<whole>[0-9]{{1,3}}(?P<group>[ '{re.escape(other)}])[0-9]{{3}}"
        rf"(?:(?P=group)[0-9]{{3}})*|[0-9]+|)(?:{re.escape(mark)}(?P<part>[0-9]*))?"
    )
    for mark, other in ((".", ","), (",", "."))
}
_CURRENCY_NAMES = {
    "€": {"EUR"},
    "$": {"USD"},
    "£": {"GBP"},
    "F": {"XOF", "XAF"},
    "CFA": {"XOF", "XAF"},
    "FCFA": {"XOF", "XAF"},
}


class BadValue(ValueError):
    """A field cannot be read; the only argument is the reason's code."""


@lru_cache(maxsize=8192)
def parse_date(text: str, date_format: str) -> Date | None:
    """The date, without its time of day if there is one; None when it is none."""
    match = _DATES[date_format].fullmatch(text)
    if not match:
        return None
    try:
        return Date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def guess_date_format(texts: Iterable[str] | Mapping[str, int]) -> str:
    """The format that reads most of the texts (or counts), "" if none reads any.

    Of two that read as many the first of :data:`DATE_FORMATS` wins, so that
    mm/dd/yyyy is chosen only where dd/mm/yyyy is impossible.
    """
    counts = Counter(texts)
    read = {
        name: sum(count for text, count in counts.items() if parse_date(text, name))
        for name in DATE_FORMATS
    }
    best = max(read, key=read.__getitem__)
    return best if read[best] else ""


def decimal_mark_of(text: str) -> str:
    """The decimal mark that an amount shows by itself, "" if it could be either."""
    separators = [character for character in text if character in ".,"]
    if not separators:
        return ""
    last = separators[-1]
    if len(set(separators)) == 2:
        return last
    if len(separators) > 1:
        return "," if last == "." else "."
    before, after = re.split(r"[.,]", re.sub(r"[^0-9.,]", "", text))
    grouped = len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")
    return "" if grouped else last


def guess_decimal_mark(texts: Iterable[str] | Mapping[str, int], default: str) -> str:
    """The mark most amounts show, else the default."""
    marks: Counter[str] = Counter()
    for text, count in Counter(texts).items():
        if mark := decimal_mark_of(text):
            marks[mark] += count
    ranked = marks.most_common()
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return default
    return ranked[0][0]


def parse_amount(text: str, decimal_mark: str, currency: str = "") -> Decimal:
    """An amount, exactly; raise :class:`BadValue` with the reason's code.

    The decimal mark of the file decides only what the text leaves open, as
    "1,234". A minus may stand before, after, or be parentheses.
    """
    plain = text.translate(_SPACES).translate(_MINUS).strip()
    plain = _SIGNED_CURRENCY.sub(r"\2 \1", plain)
    match = _AMOUNT.fullmatch(plain)
    if not match or bool(match["open"]) != bool(match["close"]):
        raise BadValue("bad_amount")
    _check_currency(match["before"] or match["after"], currency)
    value = _parse_number(match["number"], decimal_mark)
    signs = (match["sign"] == "-") + bool(match["end"]) + bool(match["open"])
    if signs > 1:
        raise BadValue("bad_amount")
    return -value if signs and value else value


def _parse_number(text: str, decimal_mark: str) -> Decimal:
    match = _NUMBERS[decimal_mark_of(text) or decimal_mark].fullmatch(text)
    if not match or not (match["whole"] or match["part"]):
        raise BadValue("bad_amount")
    whole = re.sub(r"[^0-9]", "", match["whole"]) or "0"
    part = (match["part"] or "").rstrip("0")
    if len(part) > AMOUNT_DECIMALS:
        raise BadValue("too_many_decimals")
    value = Decimal(f"{whole}.{part or '0'}")
    if value >= AMOUNT_LIMIT:
        raise BadValue("amount_too_big")
    return value


def _check_currency(found: str | None, expected: str):
    if not found or not expected:
        return
    name = found.replace(" ", "")
    if expected not in _CURRENCY_NAMES.get(name, {name}):
        raise BadValue("other_currency")


def plain_decimal(value: Decimal | None) -> str:
    """The shortest way to write a figure: one figure, one text."""
    if value is None:
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
