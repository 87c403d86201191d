from odoo import models

from ..engine.mailing_speech import MailingSpeech


class SmsComposer(models.TransientModel):
    _inherit = "sms.composer"

    def _prepare_mass_sms_values(self, records):
        """Withhold what the ledger and the mailing's audience say, number by number."""
        result = super()._prepare_mass_sms_values(records)
        if not self._is_mass_sms():
            return result
        withheld = MailingSpeech(self.mailing_id).decide(
            {
                record_id: values["number"]
                for record_id, values in result.items()
                if values["state"] == "outgoing"
            }
        )
        for record_id, reason in withheld.items():
            values = result[record_id]
            values |= {"state": "canceled", "failure_type": reason}
            [[_create, _zero, trace]] = values["mailing_trace_ids"]
            trace |= {"trace_status": "cancel", "failure_type": reason}
        return result
