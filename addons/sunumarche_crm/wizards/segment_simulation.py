from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..engine import segment_simulation as engine
from ..engine.segment_refresh import SegmentRefresh


class SegmentSimulation(models.TransientModel):
    """A change of a segment's rule, tried before it is written.

    Nothing changes until the change is applied.
    """

    _name = "sunumarche.segment.simulation"
    _description = "Simulation of a Segment"

    segment_id = fields.Many2one(
        "sunumarche.segment", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(related="segment_id.kind")
    currency_id = fields.Many2one(related="segment_id.company_id.currency_id")
    definition = fields.Json(
        string="Conditions",
        compute="_compute_rule",
        store=True,
        readonly=False,
    )
    rfm_class_ids = fields.Many2many(
        "sunumarche.rfm.class",
        string="Classes",
        compute="_compute_rule",
        store=True,
        readonly=False,
    )
    agency_id = fields.Many2one(
        "sunumarche.agency", compute="_compute_rule", store=True, readonly=False
    )
    sequence = fields.Integer(
        string="Priority", compute="_compute_rule", store=True, readonly=False
    )
    axis_id = fields.Many2one(related="segment_id.axis_id")
    step_ids = fields.One2many(
        "sunumarche.segment.simulation.step",
        "simulation_id",
        string="Combination",
        compute="_compute_rule",
        store=True,
        readonly=False,
    )
    move_ids = fields.One2many(
        "sunumarche.segment.simulation.move",
        "simulation_id",
        string="Who Would Move",
        readonly=True,
    )
    is_simulated = fields.Boolean(readonly=True)
    entered_count = fields.Integer(string="Would Enter", readonly=True)
    left_count = fields.Integer(string="Would Leave", readonly=True)

    @api.depends("segment_id")
    def _compute_rule(self):
        for simulation in self:
            segment = simulation.segment_id
            simulation.definition = segment.definition
            simulation.rfm_class_ids = segment.rfm_class_ids
            simulation.agency_id = segment.agency_id
            simulation.sequence = segment.sequence
            simulation.step_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "sequence": line.sequence,
                            "operator": line.operator,
                            "component_id": line.component_id.id,
                        }
                    )
                    for line in segment.line_ids
                ),
            ]

    def _prepare_segment_values(self):
        """The rule as changed in the wizard."""
        self.ensure_one()
        values = {"agency_id": self.agency_id.id, "sequence": self.sequence}
        if self.kind == "question":
            values["definition"] = self.definition
        elif self.kind == "class":
            values["rfm_class_ids"] = [Command.set(self.rfm_class_ids.ids)]
        elif self.kind == "combination":
            values["line_ids"] = [Command.clear()] + [
                Command.create(
                    {
                        "sequence": step.sequence,
                        "operator": step.operator,
                        "component_id": step.component_id.id,
                    }
                )
                for step in self.step_ids
            ]
        segment = self.segment_id
        return {
            name: value
            for name, value in values.items()
            if name in ("line_ids", "rfm_class_ids")
            or value != segment._fields[name].convert_to_write(segment[name], segment)
        }

    def _acquire(self):
        self.segment_id.check_access("write")
        if not SegmentRefresh.acquire_lock(self.env):
            raise UserError(
                self.env._("The segments are being refreshed. Try again in a minute.")
            )

    def action_simulate(self):
        """Say who would move; nothing is changed."""
        self.ensure_one()
        self._acquire()
        values = self._prepare_segment_values()
        moves = engine.SegmentSimulation(self.segment_id).run(values)
        ours = self.segment_id.id
        self.write(
            {
                "is_simulated": True,
                "entered_count": sum(
                    one.customers for one in moves if one.segment_to == ours
                ),
                "left_count": sum(
                    one.customers for one in moves if one.segment_from == ours
                ),
                "move_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "segment_from_id": one.segment_from,
                                "segment_to_id": one.segment_to,
                                "customer_count": one.customers,
                                "turnover": one.turnover,
                            }
                        )
                        for one in moves
                    ),
                ],
            }
        )
        return self._reopen()

    def action_apply(self):
        """Write the change and bring the members up to date."""
        self.ensure_one()
        self._acquire()
        self.segment_id.write(self._prepare_segment_values())
        self.segment_id._refresh()
        return {"type": "ir.actions.act_window_close"}

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Simulate a change of “%s”", self.segment_id.name),
        }
