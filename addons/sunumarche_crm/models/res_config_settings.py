from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .ir_config_parameter import RETENTION_PARAMETER

RETENTION_MINIMUM = 12


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    journal_retention_months = fields.Integer(
        string="Journal Retention",
        default=60,
        config_parameter=RETENTION_PARAMETER,
        help="Months after which a row of the journal is deleted: 12 at least.",
    )

    @api.constrains("journal_retention_months")
    def _check_journal_retention_months(self):
        for settings in self:
            if settings.journal_retention_months < RETENTION_MINIMUM:
                raise ValidationError(
                    self.env._("The journal is kept for at least 12 months.")
                )
