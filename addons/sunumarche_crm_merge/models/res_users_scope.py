from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_scope_domain(self, model_name, operation="read"):
        """A group of duplicates is seen by who may see all of its records."""
        if model_name == "sunumarche.duplicate.member":
            return self._get_duplicate_domain()
        if model_name == "sunumarche.duplicate.group":
            members = self._get_duplicate_domain()
            if members.is_true():
                return members
            return ~Domain("member_ids", "any", ~members)
        return super()._get_scope_domain(model_name, operation)

    def _get_duplicate_domain(self):
        if self.share or "all" in self._get_customer_scopes():
            return Domain.TRUE
        partners = self._get_scope_domain("res.partner", "write")
        leads = self._get_scope_domain("crm.lead")
        return Domain("partner_id", "any", partners) | Domain("lead_id", "any", leads)
