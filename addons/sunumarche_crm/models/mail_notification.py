from odoo import api, models


class MailNotification(models.Model):
    """Who was told of a message; shows its subject, hence is about readable ones."""

    _inherit = "mail.notification"

    @api.model_create_multi
    def create(self, vals_list):
        notifications = super().create(vals_list)
        notifications._check_messages()
        return notifications

    def write(self, vals):
        result = super().write(vals)
        if "mail_message_id" in vals:
            self._check_messages()
        return result

    def _check_messages(self):
        """Refuse a message that the user may not read."""
        self.mail_message_id.check_access("read")
