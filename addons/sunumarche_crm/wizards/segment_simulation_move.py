from odoo import fields, models


class SegmentSimulationMove(models.TransientModel):
    """Customers who would go from one segment to another."""

    _name = "sunumarche.segment.simulation.move"
    _description = "Move in a Simulation"
    _order = "customer_count desc, id"

    simulation_id = fields.Many2one(
        "sunumarche.segment.simulation", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    segment_from_id = fields.Many2one(
        "sunumarche.segment",
        string="From",
        readonly=True,
        ondelete="cascade",
        help="Empty: from none of these segments.",
    )
    segment_to_id = fields.Many2one(
        "sunumarche.segment",
        string="To",
        readonly=True,
        ondelete="cascade",
        help="Empty: to none of these segments.",
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    turnover = fields.Monetary(
        string="Turnover, 12 Months",
        readonly=True,
        groups="sunumarche_crm.group_customer_amounts",
        help="What these customers bought in the last 12 months, less credit notes, "
        "untaxed.",
    )
