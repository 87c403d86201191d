from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.message import Message
from ..engine.person_words import PersonWords
from ..engine.suppression import Suppression

# Reasons of ours -> what core calls it on an SMS.
OPTED_OUT = "sms_optout"


class SmsComposer(models.TransientModel):
    """Whom one may write an SMS to: the number's owner, who may have said STOP."""

    _inherit = "sms.composer"

    consent_warning = fields.Char(compute="_compute_consent_warning")

    @api.depends(
        *("res_model", "res_id", "composition_mode", "sanitized_numbers"),
        *("recipient_single_number", "recipient_single_number_itf"),
    )
    def _compute_consent_warning(self):
        for composer in self:
            is_single = composer.composition_mode != "mass" and composer.res_id
            records = composer._get_records() if is_single else None
            opposed = composer._find_opposed_numbers(records) if records else ()
            composer.consent_warning = opposed and self.env._(
                "%s has said no to every message: nothing can be sent.",
                ", ".join(sorted(opposed)),
            )

    def _is_personal(self):
        """Whether it is written to persons, and not about an order or a delivery."""
        persons = self.env["sunumarche.common.key"]._get_model_names()
        return not self.res_model or self.res_model in persons

    def _find_opposed_numbers(self, records):
        """Return those of the numbers written to that said no even to service."""
        if not self._is_personal():
            return set()
        number = self.recipient_single_number_itf or self.recipient_single_number
        numbers = (self.sanitized_numbers or number or "").split(",")
        service = self.env["sunumarche.common.key"]
        keys = {service._get_phone_key(one) for one in numbers} - {None}
        if not keys and records is not None:
            found = records._sms_get_recipients_info().values()
            keys = {one["sanitized"] for one in found} - {False, None}
        words = PersonWords(self.env, "sms", "service")
        opposed = words.find_opposed((key, 0) for key in keys)
        return {key for key, _partner in opposed}

    def _action_send_sms_comment(self, records=None):
        self._check_opposed(records if records is not None else self._get_records())
        return super()._action_send_sms_comment(records=records)

    def _action_send_sms_numbers(self):
        self._check_opposed(None)
        return super()._action_send_sms_numbers()

    def _check_opposed(self, records):
        if opposed := self._find_opposed_numbers(records):
            raise UserError(
                self.env._(
                    "%s has said no to every message: nothing can be sent.",
                    ", ".join(sorted(opposed)),
                )
            )

    def _prepare_mass_sms_values(self, records):
        """Withhold what the ledger and the mailing's audience say, number by number."""
        result = super()._prepare_mass_sms_values(records)
        suppression = self._get_suppression()
        if not suppression:
            return result
        for values in result.values():
            values["consent_purpose"] = suppression.message.purpose
        withheld = suppression.decide(
            {
                record_id: values["number"]
                for record_id, values in result.items()
                if values["state"] == "outgoing"
            }
        )
        for record_id, reason in withheld.items():
            self._withhold_sms(result[record_id], reason)
        return result

    def _get_suppression(self):
        """Return who may have the message; None if it is about a document."""
        if self._is_mass_sms():
            return self.mailing_id._get_suppression()
        if self.composition_mode == "mass" and self.res_model and self._is_personal():
            return Suppression(Message(self.env, self.res_model, "sms"))
        return None

    def _withhold_sms(self, values, reason):
        known = dict(self.env["sms.sms"]._fields["failure_type"].selection)
        values |= {
            "state": "canceled",
            "failure_type": reason if reason in known else OPTED_OUT,
        }
        for _create, _zero, trace in values.get("mailing_trace_ids", ()):
            trace |= {"trace_status": "cancel", "failure_type": reason}
