from odoo import api, fields, models

from .household_member import POINT_READERS


class Household(models.Model):
    _inherit = "sunumarche.household"

    points = fields.Float(
        compute="_compute_points",
        groups=POINT_READERS,
        help="Loyalty points of the members of today.",
    )

    @api.depends("member_ids.date_start", "member_ids.date_end")
    @api.depends_context("uid")
    def _compute_points(self):
        for household in self:
            household.points = sum(household.member_ids.mapped("points"))
