from odoo import api, fields, models


class SegmentLine(models.Model):
    """A step of a combination: another segment, and what to do with its members.

    Steps are taken in their order, each on the result of those before.
    """

    _name = "sunumarche.segment.line"
    _description = "Step of a Segment Combination"
    _order = "sequence, id"

    segment_id = fields.Many2one(
        "sunumarche.segment",
        string="Combined Segment",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10)
    operator = fields.Selection(
        [
            ("union", "Together with"),
            ("intersection", "Only those also in"),
            ("difference", "Without"),
        ],
        required=True,
        default="union",
        help="What the members of the segment do to the result of the lines above.",
    )
    component_id = fields.Many2one(
        "sunumarche.segment",
        string="Segment",
        required=True,
        ondelete="restrict",
        index=True,
    )

    @api.constrains("component_id", "segment_id")
    def _check_component(self):
        self.segment_id._check_line_company()
        self.segment_id._check_cycle()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.segment_id._wait("rule")
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.segment_id._wait("rule")
        return result

    def unlink(self):
        segments = self.segment_id
        result = super().unlink()
        segments._wait("rule")
        return result
