from odoo import models

from odoo.addons.sms.tools.sms_api import SmsApi

from ..engine.closed_gateway import ClosedGateway


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _split_by_api(self):
        for gateway, messages in super()._split_by_api():
            if type(gateway) is SmsApi and not gateway.account._is_sms_chosen():
                gateway = ClosedGateway(self.env, gateway.account)
            yield gateway, messages
