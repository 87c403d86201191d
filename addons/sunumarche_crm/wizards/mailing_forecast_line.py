from odoo import fields, models


class MailingForecastLine(models.TransientModel):
    """How many would receive nothing, for one reason."""

    _name = "sunumarche.mailing.forecast.line"
    _description = "Reason for Which Nothing Is Sent"

    forecast_id = fields.Many2one(
        "sunumarche.mailing.forecast", required=True, ondelete="cascade", index=True
    )
    reason = fields.Char(readonly=True)
    record_count = fields.Integer(string="Recipients", readonly=True)
    record_ids = fields.Json(string="Records", readonly=True)

    def action_open_records(self):
        """Open the records that would be left out."""
        self.ensure_one()
        mailing = self.forecast_id.mailing_id
        return {
            "type": "ir.actions.act_window",
            "res_model": mailing.mailing_model_real,
            "view_mode": "list,form",
            "domain": [("id", "in", self.record_ids)],
            "name": self.reason,
        }
