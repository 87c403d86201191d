import base64
import io
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.purchase_log import (
    DATE_FORMATS,
    ROLES,
    PurchaseLogError,
    PurchaseLogFormat,
    detect,
)
from .purchase_import_messages import doubt_texts, error_text, reason_texts
from .purchase_import_report import PurchaseImportOptions, write_refused
from .purchase_import_result import render_result
from .purchase_import_run import PurchaseImportRun

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "fixed": ""}
DELIMITER_NAMES = {delimiter: name for name, delimiter in DELIMITERS.items()}
DECIMAL_MARKS = {"point": ".", "comma": ","}
DECIMAL_MARK_NAMES = {mark: name for name, mark in DECIMAL_MARKS.items()}
FORMAT_FIELDS = (
    "delimiter",
    "encoding",
    "has_header",
    "date_format",
    "decimal_mark",
    *(f"column_{role}" for role in ROLES),
)


class PurchaseImport(models.TransientModel):
    """The import of a file of purchases made outside Odoo: file, preview, report."""

    _name = "sunumarche.purchase.import"
    _description = "Purchase Import"

    step = fields.Selection(
        [("file", "Purchase File"), ("preview", "Preview"), ("report", "Report")],
        required=True,
        default="file",
    )
    file = fields.Binary(
        string="Purchase File",
        help="Excel (.xlsx), CSV, or text with aligned columns. The first line names "
        "the columns.",
    )
    filename = fields.Char()
    source_id = fields.Many2one(
        "sunumarche.purchase.source",
        help="The system that the file comes from. A line that was imported from the "
        "same source before is not imported again.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        help="The currency of the file's amounts. If it is not the company's, each "
        "amount is converted at the rate of its date.",
    )
    customer_match = fields.Selection(
        [
            ("create", "A new customer, if the source has not used it before"),
            ("reference", "The reference of an existing contact"),
        ],
        string="A customer code is",
        required=True,
        default="create",
    )
    atomicity = fields.Selection(
        [
            ("file", "Import nothing (all or nothing per file)"),
            ("batch", "Leave out its batch of 1,000 lines (all or nothing per batch)"),
            ("line", "Leave out that line only"),
        ],
        string="If a line is refused",
        required=True,
        default="file",
    )

    file_problem = fields.Char(compute="_compute_format", store=True)
    file_doubts = fields.Text(
        string="To Check", compute="_compute_format", store=True, readonly=False
    )
    delimiter = fields.Selection(
        [
            ("comma", "Comma"),
            ("semicolon", "Semicolon"),
            ("tab", "Tab"),
            ("pipe", "Vertical bar"),
            ("fixed", "None: columns aligned with spaces"),
        ],
        string="Separator",
        compute="_compute_format",
        store=True,
        readonly=False,
    )
    encoding = fields.Selection(
        [
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8 with byte order mark"),
            ("utf-16", "UTF-16"),
            ("cp1252", "Windows (cp1252)"),
        ],
        compute="_compute_format",
        store=True,
        readonly=False,
    )
    has_header = fields.Boolean(
        string="First Line Names the Columns",
        compute="_compute_format",
        store=True,
        readonly=False,
    )
    date_format = fields.Selection(
        [(name, name) for name in DATE_FORMATS],
        compute="_compute_format",
        store=True,
        readonly=False,
    )
    decimal_mark = fields.Selection(
        [("point", "Point (1,234.50)"), ("comma", "Comma (1 234,50)")],
        compute="_compute_format",
        store=True,
        readonly=False,
    )
    column_customer = fields.Char(
        string="Customer Code", compute="_compute_format", store=True, readonly=False
    )
    column_date = fields.Char(
        string="Date", compute="_compute_format", store=True, readonly=False
    )
    column_amount = fields.Char(
        string="Amount", compute="_compute_format", store=True, readonly=False
    )
    column_quantity = fields.Char(
        string="Quantity", compute="_compute_format", store=True, readonly=False
    )
    column_unit_price = fields.Char(
        string="Unit Price",
        compute="_compute_format",
        store=True,
        readonly=False,
        help="Without a column for the amount: the price of one piece, which is "
        "multiplied by the quantity.",
    )
    column_kind = fields.Char(
        string="Refund Marker",
        compute="_compute_format",
        store=True,
        readonly=False,
        help="The column that tells refunds (refund, return, R, credit...) from "
        "purchases. Without it a negative amount is refused.",
    )
    column_line_key = fields.Char(
        string="Line Key",
        compute="_compute_format",
        store=True,
        readonly=False,
        help="The column that tells the lines of one customer apart. Leave it empty "
        "if several lines share a value: the whole line then identifies itself.",
    )
    column_customer_name = fields.Char(
        string="Customer Name", compute="_compute_format", store=True, readonly=False
    )

    result = fields.Html(readonly=True, sanitize=False)
    new_count = fields.Integer(readonly=True)
    refused_count = fields.Integer(readonly=True)
    refused_file = fields.Binary(readonly=True)
    refused_filename = fields.Char(readonly=True)

    @api.depends("company_id")
    def _compute_currency_id(self):
        for wizard in self:
            wizard.currency_id = wizard.company_id.currency_id

    @api.depends("file")
    def _compute_format(self):
        for wizard in self:
            wizard.update(dict.fromkeys(FORMAT_FIELDS, False))
            wizard.file_problem = wizard.file_doubts = False
            content = wizard._get_content()
            if content is None:
                continue
            try:
                log_format = detect(content)
                wizard.update(self._prepare_format_values(log_format))
                wizard.file_doubts = "\n".join(doubt_texts(self.env, log_format.doubts))
            except PurchaseLogError as error:
                wizard.file_problem = error_text(self.env, error)

    def action_preview(self):
        """Read the whole file and show what importing it would do."""
        self.ensure_one()
        with self._as_user_errors():
            report = self._preview_purchases(self._get_file(), self._get_options())
        self._show_report("preview", report)
        return self._reopen()

    def action_import(self):
        """Import the file and show what was done."""
        self.ensure_one()
        with self._as_user_errors():
            report = self._import_purchases(self._get_file(), self._get_options())
        self._show_report("report", report)
        return self._reopen()

    def action_back(self):
        """Return to the file and its format."""
        self.ensure_one()
        self.step = "file"
        return self._reopen()

    def action_open_purchases(self):
        """Open the purchases of the source."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sunumarche.purchase.history",
            "view_mode": "list,form",
            "domain": [
                ("source_id", "=", self.source_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            "name": self.env._("Imported purchases"),
        }

    @api.model
    def _preview_purchases(self, file, options, progress=None):
        """What importing ``file`` would do, as a report; nothing is written.

        :param file: the content as bytes, or a path
        :param PurchaseImportOptions options: what is asked
        :param progress: called with the number of lines read, after each batch
        """
        return self._make_run(options, progress).run(file, write=False)

    @api.model
    def _import_purchases(self, file, options, progress=None, preview=None):
        """Import ``file`` as :meth:`_preview_purchases` says; an error leaves nothing.

        The report's ``imported`` is false if a refused line has kept the file out.

        :param preview: what previewing gave earlier in this transaction, if known
        """
        run = self._make_run(options, progress)
        run.lock()
        if options.atomicity == "file":
            preview = preview or self._preview_purchases(file, options)
            if preview.refused:
                return preview
        with self.env.cr.savepoint():
            return run.run(file, write=True)

    def _make_run(self, options, progress):
        self.env["sunumarche.purchase.history"].check_access("create")
        return PurchaseImportRun(self.env, options, progress)

    @api.model
    def _prepare_customer_values(self, options, code, name):
        """The values of the customer card of a code that is new."""
        return {
            "name": name or self.env._("Customer %(code)s", code=code),
            "customer_rank": 1,
            "lang": options.company.partner_id.lang,
        }

    def _get_content(self):
        """The file's bytes, None if there is no file."""
        content = self.with_context(bin_size=False).file
        return base64.b64decode(content) if content else None

    def _get_file(self):
        content = self._get_content()
        if content is None:
            raise UserError(self.env._("Choose a file first."))
        return content

    def _get_options(self):
        if not self.source_id:
            raise UserError(
                self.env._("Name the source: the system that the purchases come from.")
            )
        return PurchaseImportOptions(
            source=self.source_id,
            company=self.company_id,
            currency=self.currency_id or self.company_id.currency_id,
            log_format=self._get_format(),
            customer_match=self.customer_match,
            atomicity=self.atomicity,
        )

    def _get_format(self):
        return PurchaseLogFormat(
            kind="fixed" if self.delimiter == "fixed" else "csv",
            encoding=self.encoding or "utf-8",
            delimiter=DELIMITERS.get(self.delimiter, ","),
            header=self.has_header,
            date_format=self.date_format or "",
            decimal_mark=DECIMAL_MARKS.get(self.decimal_mark, "."),
            columns={
                role: column.strip()
                for role in ROLES
                if (column := self[f"column_{role}"])
            },
            currency=self.currency_id.name or "",
        )

    @api.model
    def _prepare_format_values(self, log_format):
        columns = {
            f"column_{role}": log_format.columns.get(role, False) for role in ROLES
        }
        return columns | {
            "delimiter": DELIMITER_NAMES[log_format.delimiter],
            "encoding": log_format.encoding,
            "has_header": log_format.header,
            "date_format": log_format.date_format or False,
            "decimal_mark": DECIMAL_MARK_NAMES[log_format.decimal_mark],
        }

    @contextmanager
    def _as_user_errors(self):
        try:
            yield
        except PurchaseLogError as error:
            raise UserError(error_text(self.env, error)) from error

    def _show_report(self, step, report):
        texts = reason_texts(self.env)
        self.write(
            {
                "step": step,
                "result": render_result(self, step, report, texts),
                "new_count": report.new,
                "refused_count": report.refused,
                "refused_file": self._make_refused_file(report, texts),
                "refused_filename": self.env._("refused lines.csv"),
            }
        )

    def _make_refused_file(self, report, texts):
        """The refused lines as a CSV file that spreadsheets open, in base64."""
        if not report.refused_lines:
            return False
        stream = io.StringIO()
        write_refused(self.env, stream, report, texts)
        return base64.b64encode(stream.getvalue().encode("utf-8-sig"))

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
            "name": self.env._("Import Purchases"),
        }
