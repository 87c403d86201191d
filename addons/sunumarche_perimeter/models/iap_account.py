from odoo import api, models


class IapAccount(models.Model):
    _inherit = "iap.account"

    @api.model
    def _is_service_chosen(self, parameter):
        """Tell whether an administrator wrote down where a service is.

        Core calls an address of its own when he did not.
        """
        # sudo: whoever calls, the administrator's settings decide
        return bool(self.env["ir.config_parameter"].sudo().get_param(parameter))

    @api.model
    def _is_sms_chosen(self):
        """Tell whether the company named an SMS gateway, or registered with core's."""
        if self._is_service_chosen("sms.endpoint"):
            return True
        registered = [("service_name", "=", "sms"), ("state", "=", "registered")]
        # sudo: whoever sends an SMS, the company's registration decides
        return bool(self.sudo().search_count(registered, limit=1))

    def write(self, vals):
        accounts = self
        if not self._is_service_chosen("iap.endpoint"):
            accounts = self.with_context(disable_iap_update=True)
        return super(IapAccount, accounts).write(vals)

    def _get_account_information_from_iap(self):
        if not self._is_service_chosen("iap.endpoint"):
            return None
        return super()._get_account_information_from_iap()

    @api.model
    def get_credits(self, service_name):
        if not self._is_service_chosen("iap.endpoint"):
            return -1
        return super().get_credits(service_name)
