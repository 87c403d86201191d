"""What a purchase log is made of: its format, its lines, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from typing import Literal

Kind = Literal["purchase", "refund"]

#: What a column may hold, in the order in which people expect them.
ROLES = (
    "customer",
    "date",
    "quantity",
    "unit_price",
    "amount",
    "kind",
    "line_key",
    "customer_name",
)
REQUIRED_ROLES = ("customer", "date", "amount")
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")


class PurchaseLogError(ValueError):
    """The file as a whole cannot be read; ``code`` says why, ``values`` details."""

    def __init__(self, code: str, **values: str):
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Doubt:
    """What only a person can say about a log's columns, or should know of them.

    ``amount``: which of the columns is the untaxed amount; ``price``: whether it is
    the price of one piece or of the line; ``same_heading``: which of several;
    ``reference``: whether it tells lines apart. For information: ``multiplied``, the
    amount is quantity x unit price; ``repeated_key``, the column does not tell lines
    apart, so the whole line does; ``first_sheet``, others of the workbook are not read.
    """

    code: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class PurchaseLogFormat:
    """How to read a log.

    ``columns`` gives for each role a header's name, a column's number from 1, or,
    in a text of fixed width, a range of characters such as ``"1-6"``.
    ``currency`` is the currency of the amounts, if amounts that name another one
    are to be refused.
    """

    kind: Literal["csv", "fixed"] = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    header: bool = True
    date_format: str = ""
    decimal_mark: str = "."
    columns: Mapping[str, str] = field(default_factory=dict)
    header_names: tuple[str, ...] = ()
    currency: str = ""
    doubts: tuple[Doubt, ...] = field(default=(), compare=False)

    @property
    def missing_roles(self) -> list[str]:
        found = {role for role in self.columns if self.columns[role]}
        if found >= {"quantity", "unit_price"}:
            found.add("amount")
        return [role for role in REQUIRED_ROLES if role not in found]


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """A purchase or refund as read.

    The amount of a refund is negative. ``repeated`` tells a line whose key and
    content stand higher up in the same file. ``other_keys`` are those under which
    this very line may have been imported, when its file was read in another way.
    """

    number: int
    customer: str
    date: Date
    amount: Decimal
    quantity: Decimal | None = None
    kind: Kind = "purchase"
    line_key: str = ""
    customer_name: str = ""
    repeated: bool = False
    other_keys: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be imported, by its number in the file, with the reason."""

    number: int
    reason: str
    value: str = ""
