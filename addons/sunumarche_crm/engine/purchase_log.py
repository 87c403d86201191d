"""Read a log of purchases made outside Odoo, line by line.

How to use: ``detect(file)`` tells how the file is written, ``parse(file, format)``
yields its lines, each either a purchase or a refusal with the reason's code. A file
that cannot be read at all raises :class:`PurchaseLogError`.

How it works: the file is read as a stream; what stays in memory is two numbers per
different line, to tell the lines that look alike.
"""

from collections.abc import Iterator
from datetime import date as Date
from decimal import Decimal
from hashlib import blake2b

from .purchase_log_columns import plain_name
from .purchase_log_detect import detect
from .purchase_log_format import (
    DELIMITERS,
    ENCODINGS,
    REQUIRED_ROLES,
    ROLES,
    Doubt,
    Kind,
    PurchaseLine,
    PurchaseLogError,
    PurchaseLogFormat,
    RefusedLine,
)
from .purchase_log_reader import MAX_FIELD, Row, Source, Table, open_text, shorten
from .purchase_log_values import (
    AMOUNT_DECIMALS,
    AMOUNT_LIMIT,
    DATE_FORMATS,
    BadValue,
    parse_amount,
    parse_date,
    plain_decimal,
)
from .purchase_log_workbook import read_text

__all__ = [
    "DATE_FORMATS",
    "DELIMITERS",
    "ENCODINGS",
    "REQUIRED_ROLES",
    "ROLES",
    "Doubt",
    "PurchaseLine",
    "PurchaseLogError",
    "PurchaseLogFormat",
    "RefusedLine",
    "detect",
    "parse",
]

FIRST_YEAR = 1900
#: What the readable part of a line's key is made of.
CONTENT_ROLES = ("customer", "date", "quantity", "amount", "kind")

_REFUND_WORDS = frozenset(
    {"r", "refund", "refunded", "return", "returned", "avoir", "retour", "credit"}
    | {"crédit", "creditnote", "remboursement", "rembourse", "remboursé"}
    | {"1", "x", "yes", "oui", "true", "vrai"}
)
_PURCHASE_WORDS = frozenset(
    {"", "p", "s", "v", "purchase", "sale", "sales", "achat", "vente", "facture"}
    | {"invoice", "0", "no", "non", "false", "faux"}
)


def parse(
    source: Source, log_format: PurchaseLogFormat
) -> Iterator[PurchaseLine | RefusedLine]:
    """The log's lines in the file's order.

    A purchase has a positive amount or zero, a refund a negative one. The line key
    is the key column's value, else the whole line, whatever the order of its columns,
    and how often it has occurred so far: the same file, or a longer version of it,
    gives the same keys.
    """
    if missing := log_format.missing_roles:
        raise PurchaseLogError(
            "missing_columns",
            roles=", ".join(missing),
            found=", ".join(log_format.header_names),
        )
    if log_format.date_format not in DATE_FORMATS:
        raise PurchaseLogError("no_date_format")
    source = read_text(source)
    with open_text(source, log_format.encoding) as stream:
        table = Table(stream, log_format)
        parser = _LineParser(log_format, table)
        for row in table:
            yield parser.parse(row)


class _Refusal(ValueError):
    """A line is refused for a reason, because of a value."""

    def __init__(self, reason: str, value: str = ""):
        super().__init__(reason)
        self.reason = reason
        self.value = value


