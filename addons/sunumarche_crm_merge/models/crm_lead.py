from odoo import models


class CrmLead(models.Model):
    """A prospect, who may be a customer already."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "sunumarche.profiled.mixin"]
