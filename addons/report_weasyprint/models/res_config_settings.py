from odoo import fields, models

from odoo.addons.base.models import ir_actions_report as core

from .ir_actions_report import ENGINE_PARAMETER, ENGINES, HOSTS_PARAMETER, WEASYPRINT


class ResConfigSettings(models.TransientModel):
    """The settings, with how reports are printed."""

    _inherit = "res.config.settings"

    report_pdf_engine = fields.Selection(
        ENGINES,
        string="PDF Engine",
        default=WEASYPRINT,
        config_parameter=ENGINE_PARAMETER,
        help="What makes the PDF of reports that do not say so themselves.",
    )
    report_allowed_hosts = fields.Char(
        string="Outside hosts",
        config_parameter=HOSTS_PARAMETER,
        help="Hosts, separated by spaces, from which reports may take images and "
        "style sheets. Everything of this server is read without a request; other "
        "hosts are never asked. Empty is safest.",
    )
    report_wkhtmltopdf = fields.Char(
        string="wkhtmltopdf", compute="_compute_report_wkhtmltopdf"
    )

    def _compute_report_wkhtmltopdf(self):
        found = core._wkhtml()
        if not found.version:
            text = self.env._("not installed on this server")
        elif found.is_patched_qt:
            text = self.env._("version %(version)s", version=found.version)
        else:
            text = self.env._(
                "version %(version)s without the patch that prints headers, footers "
                "and several documents",
                version=found.version,
            )
        self.report_wkhtmltopdf = text
