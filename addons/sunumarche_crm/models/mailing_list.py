from odoo import fields, models


class MailingList(models.Model):
    _inherit = "mailing.list"

    consent_purpose = fields.Selection(
        lambda self: self.env["sunumarche.consent"]._get_mailing_purposes(),
        string="Purpose",
        required=True,
        default="prospecting",
        help="What the list is for. Whoever leaves it no longer receives messages of "
        "this purpose, from any list or model.",
    )
