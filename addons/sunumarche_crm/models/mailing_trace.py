from odoo import api, fields, models

# Reasons of ours, beside core's, for which nothing was sent.
REASONS = [
    ("consent_withdrawn", "Opposed"),
    ("consent_missing", "No prior consent"),
    ("speech_audience", "Not whom it is meant for"),
    ("speech_frequency", "Too many messages lately"),
]


class MailingTrace(models.Model):
    """A message of a mailing to one recipient, or why there was none."""

    _inherit = "mailing.trace"

    address_key = fields.Char(
        string="Key of the Address",
        readonly=True,
        help="The address or number by which the person is recognised, whatever "
        "record the message was sent from.",
    )
    failure_type = fields.Selection(
        selection_add=REASONS,
        ondelete={name: "set null" for name, _label in REASONS},
    )

    _address_key_idx = models.Index(
        "(address_key, create_date) WHERE address_key IS NOT NULL"
    )

    @api.model_create_multi
    def create(self, vals_list):
        service = self.env["sunumarche.common.key"]
        return super().create(
            [
                {
                    "address_key": service._get_phone_key(vals.get("sms_number"))
                    if vals.get("trace_type") == "sms"
                    else service._get_email_key(vals.get("email")),
                    **vals,
                }
                for vals in vals_list
            ]
        )
