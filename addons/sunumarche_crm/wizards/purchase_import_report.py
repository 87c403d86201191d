import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date as Date
from decimal import Decimal
from typing import Any

from ..engine.purchase_log import PurchaseLine, PurchaseLogFormat, RefusedLine

SAMPLE_SIZE = 20
MAX_LISTED = 100_000


@dataclass(frozen=True)
class PurchaseImportOptions:
    """What an import is asked to do.

    ``source``, ``company`` and ``currency`` (of the file's amounts) are records.
    """

    source: Any
    company: Any
    currency: Any
    log_format: PurchaseLogFormat
    customer_match: str = "create"
    atomicity: str = "file"


@dataclass
class PurchaseImportReport:
    """What an import has done, or would do if ``imported`` is false.

    Figures in the file's currency are exact. ``new`` counts the lines written or to
    be written; ``total`` and the period are theirs and those of lines already there.
    """

    imported: bool = False
    lines: int = 0
    new: int = 0
    already: int = 0
    refused: int = 0
    refused_lines: list[RefusedLine] = field(default_factory=list)
    sample: list[PurchaseLine] = field(default_factory=list)
    first_date: Date | None = None
    last_date: Date | None = None
    total: Decimal = Decimal(0)
    company_total: Decimal = Decimal(0)
    rounded: int = 0
    rounding_difference: Decimal = Decimal(0)
    new_customers: set[str] = field(default_factory=set)
    known_customers: set[str] = field(default_factory=set)

    def add_refused(self, lines: Iterable[RefusedLine]):
        for line in lines:
            self.refused += 1
            if len(self.refused_lines) < MAX_LISTED:
                self.refused_lines.append(line)

    def add_line(
        self, line: PurchaseLine, company_amount: Decimal, same_currency: bool
    ):
        """Count a line that is not refused."""
        self.total += line.amount
        self.company_total += company_amount
        self.first_date = min(self.first_date or line.date, line.date)
        self.last_date = max(self.last_date or line.date, line.date)
        if same_currency and company_amount != line.amount:
            self.rounded += 1
            self.rounding_difference += company_amount - line.amount
        if len(self.sample) < SAMPLE_SIZE:
            self.sample.append(line)


def write_refused(env, stream, report: PurchaseImportReport, texts: dict[str, str]):
    """Write the refused lines as CSV, safe to open in a spreadsheet."""
    writer = csv.writer(stream, delimiter=";")
    writer.writerow([env._("Line"), env._("Reason"), env._("Value")])
    for line in report.refused_lines:
        value = (
            f"'{line.value}" if line.value.startswith(("=", "+", "@")) else line.value
        )
        writer.writerow([line.number, texts[line.reason], value])
