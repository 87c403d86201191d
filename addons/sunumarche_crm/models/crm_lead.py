from odoo import api, fields, models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "sunumarche.territory.mixin"]

    department_id = fields.Many2one(
        "sunumarche.department",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        domain="[('state_id', '=?', state_id)]",
        index="btree_not_null",
    )

    @api.depends("partner_id")
    def _compute_department_id(self):
        for lead in self:
            lead.department_id = lead.partner_id.department_id or lead.department_id

    @api.depends(
        "partner_id", "state_id", "department_id", "user_id", "territory_by_hand"
    )
    def _compute_territory(self):
        return super()._compute_territory()

    def _get_territory_source(self):
        # sudo: res.partner - the customer decides, also one the user may not read
        return self.partner_id.sudo() or None
