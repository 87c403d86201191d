from odoo import fields, models


class MergeMove(models.Model):
    _inherit = "sunumarche.merge.move"

    operation = fields.Selection(
        selection_add=[("points", "Points")], ondelete={"points": "cascade"}
    )
