from odoo import models

from ..engine.mailing_speech import MailingSpeech


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _process_mail_values_state(self, mail_values_dict):
        """Withhold what the ledger and the mailing's audience say, address by address.

        A message to several addresses goes out only if each of them may have it.
        """
        result = super()._process_mail_values_state(mail_values_dict)
        if self._is_mass_mailing():
            self._withhold_mails(result)
        return result

    def _withhold_mails(self, mail_values_all):
        recipients = self._get_recipients_data(mail_values_all)
        waiting = {
            record_id: recipients[record_id]["mail_to_normalized"]
            for record_id, values in mail_values_all.items()
            if values.get("state") not in ("cancel", "exception")
        }
        speech = MailingSpeech(self.mass_mailing_id)
        while waiting:
            withheld = speech.decide(
                {
                    record_id: emails[0]
                    for record_id, emails in waiting.items()
                    if emails
                }
            )
            for record_id, reason in withheld.items():
                mail_values_all[record_id] |= {
                    "state": "cancel",
                    "failure_type": reason,
                    "is_notification": False,
                }
            waiting = {
                record_id: emails[1:]
                for record_id, emails in waiting.items()
                if record_id not in withheld and len(emails) > 1
            }
