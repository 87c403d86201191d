from odoo import api, models

from ..engine.consent_source import BOUNCE, told_by


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """An address blocked because mail bounces is unreachable, not opposed."""
        with told_by(BOUNCE):
            return super()._routing_handle_bounce(email_message, message_dict)
