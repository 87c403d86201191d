from collections import Counter

from odoo import api, fields, models
from odoo.fields import Command

# How many of those withheld for one reason can be opened.
SHOWN = 10_000


class MailingForecast(models.TransientModel):
    """Who would receive a mailing if it were sent now, and who would not."""

    _name = "sunumarche.mailing.forecast"
    _description = "Who Will Receive a Mailing"

    mailing_id = fields.Many2one(
        "mailing.mailing", required=True, readonly=True, ondelete="cascade"
    )
    receive_count = fields.Integer(string="Will Receive It", readonly=True)
    withheld_count = fields.Integer(string="Withheld", readonly=True)
    line_ids = fields.One2many(
        "sunumarche.mailing.forecast.line", "forecast_id", string="Reasons"
    )

    @api.model
    def _create_for(self, mailing):
        """Decide as sending would, and keep the figures; nothing is sent."""
        mailing.check_access("read")
        record_ids = mailing._get_remaining_recipients()
        withheld = mailing._get_suppression().decide_all(record_ids)
        labels = mailing._get_reason_labels()
        lines = [
            {
                "reason": labels[reason],
                "record_count": count,
                "record_ids": [key for key, why in withheld.items() if why == reason][
                    :SHOWN
                ],
            }
            for reason, count in Counter(withheld.values()).most_common()
        ]
        return self.create(
            {
                "mailing_id": mailing.id,
                "receive_count": len(record_ids) - len(withheld),
                "withheld_count": len(withheld),
                "line_ids": [Command.create(line) for line in lines],
            }
        )
