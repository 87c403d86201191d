from odoo import models

RETENTION_PARAMETER = "sunumarche_crm.journal_retention_months"


class IrConfigParameter(models.Model):
    _name = "ir.config_parameter"
    _inherit = ["ir.config_parameter", "sunumarche.journal.mixin"]

    _journal_life = True

    def _get_journal_fields(self):
        names = ("key", "value")
        return super()._get_journal_fields() | dict.fromkeys(names, "setting")

    def _filter_journalled(self):
        """Only what the journal itself depends on."""
        return self.filtered(lambda parameter: parameter.key == RETENTION_PARAMETER)
