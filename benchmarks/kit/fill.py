"""Fill a database with a ``Ledger`` by COPY, in constant memory.

Rows look like those that Odoo makes itself: it makes one of each kind, which gives
all columns that need not vary, and takes them back.

Of the accounting entries only the instalments (``display_type = 'payment_term'``) of
open documents are made, about one document in eight: the indicators read no other
lines. A real ledger has three or more lines a document besides.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from .bulk_load import NULL, RowTemplate, copy_rows, settle, without_indexes
from .ledger import CUSTOMERS_A_CONTACT, Document, Ledger
from .places import Places, connect, odoo_environment, run_apart

TERM_DAYS = 30
VAT_PERCENT = 18
SETTLEMENT = "customer_settlement_date"

PARTNER_COLUMNS = (
    "id",
    "parent_id",
    "commercial_partner_id",
    "name",
    "complete_name",
    "phone",
    "email",
    "email_normalized",
)
MOVE_COLUMNS = (
    "id",
    "name",
    "payment_reference",
    "sequence_prefix",
    "sequence_number",
    "partner_id",
    "partner_shipping_id",
    "commercial_partner_id",
    "invoice_partner_display_name",
    "date",
    "invoice_date",
    "invoice_date_due",
    "payment_state",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
    "amount_residual",
    "amount_untaxed_signed",
    "amount_untaxed_in_currency_signed",
    "amount_tax_signed",
    "amount_total_signed",
    "amount_total_in_currency_signed",
    "amount_residual_signed",
)
LINE_COLUMNS = (
    "id",
    "move_id",
    "move_name",
    "name",
    "partner_id",
    "date",
    "invoice_date",
    "date_maturity",
    "debit",
    "credit",
    "balance",
    "amount_currency",
    "amount_residual",
    "amount_residual_currency",
)


@dataclass(frozen=True)
class Samples:
    """Rows made by Odoo, ``{column: text}``; documents and their lines by kind.

    :param has_settlement: whether our addon's column is in ``account_move``
    """

    partner: dict[str, str]
    moves: dict[str, dict[str, str]]
    lines: dict[str, dict[str, str]]
    has_settlement: bool


@dataclass(frozen=True)
class FirstIds:
    partner: int
    move: int
    line: int


def fill(places: Places, database: str, ledger: Ledger) -> tuple[range, float]:
    """Load the ledger; return the customers' ids and the seconds that it took."""
    start = time.perf_counter()
    samples = run_apart(make_samples, places, database)
    with connect(database) as connection:
        rows = Rows(ledger, samples, _first_ids(connection))
        for table, columns, each_row in rows.tables():
            with without_indexes(connection, table):
                copy_rows(connection, table, columns, each_row())
            _advance_sequence(connection, table)
            settle(connection, table)
    first = rows.ids.partner
    return range(first, first + ledger.customers), time.perf_counter() - start


def make_samples(places: Places, database: str) -> Samples:
    """Have Odoo make a partner and a document of each kind; keep their rows only."""
    with odoo_environment(places, database) as env:
        partner = env["res.partner"].create({"name": "Sample", "customer_rank": 1})
        moves = {
            kind: env["account.move"].create(_prepare_move(kind, partner))
            for kind in ("invoice", "refund", "draft")
        }
        (moves["invoice"] + moves["refund"]).action_post()
        env.flush_all()
        samples = Samples(
            partner=_read_row(env.cr, partner),
            moves={kind: _read_row(env.cr, move) for kind, move in moves.items()},
            lines={
                kind: _read_row(env.cr, _instalment(moves[kind]))
                for kind in ("invoice", "refund")
            },
            has_settlement=SETTLEMENT in env["account.move"]._fields,
        )
        env.cr.rollback()
    return samples


def _prepare_move(kind: str, partner) -> dict:
    line = {"name": "Sample", "quantity": 1, "price_unit": 10_000}
    return {
        "move_type": "out_refund" if kind == "refund" else "out_invoice",
        "partner_id": partner.id,
        "invoice_date": date.today(),
        "invoice_line_ids": [(0, 0, line)],
    }


def _instalment(move):
    return move.line_ids.filtered(lambda line: line.display_type == "payment_term")


def _read_row(cr, record) -> dict[str, str]:
    """The columns of a record that are not null, as text."""
    cr.execute(
        f"SELECT key, value FROM {record._table} sample,"
        " jsonb_each_text(to_jsonb(sample)) WHERE sample.id = %s AND value IS NOT NULL",
        [record.id],
    )
    return dict(cr.fetchall())


def _first_ids(connection) -> FirstIds:
    cursor = connection.cursor()
    cursor.execute(
        "SELECT nextval('res_partner_id_seq'), nextval('account_move_id_seq'),"
        " nextval('account_move_line_id_seq')"
    )
    return FirstIds(*cursor.fetchone())


def _advance_sequence(connection, table: str) -> None:
    connection.cursor().execute(
        f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"
    )


