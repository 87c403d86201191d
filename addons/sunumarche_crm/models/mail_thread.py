from odoo import api, models

from .consent_feed import BOUNCE, SOURCE


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """An address blocked because mail bounces is unreachable, not opposed."""
        thread = self.with_context(**{SOURCE: BOUNCE})
        return super(MailThread, thread)._routing_handle_bounce(
            email_message, message_dict
        )
