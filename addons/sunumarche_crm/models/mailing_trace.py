from odoo import models


class MailingTrace(models.Model):
    _inherit = "mailing.trace"

    _document_idx = models.Index("(model, res_id)")