class Rows:
    """The rows of a ledger as text for COPY."""

    def __init__(self, ledger: Ledger, samples: Samples, ids: FirstIds):
        self.ledger = ledger
        self.samples = samples
        self.ids = ids
        self.days = [day.isoformat() for day in ledger.calendar(days_after=TERM_DAYS)]

    def tables(self) -> Iterator[tuple[str, tuple, Callable[[], Iterator[str]]]]:
        """Each table with its columns and what makes its rows, in order of loading."""
        partner = RowTemplate(self.samples.partner, PARTNER_COLUMNS)
        moves = self._templates(self.samples.moves, self._move_columns())
        lines = self._templates(self.samples.lines, LINE_COLUMNS)
        yield "res_partner", partner.columns, lambda: self._partners(partner)
        yield "account_move", moves["draft"].columns, lambda: self._moves(moves)
        yield "account_move_line", lines["invoice"].columns, lambda: self._lines(lines)

    def _move_columns(self) -> tuple[str, ...]:
        return MOVE_COLUMNS + (SETTLEMENT,) * self.samples.has_settlement

    @staticmethod
    def _templates(samples: dict[str, dict[str, str]], varied) -> dict:
        columns = sorted(set().union(*samples.values()))
        return {
            kind: RowTemplate(sample, varied, columns)
            for kind, sample in samples.items()
        }

    def _partners(self, template: RowTemplate) -> Iterator[str]:
        for number in range(self.ledger.customers):
            customer_id = self.ids.partner + number
            name, mail = f"Customer {number}", f"customer{number}@example.com"
            phone = f"+22177{number:07d}"
            yield template.row(
                (customer_id, NULL, customer_id, name, name, phone, mail, mail)
            )
        for number in range(0, self.ledger.customers, CUSTOMERS_A_CONTACT):
            customer_id, contact_id = self._partner_ids(number)
            name = f"Contact {number}"
            full_name = f"Customer {number}, {name}"
            yield template.row(
                (contact_id, customer_id, customer_id, name, full_name) + (NULL,) * 3
            )

    def _partner_ids(self, number: int) -> tuple[int, int]:
        """Ids of a customer and of his contact: himself, unless he has one."""
        customer_id = self.ids.partner + number
        if number % CUSTOMERS_A_CONTACT:
            return customer_id, customer_id
        first_contact_id = self.ids.partner + self.ledger.customers
        return customer_id, first_contact_id + number // CUSTOMERS_A_CONTACT

    def _each_move(self) -> Iterator[tuple[int, str, str, int, Document]]:
        """Each document with its id, name, and the name's prefix and number."""
        last: dict[str, int] = {}
        for move_id, document in enumerate(self.ledger.each_document(), self.ids.move):
            if document.kind == "draft":
                yield move_id, NULL, "", 0, document
                continue
            prefix = self._prefix(document)
            number = last[prefix] = last.get(prefix, 0) + 1
            yield move_id, f"{prefix}{number:05d}", prefix, number, document

    def _prefix(self, document: Document) -> str:
        """The prefix that Odoo gave its sample, with the document's own year."""
        sample = self.samples.moves[document.kind]
        year = self.days[document.day][:4]
        return sample["sequence_prefix"].replace(sample["date"][:4], year)

    def _moves(self, templates: dict[str, RowTemplate]) -> Iterator[str]:
        for move_id, name, prefix, number, document in self._each_move():
            customer_id, contact_id = self._partner_ids(document.customer)
            partner_id = contact_id if document.is_contact else customer_id
            day = self.days[document.day]
            values = (
                *(move_id, name, name, prefix, number),
                *(partner_id, partner_id, customer_id, f"Customer {document.customer}"),
                *(day, day, self.days[document.day + TERM_DAYS]),
                *self._amounts(document),
            )
            if self.samples.has_settlement:
                values += (self._settlement(document),)
            yield templates[document.kind].row(values)

    @staticmethod
    def _amounts(document: Document) -> tuple:
        """``payment_state`` and the amounts in the order of ``MOVE_COLUMNS``."""
        untaxed, sign = document.untaxed, document.sign
        tax = untaxed * VAT_PERCENT // 100
        total = untaxed + tax
        residual = total if document.settled is None else 0
        return (
            "paid" if document.settled is not None else "not_paid",
            *(untaxed, tax, total, residual),
            *(sign * untaxed, sign * untaxed, sign * tax),
            *(sign * total, sign * total, sign * residual),
        )

    def _settlement(self, document: Document) -> str:
        if document.settled is None or document.kind != "invoice":
            return NULL
        return self.days[document.settled]

    def _lines(self, templates: dict[str, RowTemplate]) -> Iterator[str]:
        line_id = self.ids.line
        for move_id, name, _prefix, _number, document in self._each_move():
            if document.settled is not None or document.kind == "draft":
                continue
            line_id += 1
            customer_id, _contact_id = self._partner_ids(document.customer)
            total = document.untaxed + document.untaxed * VAT_PERCENT // 100
            debit, credit = (total, 0) if document.sign > 0 else (0, total)
            balance, day = debit - credit, self.days[document.day]
            yield templates[document.kind].row(
                (
                    *(line_id, move_id, name, name, customer_id),
                    *(day, day, self.days[document.day + TERM_DAYS]),
                    *(debit, credit, balance, balance, balance, balance),
                )
            )
