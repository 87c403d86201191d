from odoo import fields, models


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    segment_ids = fields.Many2many(
        "sunumarche.segment",
        string="Only for Segments",
        groups="sunumarche_crm.group_customer_figures",
        help="Only orders of customers in one of these segments count; all orders when "
        "empty.",
    )
