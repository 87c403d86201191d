from odoo import models

from odoo.addons.sms.tools.sms_api import SmsApi

from ..engine.closed_gateway import ClosedGateway


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_sms_api_class(self):
        chosen = super()._get_sms_api_class()
        if chosen is SmsApi and not self.env["iap.account"]._is_sms_chosen():
            return ClosedGateway
        return chosen
