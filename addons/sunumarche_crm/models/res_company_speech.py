from odoo import fields, models


class ResCompany(models.Model):
    """How many messages one person may receive; 0 for no limit."""

    _inherit = "res.company"

    mailing_email_cap = fields.Integer(
        string="E-mails per Person",
        default=8,
        help="At most so many mailings by e-mail to one person in the period; 0: no "
        "limit. Messages of service are not counted.",
    )
    mailing_email_cap_days = fields.Integer(string="E-mail Period (Days)", default=30)
    mailing_sms_cap = fields.Integer(
        string="SMS per Person",
        default=4,
        help="At most so many mailings by SMS to one person in the period; 0: no "
        "limit. Messages of service are not counted.",
    )
    mailing_sms_cap_days = fields.Integer(string="SMS Period (Days)", default=30)

    _mailing_caps = models.Constraint(
        "CHECK (mailing_email_cap >= 0 AND mailing_sms_cap >= 0"
        " AND mailing_email_cap_days > 0 AND mailing_sms_cap_days > 0)",
        "A limit of messages is 0 or more, over a period of a day or more.",
    )
