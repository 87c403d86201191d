from odoo import fields, models
from odoo.exceptions import UserError


class SegmentMigrationWizard(models.TransientModel):
    """Asks on which axis and between which days the migration is to be shown."""

    _name = "sunumarche.segment.migration.wizard"
    _description = "Segment Migration between Two Days"

    axis_id = fields.Many2one(
        "sunumarche.segment.axis",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env["sunumarche.segment.axis"].search([], limit=1),
    )
    day_from = fields.Date(
        string="From the End of",
        required=True,
        default=lambda self: fields.Date.subtract(
            fields.Date.context_today(self), months=1
        ),
    )
    day_to = fields.Date(
        string="To the End of", required=True, default=fields.Date.context_today
    )

    def action_show(self):
        """Open the matrix; each cell opens its customers."""
        self.ensure_one()
        if self.day_from >= self.day_to:
            raise UserError(self.env._("The second day must come after the first one."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "sunumarche.segment.migration",
            "views": [(False, "pivot"), (False, "list")],
            "context": {
                "segment_axis": self.axis_id.id,
                "migration_from": fields.Date.to_string(self.day_from),
                "migration_to": fields.Date.to_string(self.day_to),
            },
            "help": self.env._("No customer had a segment of this axis then."),
            "name": self.env._(
                "%(axis)s: from %(day_from)s to %(day_to)s",
                axis=self.axis_id.name,
                day_from=self.day_from.strftime("%d/%m/%Y"),
                day_to=self.day_to.strftime("%d/%m/%Y"),
            ),
        }
