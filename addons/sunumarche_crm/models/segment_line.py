from odoo import fields, models


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
