from datetime import timedelta

from odoo import fields, models

RETRIED_HOURS = 48


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Keep in the queue what no server took: core would never try again.

        Core passes ``mail_smtp`` and no address when it could not connect, hence
        before anything of these mails was sent: nothing goes out twice.
        """
        result = super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )
        if failure_type == "mail_smtp" and not (success_pids or success_emails):
            self._requeue()
        return result

    def _requeue(self):
        """Try again at the next run of the queue, for two days."""
        oldest = fields.Datetime.now() - timedelta(hours=RETRIED_HOURS)
        young = self.exists().filtered(
            lambda mail: (mail.scheduled_date or mail.create_date) > oldest
        )
        young.write({"state": "outgoing"})
