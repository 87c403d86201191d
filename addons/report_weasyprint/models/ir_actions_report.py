from urllib.parse import urlsplit

from odoo import api, fields, models, modules
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.base.models.ir_actions_report import _wkhtml
from odoo.addons.base.models.report_paperformat import PAPER_SIZES

from ..engine import library
from ..engine.images import render_images
from ..engine.markup import split_documents
from ..engine.page_setup import page_setup
from ..engine.press import press
from ..engine.renderer import Renderer
from ..engine.resources import ReportResources
from ..engine.split import SplitPrint

ENGINE_PARAMETER = "report_weasyprint.engine"
HOSTS_PARAMETER = "report_weasyprint.allowed_hosts"
WEASYPRINT, WKHTMLTOPDF = "weasyprint", "wkhtmltopdf"
ENGINES = [(WEASYPRINT, "WeasyPrint"), (WKHTMLTOPDF, "wkhtmltopdf")]
SPLIT = "report_weasyprint_split"
# Of one document. Laying out takes longer than in proportion: a page holds some 40.
MOST_ROWS = 500
SIZES = {
    size["key"]: (size["width"], size["height"])
    for size in PAPER_SIZES
    if "width" in size
}
PAPER_FIELDS = [
    "format",
    "page_width",
    "page_height",
    "orientation",
    "margin_top",
    "margin_right",
    "margin_bottom",
    "margin_left",
    "header_spacing",
    "header_line",
    "disable_shrinking",
    "dpi",
]


class IrActionsReport(models.Model):
    """A report, which says what makes its PDF: WeasyPrint or wkhtmltopdf."""

    _inherit = "ir.actions.report"

    pdf_engine = fields.Selection(
        ENGINES,
        string="PDF Engine",
        help="What makes the PDF of this report. Empty: what the settings say for "
        "all reports.",
    )

    most_records = fields.Integer(
        string="Most Records at Once",
        help="Somebody who prints more is asked to do it in parts, so that nobody "
        "waits for one long print. 0: any number. Jobs print any number.",
    )

    @api.model
    def _get_default_pdf_engine(self):
        # sudo: ir.config_parameter - a setting for everybody, not a secret.
        parameters = self.env["ir.config_parameter"].sudo()
        return parameters.get_param(ENGINE_PARAMETER, WEASYPRINT)

    def _get_pdf_engine(self, report_ref=False):
        report = self._get_report(report_ref) if report_ref else self
        return report.pdf_engine or self._get_default_pdf_engine()

    @api.private
    @api.model
    def get_wkhtmltopdf_state(self):
        """The web client (by its controller) and core print only if this is ``ok``."""
        printing = SPLIT in self.env.context
        if printing or self._get_default_pdf_engine() == WEASYPRINT:
            return "ok"
        return super().get_wkhtmltopdf_state()

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        if self._get_pdf_engine(report_ref) != WEASYPRINT:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        split = SplitPrint()
        printing = self.with_context(report_weasyprint_split=split)
        if isinstance(report_ref, models.Model):
            # Core goes on with the report's own context.
            report_ref = report_ref.with_env(printing.env)
        streams = super(IrActionsReport, printing)._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids
        )
        split.fill(streams)
        return streams

    def _get_rendering_context(self, report, docids, data):
        # Core gives one id as it is, or a list of them.
        is_one = isinstance(docids, int) and docids
        report._check_most_records(1 if is_one else len(docids or ()))
        return super()._get_rendering_context(report, docids, data)

    def _check_most_records(self, number):
        """Refuse at once a request that would keep others waiting.

        :param number: how many records it would print
        """
        if request and 0 < self.most_records < number:
            raise UserError(
                self.env._(
                    "%(report)s: at most %(most)s at once, and you chose %(number)s. "
                    "Choose fewer, print them, then the next ones.",
                    report=self.name,
                    most=self.most_records,
                    number=number,
                )
            )

    def _check_rows(self, bodies):
        """Refuse a document whose layout would take minutes."""
        rows = max((body.count("<tr") for body in bodies), default=0)
        if request and rows > MOST_ROWS:
            raise UserError(
                self.env._(
                    "This document has %(rows)s lines; at most %(most)s can be "
                    "printed. Split it into several documents.",
                    rows=rows,
                    most=MOST_ROWS,
                )
            )

    def _prepare_html(self, html, report_model=False):
        prepared = super()._prepare_html(html, report_model)
        split = self.env.context.get(SPLIT)
        if split is not None and prepared:
            split.record_ids = prepared[1]
        return prepared

    @api.model
    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        if self._get_pdf_engine(report_ref) != WEASYPRINT:
            self._check_wkhtmltopdf()
            return super()._run_wkhtmltopdf(
                bodies,
                report_ref=report_ref,
                header=header,
                footer=footer,
                landscape=landscape,
                specific_paperformat_args=specific_paperformat_args,
                set_viewport_size=set_viewport_size,
            )
        self._check_rows(bodies)
        report = self._get_report(report_ref) if report_ref else self
        page = page_setup(
            report._get_paper_values(),
            SIZES,
            landscape=landscape,
            arguments=specific_paperformat_args,
        )
        return self._print_documents(split_documents(bodies, header, footer), page)

    def _check_wkhtmltopdf(self):
        if _wkhtml().state == "install":
            raise UserError(
                self.env._(
                    "This report asks for wkhtmltopdf, which is not installed on this "
                    "server. Choose WeasyPrint on the report or in the settings."
                )
            )

    def _run_wkhtmltoimage(self, bodies, width, height, image_format="jpg"):
        if modules.module.current_test or self._get_default_pdf_engine() != WEASYPRINT:
            return super()._run_wkhtmltoimage(bodies, width, height, image_format)
        return self._with_press(
            lambda ready: render_images(
                ready,
                self._get_report_resources(),
                bodies,
                size=(width, height),
                image_format=image_format,
            )
        )

    def _get_paper_values(self):
        paper = self.get_paperformat()
        return paper.read(PAPER_FIELDS)[0] if paper else {}

    def _print_documents(self, documents, page) -> bytes:
        """Return the PDF of documents laid out on a page."""

        def print_all(ready):
            renderer = Renderer(ready, self._get_report_resources(), page)
            split = self.env.context.get(SPLIT)
            if split is not None and split.is_possible:
                return split.print(renderer.print_apart(documents))
            return renderer.print_together(documents)

        return self._with_press(print_all)

    def _with_press(self, work):
        try:
            with press() as ready:
                return work(ready)
        except library.LibraryMissing as error:
            raise UserError(
                self.env._(
                    "This server cannot print: WeasyPrint or one of the libraries it "
                    "needs is missing (%(reason)s). Ask your administrator to install "
                    "it, or to choose wkhtmltopdf in the settings.",
                    reason=error,
                )
            ) from error

    def _get_report_resources(self):
        """Return what resolves the addresses in a report, with the user's rights."""
        base_url = self._get_report_url()
        # sudo: ir.config_parameter - the names of hosts, chosen by an administrator.
        parameters = self.env["ir.config_parameter"].sudo()
        own = {urlsplit(parameters.get_param("web.base.url") or "").netloc}
        if request:
            own.add(request.httprequest.host)
        allowed = parameters.get_param(HOSTS_PARAMETER) or ""
        hosts = allowed.replace(",", " ").split()
        return ReportResources(self.env, base_url, own, hosts)
