from odoo import fields, models
from odoo.tools.mail import email_normalize_all

from ..engine.email_key import get_email_key
from ..engine.person_words import PersonWords


class MailMail(models.Model):
    """An e-mail of which those are asked once more whom it is sent to.

    Mails wait in the queue for up to an hour, and whoever says no meanwhile is not
    written to. With ``auto_commit`` each mail is asked for in a transaction of its
    own, which sees what was said while the others went out.
    """

    _inherit = "mail.mail"

    consent_purpose = fields.Selection(
        lambda self: self.env["sunumarche.consent"]._get_mailing_purposes(),
        string="Purpose",
        readonly=True,
        help="Of an offer or a mailing: what for. Documents have none.",
    )

    def _send(self, auto_commit=False, *args, **options):
        if not any(mail.consent_purpose for mail in self):
            return super()._send(auto_commit, *args, **options)
        for mails in self if auto_commit else [self]:
            kept = mails - mails._withhold_opposed()
            if kept:
                super(MailMail, kept)._send(auto_commit, *args, **options)
        return True

    def _withhold_opposed(self):
        """Cancel what is meant for people who have said no; return it."""
        withheld = self.browse()
        for purpose, mails in self.grouped("consent_purpose").items():
            if not purpose:
                continue
            persons = {mail: mail._get_persons() for mail in mails}
            opposed = PersonWords(self.env, "email", purpose).find_opposed(
                set().union(*persons.values())
            )
            withheld += mails.filtered(
                lambda mail, persons=persons, opposed=opposed: (
                    mail.state == "outgoing" and persons[mail] & opposed
                )
            )
        withheld._cancel_opposed()
        return withheld

    def _get_persons(self):
        """Return the pairs of key and contact, 0 if unknown, whom it is written to."""
        rules = self.env["sunumarche.email.domain"]._get_rules()
        # sudo: res.partner, mailing.trace - whom a mail is for, whoever sends it
        mail = self.sudo()
        contact = mail.mailing_trace_ids.partner_id[:1].id
        written = [
            (f"{mail.email_to or ''},{mail.email_cc or ''}", contact),
            *((partner.email, partner.id) for partner in mail.recipient_ids),
        ]
        return {
            (get_email_key(address, rules), partner_id or 0)
            for text, partner_id in written
            for address in email_normalize_all(text or "")
        }

    def _cancel_opposed(self):
        if not self:
            return
        # sudo: mail.mail, mail.notification, mailing.trace - what becomes of a mail
        mails = self.sudo()
        mails.write(
            {
                "state": "cancel",
                "failure_type": "mail_optout",
                "failure_reason": self.env._("The person has said no meanwhile."),
            }
        )
        mails.mailing_trace_ids.write(
            {"trace_status": "cancel", "failure_type": "consent_withdrawn"}
        )
        # sudo: mail.notification - as above
        self.env["mail.notification"].sudo().search(
            [("mail_mail_id", "in", mails.ids)]
        ).write({"notification_status": "canceled", "failure_type": "mail_optout"})
