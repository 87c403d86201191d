from odoo.addons.sms.tools.sms_api import SmsApi


class ClosedGateway(SmsApi):
    """Core's SMS gateway, which the company did not choose: nothing leaves."""

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        """Answer as core's gateway does to whoever is not registered."""
        return [
            {"uuid": number["uuid"], "state": "unregistered"}
            for message in messages
            for number in message["numbers"]
        ]
