from odoo import fields, models

from ..engine.person_words import PersonWords


class SmsSms(models.Model):
    """An SMS of which those are asked once more whom it is sent to."""

    _inherit = "sms.sms"

    consent_purpose = fields.Selection(
        lambda self: self.env["sunumarche.consent"]._get_mailing_purposes(),
        string="Purpose",
        readonly=True,
        help="Of an offer or a mailing: what for. Documents have none.",
    )

    def _send(self, *args, **options):
        kept = self - self._withhold_opposed()
        return super(SmsSms, kept)._send(*args, **options) if kept else None

    def _withhold_opposed(self):
        """Cancel what is meant for people who have said no meanwhile; return it."""
        withheld = self.browse()
        for purpose, messages in self.grouped("consent_purpose").items():
            if not purpose:
                continue
            persons = {sms: (sms.number, sms.partner_id.id or 0) for sms in messages}
            opposed = PersonWords(self.env, "sms", purpose).find_opposed(
                person for person in persons.values() if person[0]
            )
            withheld += messages.filtered(
                lambda sms, persons=persons, opposed=opposed: persons[sms] in opposed
            )
        if withheld:
            withheld._update_sms_state_and_trackers(
                "canceled", failure_type="sms_optout"
            )
            # sudo: mailing.trace - the reason, as the others withheld have it
            traces = withheld.sudo().sms_tracker_id.mailing_trace_id
            traces.failure_type = "consent_withdrawn"
        return withheld
