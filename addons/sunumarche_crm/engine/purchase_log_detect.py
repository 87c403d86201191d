"""Recognise how a purchase log is written."""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from .purchase_log_format import (
    DELIMITERS,
    REQUIRED_ROLES,
    PurchaseLogError,
    PurchaseLogFormat,
)
from .purchase_log_reader import (
    MAX_FIELD,
    Row,
    RowReader,
    Source,
    Table,
    open_binary,
    open_text,
)
from .purchase_log_values import guess_date_format, guess_decimal_mark

#: Headers in English and French as :func:`plain_name` makes them, for each role.
HEADERS = {
    "customer": (
        "customer id|customer code|customer number|customer no|cust id|customer|"
        "client id|id client|code client|numero client|n client|no client|num client|"
        "customerid|clientid|codeclient|reference client|ref client|client"
    ),
    "date": (
        "date|purchase date|order date|invoice date|invoicedate|transaction date|"
        "date achat|date d achat|date facture|date de facture|date commande|"
        "date de commande|date vente|date de vente|jour|day"
    ),
    "amount": (
        "amount|net amount|total amount|amount untaxed|montant|montant ht|montant net|"
        "montant total|total|total ht|value|dollar value|prix total|chiffre d affaires|"
        "ca|ca ht|price|prix|sales"
    ),
    "quantity": (
        "quantity|qty|quantite|qte|number of cds|nombre|nb|units|unites|"
        "nb articles|articles|items"
    ),
    "line_key": (
        "line key|line id|line number|line no|n ligne|no ligne|numero ligne|id ligne|"
        "ticket|n ticket|no ticket|numero ticket|num ticket|ticket number|ticket no|"
        "ticket id|receipt|receipt no|transaction id|transaction|cle|key"
    ),
    "customer_name": (
        "customer name|client name|name|full name|nom|nom client|nom du client|"
        "nom complet|raison sociale|prenom et nom|prenom nom|nom prenom"
    ),
    "kind": (
        "kind|type|refund|is refund|return|nature|sens|avoir|retour|remboursement|"
        "type de ligne|type operation|marker|marqueur"
    ),
}
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
    encoding = known.get("encoding") or detect_encoding(source)
    log_format = replace(PurchaseLogFormat(), **known | {"encoding": encoding})
    if "kind" not in known and "delimiter" not in known:
        log_format = _with_delimiter(source, log_format)
    log_format = _with_header(source, log_format, known)
    return _with_values(source, log_format, known)


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


def plain_name(header: str) -> str:
    """A header without accents, case and punctuation: "N° Ticket" -> "n ticket"."""
    header = header.replace("°", " ").replace("º", " ")
    decomposed = unicodedata.normalize("NFKD", header.lower())
    text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def _first_rows(source: Source, log_format: PurchaseLogFormat, count: int) -> list[Row]:
    with open_text(source, log_format.encoding) as stream:
        return list(islice(RowReader(stream, log_format), count))


def _with_delimiter(source: Source, log_format: PurchaseLogFormat) -> PurchaseLogFormat:
    """The delimiter that cuts the first lines into most columns, all alike."""
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
    columns = known.get("columns") or _name_columns(fields)
    if log_format.kind == "fixed" and not _has_required(columns):
        columns = _order_columns(rows[-1].fields)
    names = tuple(fields) if header else ()
    return replace(log_format, columns=columns, header=header, header_names=names)


def _has_required(columns: Mapping[str, str]) -> bool:
    return all(columns.get(role) for role in REQUIRED_ROLES)


def _name_columns(fields: list[str]) -> dict[str, str]:
    """The header that stands first in a role's list of names, for each role."""
    headers = {plain_name(field): field for field in reversed(fields)}
    columns = {}
    for role, names in HEADERS.items():
        if found := next((name for name in names.split("|") if name in headers), None):
            columns[role] = headers.pop(found)
    for name in ("client", "customer"):
        if name in headers:
            columns.setdefault("customer_name", headers[name])
    return columns


def _order_columns(fields: list[str]) -> dict[str, str]:
    roles = _FIXED_ORDER.get(len(fields), ())
    return {role: str(number) for number, role in enumerate(roles, start=1)}


def _with_values(
    source: Source, log_format: PurchaseLogFormat, known: Mapping[str, Any]
) -> PurchaseLogFormat:
    """The date format and the decimal mark, by all the file's lines."""
    dates, amounts = _count_values(source, log_format)
    default = "," if log_format.delimiter == ";" else "."
    return replace(
        log_format,
        date_format=known.get("date_format") or guess_date_format(dates),
        decimal_mark=known.get("decimal_mark") or guess_decimal_mark(amounts, default),
    )


def _count_values(
    source: Source, log_format: PurchaseLogFormat
) -> tuple[Counter[str], Counter[str]]:
    """How often each date and each amount occurs, of the first many different."""
    counts: dict[str, Counter[str]] = {"date": Counter(), "amount": Counter()}
    any_line = False
    with open_text(source, log_format.encoding) as stream:
        table = Table(stream, log_format)
        wanted = {role: table.index_of(role) for role in counts}
        for row in table:
            any_line = True
            for role, index in wanted.items():
                if index is not None and index < len(row.fields):
                    _count(counts[role], row.fields[index])
    if not any_line:
        raise PurchaseLogError("only_header")
    return counts["date"], counts["amount"]


def _count(counter: Counter[str], value: str):
    if len(value) <= MAX_FIELD and (len(counter) < _MOST_VALUES or value in counter):
        counter[value] += 1
