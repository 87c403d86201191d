from odoo import api, models
from odoo.exceptions import AccessError


class IapEnrichApi(models.AbstractModel):
    _inherit = "iap.enrich.api"

    @api.model
    def _contact_iap(self, local_endpoint, params):
        if not self.env["iap.account"]._is_service_chosen("enrich.endpoint"):
            raise AccessError(
                self.env._("No address of an enrichment service has been chosen.")
            )
        return super()._contact_iap(local_endpoint, params)
