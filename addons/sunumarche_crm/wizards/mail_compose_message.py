from odoo import models
from odoo.tools.mail import email_normalize_all

from ..engine.message import Message
from ..engine.suppression import Suppression


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        """Many records' mail goes to nobody whom the sender may not see."""
        for composer in self:
            if composer.composition_mode == "mass_mail":
                contacts = composer.sudo().partner_ids  # sudo: ids to compare
                self.env["res.partner"]._refuse_strangers(contacts.ids)
        return super()._action_send_mail(auto_commit)

    def _process_mail_values_state(self, mail_values_dict):
        """Withhold what the ledger and the mailing's audience say, address by address.

        A message to several addresses goes out only if each of them may have it.
        """
        result = super()._process_mail_values_state(mail_values_dict)
        if suppression := self._get_suppression():
            self._withhold_mails(result, suppression)
        return result

    def _get_suppression(self):
        """Return who may have the message; None if it is about a document.

        What is sent to contacts, leads or subscribers ticked in a list is an offer,
        with or without a mailing; to orders and invoices it belongs to them.
        """
        if self._is_mass_mailing():
            return self.mass_mailing_id._get_suppression()
        persons = self.env["sunumarche.common.key"]._get_model_names()
        if self.composition_mode == "mass_mail" and self.model in persons:
            return Suppression(Message(self.env, self.model, "email"))
        return None

    def _withhold_mails(self, mail_values_all, suppression):
        recipients = self._get_recipients_data(mail_values_all)
        waiting = {
            record_id: list(
                dict.fromkeys(
                    address
                    for written in recipients[record_id]["mail_to"]
                    for address in email_normalize_all(written)
                )
            )
            for record_id, values in mail_values_all.items()
            if values.get("state") not in ("cancel", "exception")
        }
        for record_id in waiting:
            purpose = suppression.message.purpose
            mail_values_all[record_id]["consent_purpose"] = purpose
        while waiting:
            withheld = suppression.decide(
                {
                    record_id: emails[0]
                    for record_id, emails in waiting.items()
                    if emails
                }
            )
            for record_id, reason in withheld.items():
                mail_values_all[record_id] |= self._prepare_withheld_values(reason)
            waiting = {
                record_id: emails[1:]
                for record_id, emails in waiting.items()
                if record_id not in withheld and len(emails) > 1
            }

    def _prepare_withheld_values(self, reason):
        values = {"state": "cancel", "failure_type": reason, "is_notification": False}
        if not self.mass_mailing_id:
            labels = self.env["mailing.mailing"]._get_reason_labels()
            known = dict(self.env["mail.mail"]._fields["failure_type"].selection)
            values["failure_type"] = reason if reason in known else "mail_optout"
            values["failure_reason"] = labels[reason]
        return values
