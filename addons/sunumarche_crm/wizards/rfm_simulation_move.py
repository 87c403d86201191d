from odoo import fields, models


class RfmSimulationMove(models.TransientModel):
    """Customers who would go from one RFM class to another."""

    _name = "sunumarche.rfm.simulation.move"
    _description = "Change of Class in a Simulation"
    _order = "customer_count desc, id"

    simulation_id = fields.Many2one(
        "sunumarche.rfm.simulation", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    class_from_id = fields.Many2one(
        "sunumarche.rfm.class",
        string="From",
        readonly=True,
        ondelete="cascade",
        help="Empty: customers without a class.",
    )
    class_to_id = fields.Many2one(
        "sunumarche.rfm.class",
        string="To",
        readonly=True,
        ondelete="cascade",
        help="Empty: they would have no class.",
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    turnover = fields.Monetary(
        string="Turnover, 12 Months",
        readonly=True,
        groups="sunumarche_crm.group_customer_amounts",
        help="What these customers bought in the last 12 months, less credit notes, "
        "untaxed.",
    )
