import json
from collections.abc import Callable
from decimal import Decimal

from odoo import fields
from odoo.exceptions import LockError, UserError
from odoo.tools import SQL, split_every

from ..engine.purchase_log import PurchaseLine, RefusedLine, parse
from ..engine.purchase_log_rates import AmountConverter, RateTable
from ..engine.purchase_log_values import plain_decimal
from .purchase_import_customers import CustomerDirectory
from .purchase_import_report import PurchaseImportOptions, PurchaseImportReport

BATCH_SIZE = 1000


class PurchaseImportRun:
    """One passage over a purchase log.

    How to use: ``PurchaseImportRun(env, options).run(file, write=...)`` gives the
    report; without ``write`` it tells what an import would do.

    How it works: the file is read as a stream, 1,000 lines at a time. Three queries
    a batch find its customers, the lines already imported, and write the new lines;
    new customers go through the ORM.
    """

    def __init__(
        self,
        env,
        options: PurchaseImportOptions,
        progress: Callable[[int], None] | None = None,
    ):
        self._env = env
        self._options = options
        self._progress = progress or (lambda lines: None)
        self._customers = CustomerDirectory(self._env, options)
        self._same_currency = options.currency == options.company.currency_id
        self._converter = self._make_converter()
        self._cutover = options.company.purchase_history_cutover_date
        self._today = fields.Date.context_today(options.company)
        self._report = PurchaseImportReport()
        # Rows that stand for a line already, under a key made in another way.
        self._taken: set[tuple[str, str]] = set()

    def run(self, file, *, write: bool) -> PurchaseImportReport:
        self._report.imported = write
        for batch in split_every(BATCH_SIZE, parse(file, self._options.log_format)):
            self._run_batch(batch, write)
            self._progress(self._report.lines)
        return self._report

    def lock(self):
        """Let no other import of the source run until the transaction ends.

        One that began earlier and has not seen our rows fails to update the source
        and is retried with fresh eyes.
        """
        source = self._options.source
        try:
            source.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self._env._(
                    "Purchases of the source %(name)s are being imported at this "
                    "moment. Wait until that import has ended, then try again.",
                    name=source.name,
                )
            ) from error
        self._env.execute_query(
            SQL(
                "UPDATE sunumarche_purchase_source SET write_date = %s WHERE id = %s",
                self._env.cr.now(),
                source.id,
            )
        )

    def _make_converter(self) -> AmountConverter:
        company = self._options.company
        step = Decimal(str(company.currency_id.rounding))
        if self._same_currency:
            return AmountConverter(step)
        return AmountConverter(
            step,
            self._read_rates(self._options.currency),
            self._read_rates(company.currency_id),
        )

    def _read_rates(self, currency) -> RateTable:
        root = self._options.company.root_id
        rates = self._env["res.currency.rate"].search_fetch(
            [
                ("currency_id", "=", currency.id),
                ("company_id", "in", (False, root.id)),
            ],
            ["name", "rate", "company_id"],
        )
        return RateTable(
            (rate.name, Decimal(str(rate.rate)), bool(rate.company_id))
            for rate in rates
        )

    def _run_batch(self, batch: list[PurchaseLine | RefusedLine], write: bool):
        self._report.lines += len(batch)
        refused = [line for line in batch if isinstance(line, RefusedLine)]
        lines = [line for line in batch if isinstance(line, PurchaseLine)]
        self._customers.look_up({line.customer for line in lines})
        existing = self._read_existing(lines)
        new, renamed = [], []
        for line in lines:
            if reason := self._refusal(line, existing):
                refused.append(RefusedLine(line.number, reason, _value(line, reason)))
            elif line.repeated or (line.customer, line.line_key) in existing:
                self._count_known(line)
            elif other_key := self._take(line, existing):
                renamed.append((line, other_key))
                self._count_known(line)
            else:
                new.append(line)
        if refused and self._options.atomicity == "batch":
            refused += [RefusedLine(line.number, "batch_refused") for line in new]
            new = []
        self._report.add_refused(sorted(refused, key=lambda line: line.number))
        if write:
            self._rename(renamed)
        self._accept(new, write)

    def _take(self, line: PurchaseLine, existing: dict) -> str:
        """The other key under which the line was imported, "" if it was not.

        A row stands for one line only: the next one that looks like it is new.
        """
        for key in line.other_keys:
            place = (line.customer, key)
            if place not in self._taken and existing.get(place) == self._content(line):
                self._taken.add(place)
                return key
        return ""

    def _rename(self, renamed: list[tuple[PurchaseLine, str]]):
        """Give rows the keys that their lines have today; they stay what they are."""
        if not renamed:
            return
        rows = [
            {"customer": line.customer, "old": key, "new": line.line_key}
            for line, key in renamed
        ]
        self._env.execute_query(
            SQL(
                """
                UPDATE sunumarche_purchase_history purchase
                   SET line_key = line.new
                  FROM jsonb_to_recordset(%s::jsonb) AS line (
                           customer text, old text, new text)
                 WHERE purchase.company_id = %s
                   AND purchase.source_id = %s
                   AND purchase.external_customer = line.customer
                   AND purchase.line_key = line.old
             RETURNING purchase.id
                """,
                json.dumps(rows),
                self._options.company.id,
                self._options.source.id,
            )
        )
        self._env["sunumarche.purchase.history"].invalidate_model(["line_key"])

    def _count_known(self, line: PurchaseLine):
        self._count(line)
        self._report.already += 1

    def _accept(self, lines: list[PurchaseLine], write: bool):
        for line in lines:
            self._count(line)
        self._report.new += len(lines)
        if write and lines:
            self._customers.create_missing(
                {line.customer: line.customer_name for line in reversed(lines)}
            )
            self._write(lines)

    def _count(self, line: PurchaseLine):
        report = self._report
        report.add_line(line, self._convert(line), self._same_currency)
        if self._customers.is_new(line.customer):
            report.new_customers.add(line.customer)
        elif line.customer not in report.new_customers:
            report.known_customers.add(line.customer)

    def _convert(self, line: PurchaseLine) -> Decimal | None:
        return self._converter.convert(line.amount, line.date)

    def _refusal(self, line: PurchaseLine, existing: dict) -> str:
        """Why the line cannot be imported, "" if it can."""
        if line.date > self._today:
            return "future_date"
        if self._cutover and line.date >= self._cutover:
            return "after_cutover"
        if reason := self._customers.refusal(line.customer):
            return reason
        if self._convert(line) is None:
            return "no_rate"
        known = existing.get((line.customer, line.line_key))
        if known and known != self._content(line):
            return "conflicting_key"
        return ""

    def _content(self, line: PurchaseLine) -> tuple:
        return line.date, line.kind, line.amount, self._options.currency.id

    def _read_existing(self, lines: list[PurchaseLine]) -> dict[tuple, tuple]:
        """The contents of the lines that are imported, by customer and key."""
        purchases = self._env["sunumarche.purchase.history"].search_fetch(
            [
                ("company_id", "=", self._options.company.id),
                ("source_id", "=", self._options.source.id),
                ("external_customer", "in", list({x.customer for x in lines})),
                (
                    "line_key",
                    "in",
                    list({key for x in lines for key in (x.line_key, *x.other_keys)}),
                ),
            ],
            [
                "external_customer",
                "line_key",
                "date",
                "kind",
                "original_amount",
                "original_currency_id",
            ],
        )
        return {
            (purchase.external_customer, purchase.line_key): (
                purchase.date,
                purchase.kind,
                Decimal(str(purchase.original_amount)),
                purchase.original_currency_id.id,
            )
            for purchase in purchases
        }

    def _write(self, lines: list[PurchaseLine]):
        """Insert the lines, as the ORM would but ten times faster."""
        self._env["res.partner"].flush_model()
        # The checks of foreign keys keep the plan of their first run: a scan of
        # res.partner if it was small then, hence slower with each new customer.
        self._env.execute_query(SQL("DISCARD PLANS"))
        purchases = self._env["sunumarche.purchase.history"]
        inserted = self._env.execute_query(self._sql_insert(lines))
        self._env.invalidate_all()
        purchases.browse(row[0] for row in inserted).check_access("create")
        lost = len(lines) - len(inserted)
        self._report.new -= lost
        self._report.already += lost
        self._env["sunumarche.customer.indicator.queue"]._mark(
            (row[1], self._options.company.id) for row in inserted
        )

    def _sql_insert(self, lines: list[PurchaseLine]) -> SQL:
        """One row per line; returns its id and its commercial entity."""
        return SQL(
            """
            INSERT INTO sunumarche_purchase_history (
                        company_id, source_id, external_customer, line_key,
                        partner_id, commercial_partner_id, date, kind, quantity,
                        original_amount, original_currency_id, amount,
                        create_uid, create_date, write_uid, write_date)
                 SELECT %(company)s, %(source)s, line.customer, line.key,
                        partner.id, partner.commercial_partner_id, line.date,
                        line.kind, line.quantity,
                        line.amount, %(currency)s, line.company_amount,
                        %(user)s, %(now)s, %(user)s, %(now)s
                   FROM jsonb_to_recordset(%(lines)s::jsonb) AS line (
                            number integer, customer text, key text,
                            partner integer, date date, kind text, quantity numeric,
                            amount numeric, company_amount numeric)
                   JOIN res_partner AS partner
                     ON partner.id = line.partner
               ORDER BY line.number
            ON CONFLICT DO NOTHING
              RETURNING id, commercial_partner_id
            """,
            company=self._options.company.id,
            source=self._options.source.id,
            currency=self._options.currency.id,
            user=self._env.uid,
            now=self._env.cr.now(),
            lines=json.dumps([self._insert_values(line) for line in lines]),
        )

    def _insert_values(self, line: PurchaseLine) -> dict:
        quantity = line.quantity
        return {
            "number": line.number,
            "customer": line.customer,
            "key": line.line_key,
            "partner": self._customers.partner_id(line.customer),
            "date": line.date.isoformat(),
            "kind": line.kind,
            "quantity": None if quantity is None else plain_decimal(quantity),
            "amount": plain_decimal(line.amount),
            "company_amount": plain_decimal(self._convert(line)),
        }


def _value(line: PurchaseLine, reason: str) -> str:
    """What in the line the reason is about."""
    if reason == "conflicting_key":
        return line.line_key
    if reason.endswith("customer"):
        return line.customer
    return line.date.isoformat()
