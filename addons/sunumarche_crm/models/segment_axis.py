from odoo import fields, models


class SegmentAxis(models.Model):
    """A way to divide customers: of its segments a customer has exactly one.

    The first that fits wins, in the order of the segments. ``uncovered_count`` says
    how many customers none of them covers.
    """

    _name = "sunumarche.segment.axis"
    _description = "Segment Axis"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
        ondelete="cascade",
    )
    description = fields.Text(
        translate=True, help="What the segments of this axis tell about a customer."
    )
    segment_ids = fields.One2many(
        "sunumarche.segment",
        "axis_id",
        string="Segments",
        help="The first one that fits a customer wins.",
    )
    uncovered_count = fields.Integer(
        string="Customers in None",
        compute="_compute_uncovered_count",
        help="Customers that no segment of the axis covers now.",
    )

    def _compute_uncovered_count(self):
        for axis in self:
            axis.uncovered_count = self.env["res.partner"].search_count(
                axis._get_uncovered_domain()
            )

    def _get_uncovered_domain(self):
        """The customers without a segment of this axis."""
        self.ensure_one()
        return [
            ("is_customer", "=", True),
            ("segment_ids", "not in", self.segment_ids.ids),
        ]

    def action_open_uncovered(self):
        """List the customers that no segment covers."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": self._get_uncovered_domain(),
            "help": self.env._("Every customer has a segment on this axis."),
            "name": self.env._("Without a segment: %(axis)s", axis=self.name),
        }
