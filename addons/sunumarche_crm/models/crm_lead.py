from odoo import api, fields, models

from ..engine.customer_scope import CustomerScope


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = [
        "crm.lead",
        "sunumarche.territory.mixin",
        "sunumarche.amounts.mixin",
        "sunumarche.customer.record",
    ]
    _customer_scope = CustomerScope(("partner_id",), "user_id", "agency_id")

    department_id = fields.Many2one(
        "sunumarche.department",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        domain="[('state_id', '=?', state_id)]",
        index="btree_not_null",
    )

    customer_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Customer Account",
        store=True,
        index="btree_not_null",
        help="The person or company behind the contact of this opportunity.",
    )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Who only reads opportunities is offered no button that changes one."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for button in arch.xpath("//header//button[not(@groups)]"):
                button.set("groups", "sales_team.group_sale_salesman")
        return arch, view

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
