from odoo import fields, models


class Department(models.Model):
    """A department of Senegal: what a region is divided into (46 in all)."""

    _name = "sunumarche.department"
    _description = "Department"
    _order = "name, id"

    name = fields.Char(required=True)
    state_id = fields.Many2one(
        "res.country.state",
        string="Region",
        required=True,
        index=True,
        ondelete="restrict",
    )
    country_id = fields.Many2one(related="state_id.country_id")

    _name_uniq = models.Constraint(
        "UNIQUE (state_id, name)", "A region has one department of that name."
    )
