from odoo import fields, models


class SegmentSimulationStep(models.TransientModel):
    """A step of the combination that a simulation tries."""

    _name = "sunumarche.segment.simulation.step"
    _description = "Step of a Simulated Combination"
    _order = "sequence, id"

    simulation_id = fields.Many2one(
        "sunumarche.segment.simulation", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    operator = fields.Selection(
        lambda self: (
            self.env["sunumarche.segment.line"]
            ._fields["operator"]
            ._description_selection(self.env)
        ),
        required=True,
        default="union",
    )
    component_id = fields.Many2one(
        "sunumarche.segment", string="Segment", required=True, ondelete="cascade"
    )
