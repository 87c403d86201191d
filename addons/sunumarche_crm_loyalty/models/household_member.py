from odoo import api, fields, models

POINT_READERS = "sales_team.group_sale_salesman"


class HouseholdMember(models.Model):
    _inherit = "sunumarche.household.member"

    points = fields.Float(
        compute="_compute_points",
        groups=POINT_READERS,
        help="Loyalty points of the member, as long as he belongs to the household.",
    )

    @api.depends("partner_id", "date_start", "date_end")
    @api.depends_context("uid")
    def _compute_points(self):
        members = self.filtered(lambda member: member._holds())
        points = members.partner_id._get_loyalty_points()
        for member in self:
            held = member in members
            member.points = points.get(member.partner_id._origin, 0) if held else 0
