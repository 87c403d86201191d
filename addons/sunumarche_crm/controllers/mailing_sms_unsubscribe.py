from odoo import http
from odoo.http import request

from odoo.addons.mass_mailing_sms.controllers.main import MailingSMSController

from ..models.consent_feed import REFERENCE, SOURCE


class MailingSmsUnsubscribe(MailingSMSController):
    """The STOP link of an SMS, which writes the ledger."""

    @http.route()
    def blacklist_number(self, mailing_id, trace_code, **post):
        request.update_context(
            **{SOURCE: "sms_stop", REFERENCE: ("mailing.mailing", mailing_id)}
        )
        return super().blacklist_number(mailing_id, trace_code, **post)
