from odoo import fields, models


class LetterTemplate(models.Model):
    """A letter that says what for it is, so that consent to post can count."""

    _inherit = "sunumarche.letter.template"

    consent_purpose = fields.Selection(
        lambda self: self.env["sunumarche.consent"]._get_mailing_purposes(),
        string="Purpose",
        required=True,
        default="prospecting",
        help="What the letter is for. Prospecting: offers. Loyalty: the loyalty "
        "programme. Service: what concerns orders and invoices. It decides whose "
        "consent to post counts.",
    )
