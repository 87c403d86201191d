from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mailing_email_cap = fields.Integer(
        related="company_id.mailing_email_cap", readonly=False
    )
    mailing_email_cap_days = fields.Integer(
        related="company_id.mailing_email_cap_days", readonly=False
    )
    mailing_sms_cap = fields.Integer(
        related="company_id.mailing_sms_cap", readonly=False
    )
    mailing_sms_cap_days = fields.Integer(
        related="company_id.mailing_sms_cap_days", readonly=False
    )
