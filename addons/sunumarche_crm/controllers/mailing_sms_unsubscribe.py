from odoo import http

from odoo.addons.mass_mailing_sms.controllers.main import MailingSMSController

from ..engine.consent_source import told_by


class MailingSmsUnsubscribe(MailingSMSController):
    """The STOP link of an SMS, which writes the ledger."""

    @http.route()
    def blacklist_number(self, mailing_id, trace_code, **post):
        with told_by("sms_stop", "mailing.mailing", mailing_id):
            return super().blacklist_number(mailing_id, trace_code, **post)
