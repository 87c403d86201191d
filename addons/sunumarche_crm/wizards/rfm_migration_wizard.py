from odoo import api, fields, models
from odoo.exceptions import UserError


class RfmMigrationWizard(models.TransientModel):
    """Asks between which two months the migration of classes is to be shown."""

    _name = "sunumarche.rfm.migration.wizard"
    _description = "Class Migration between Two Months"

    month_from = fields.Date(
        string="From the End of",
        required=True,
        default=lambda self: self._default_month(months_ago=1),
    )
    month_to = fields.Date(
        string="To the End of",
        required=True,
        default=lambda self: self._default_month(months_ago=0),
    )

    @api.model
    def _default_month(self, months_ago):
        today = fields.Date.context_today(self)
        return fields.Date.subtract(today.replace(day=1), months=months_ago)

    def action_show(self):
        """Open the matrix; each cell opens its customers."""
        self.ensure_one()
        month_from = self.month_from.replace(day=1)
        month_to = self.month_to.replace(day=1)
        if month_from >= month_to:
            raise UserError(
                self.env._("The second month must come after the first one.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "sunumarche.rfm.migration",
            "views": [(False, "pivot"), (False, "list")],
            "context": {
                "migration_from": fields.Date.to_string(month_from),
                "migration_to": fields.Date.to_string(month_to),
            },
            "help": self.env._("No customer had a class in one of these months."),
            "name": self.env._(
                "Class migration from %(month_from)s to %(month_to)s",
                month_from=month_from.strftime("%m/%Y"),
                month_to=month_to.strftime("%m/%Y"),
            ),
        }