class _LineParser:
    """Turns a table's rows into purchases or refusals."""

    def __init__(self, log_format: PurchaseLogFormat, table: Table):
        self._format = log_format
        self._width = table.width
        self._columns = {
            role: index for role in ROLES if (index := table.index_of(role)) is not None
        }
        known = {
            index for role, index in self._columns.items() if role in CONTENT_ROLES
        }
        self._others = sorted(
            (plain_name(name), place)
            for place, name in table.names_of_others(known).items()
        )
        self._keys = _LineKeys()

    def parse(self, row: Row) -> PurchaseLine | RefusedLine:
        if row.reason:
            return RefusedLine(row.number, row.reason, row.value)
        try:
            return self._read(row)
        except _Refusal as refusal:
            return RefusedLine(row.number, refusal.reason, shorten(refusal.value))

    def _read(self, row: Row) -> PurchaseLine:
        self._check_width(row)
        values = {role: row.fields[index] for role, index in self._columns.items()}
        for value in values.values():
            if len(value) > MAX_FIELD:
                raise _Refusal("field_too_long", value)
        if not values["customer"]:
            raise _Refusal("missing_customer")
        date = self._read_date(values["date"])
        kind = _read_kind(values.get("kind", ""))
        quantity = self._read_quantity(values.get("quantity", ""))
        amount = self._read_signed_amount(values, quantity, kind)
        content = f"{date} {plain_decimal(quantity)} {plain_decimal(amount)} {kind}"
        others = [(name, row.fields[place]) for name, place in self._others]
        key, others_keys, repeated = self._keys.make(
            values["customer"], values.get("line_key", ""), content, others
        )
        return PurchaseLine(
            number=row.number,
            customer=values["customer"],
            date=date,
            amount=amount,
            quantity=quantity,
            kind=kind,
            line_key=key,
            customer_name=values.get("customer_name", ""),
            repeated=repeated,
            other_keys=others_keys,
        )

    def _check_width(self, row: Row):
        if len(row.fields) < self._width:
            raise _Refusal("too_few_columns", str(len(row.fields)))
        if len(row.fields) > self._width:
            raise _Refusal("too_many_columns", str(len(row.fields)))

    def _read_date(self, text: str) -> Date:
        date = parse_date(text, self._format.date_format)
        if not date:
            raise _Refusal("bad_date", text)
        if date.year < FIRST_YEAR:
            raise _Refusal("date_too_old", text)
        return date

    def _read_signed_amount(
        self, values: dict[str, str], quantity: Decimal | None, kind: Kind
    ) -> Decimal:
        if "amount" in values:
            text = values["amount"]
            amount = self._read_amount(text)
        else:
            text = values["unit_price"]
            price = self._read_amount(text)
            amount = round(price * self._need_quantity(quantity), AMOUNT_DECIMALS)
        if abs(amount) >= AMOUNT_LIMIT:
            raise _Refusal("amount_too_big", text)
        if kind == "refund":
            return -abs(amount) if amount else amount
        if amount < 0:
            raise _Refusal("negative_amount", text)
        return amount

    def _need_quantity(self, quantity: Decimal | None) -> Decimal:
        if quantity is None:
            raise _Refusal("bad_quantity")
        return quantity

    def _read_amount(self, text: str) -> Decimal:
        if not text:
            raise _Refusal("missing_amount")
        try:
            return parse_amount(text, self._format.decimal_mark, self._format.currency)
        except BadValue as error:
            raise _Refusal(str(error), text) from error

    def _read_quantity(self, text: str) -> Decimal | None:
        try:
            return parse_amount(text, self._format.decimal_mark) if text else None
        except BadValue as error:
            raise _Refusal("bad_quantity", text) from error


def _read_kind(text: str) -> Kind:
    word = text.lower()
    if word in _PURCHASE_WORDS:
        return "purchase"
    if word.replace(" ", "") in _REFUND_WORDS:
        return "refund"
    raise _Refusal("unknown_kind", text)


class _LineKeys:
    """Tells apart the lines of a customer, with a few numbers per line.

    Keys as they were made before whole lines were looked at, by the content alone, and
    those that another choice of the key column makes, are given too.
    """

    def __init__(self):
        self._seen: dict[int, int] = {}

    def make(
        self, customer: str, key: str, content: str, others: list[tuple[str, str]]
    ) -> tuple[str, tuple[str, ...], bool]:
        """The line's key, its other ones, and whether the line stands higher up."""
        plain = f"{content} #{self._count('content', customer, content)}"
        whole = plain
        if others:
            parts = [f"{name}={value}" for name, value in others if value]
            number = _digest(*parts)
            count = self._count("line", customer, content, f"{number}")
            whole = f"{content} ~{number:016x} #{count}"
        if key:
            repeated = self._is_repeated(customer, key, whole.partition(" #")[0])
            return key, (whole, plain), repeated
        values = (value for _name, value in others if value)
        known = dict.fromkeys((*values, plain))
        return whole, tuple(one for one in known if one != whole), False

    def _count(self, *parts: str) -> int:
        number = _digest(*parts)
        occurrence = self._seen[number] = self._seen.get(number, 0) + 1
        return occurrence

    def _is_repeated(self, customer: str, key: str, line: str) -> bool:
        number, line_number = _digest("key", customer, key), _digest(line)
        known = self._seen.get(number)
        if known is None:
            self._seen[number] = line_number
        elif known != line_number:
            raise _Refusal("conflicting_key", key)
        return known is not None


def _digest(*parts: str) -> int:
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest())
