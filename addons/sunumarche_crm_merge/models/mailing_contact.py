from odoo import models


class MailingContact(models.Model):
    """A subscriber, who may be a customer already."""

    _name = "mailing.contact"
    _inherit = ["mailing.contact", "sunumarche.profiled.mixin"]
