from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..engine import rfm_simulation as engine
from ..engine.customer_refresh import CustomerRefresh

SETTINGS = (
    "window_months",
    "method",
    "monetary_basis",
    "recency_cut_points",
    "frequency_cut_points",
    "monetary_cut_points",
)


class RfmSimulation(models.TransientModel):
    """Other settings of an RFM policy, tried before they are written.

    Nothing changes until they are applied.
    """

    _name = "sunumarche.rfm.simulation"
    _description = "Simulation of an RFM Policy"

    policy_id = fields.Many2one(
        "sunumarche.rfm.policy",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self._default_policy(),
    )
    currency_id = fields.Many2one(related="policy_id.currency_id")
    window_months = fields.Integer(
        string="Window (Months)",
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
    )
    method = fields.Selection(
        lambda self: self._get_choices("method"),
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    monetary_basis = fields.Selection(
        lambda self: self._get_choices("monetary_basis"),
        string="Money Counted",
        compute="_compute_settings",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    recency_cut_points = fields.Char(
        compute="_compute_settings", store=True, readonly=False, precompute=True
    )
    frequency_cut_points = fields.Char(
        compute="_compute_settings", store=True, readonly=False, precompute=True
    )
    monetary_cut_points = fields.Char(
        compute="_compute_settings", store=True, readonly=False, precompute=True
    )
    move_ids = fields.One2many(
        "sunumarche.rfm.simulation.move",
        "simulation_id",
        string="Who Would Change Class",
        readonly=True,
    )
    is_simulated = fields.Boolean(readonly=True)

    @api.model
    def _get_choices(self, name):
        """The policy's choices for a setting, in the user's language."""
        field = self.env["sunumarche.rfm.policy"]._fields[name]
        return field._description_selection(self.env)

    @api.model
    def _default_policy(self):
        # sudo: sunumarche.rfm.policy - made with the shipped values when missing
        return self.env["sunumarche.rfm.policy"].sudo()._get_policy(self.env.company)

    @api.depends("policy_id")
    def _compute_settings(self):
        for simulation in self:
            for name in SETTINGS:
                simulation[name] = simulation.policy_id[name]

    def action_simulate(self):
        """Say who would change class; nothing is changed."""
        self.ensure_one()
        self._acquire()
        moves = engine.RfmSimulation(self.policy_id).run(self._prepare_settings())
        self.write(
            {
                "is_simulated": True,
                "move_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "class_from_id": move.class_from,
                                "class_to_id": move.class_to,
                                "customer_count": move.customers,
                                "turnover": move.turnover,
                            }
                        )
                        for move in moves
                    ),
                ],
            }
        )
        return self._reopen()

    def action_apply(self):
        """Write the settings and score all customers of the company anew."""
        self.ensure_one()
        self.policy_id.write(self._prepare_settings())
        self.policy_id.action_apply()
        return {"type": "ir.actions.act_window_close"}

    def _prepare_settings(self):
        return {name: self[name] for name in SETTINGS}

    def _acquire(self):
        self.policy_id.check_access("read")
        if not CustomerRefresh.acquire_lock(self.env):
            raise UserError(
                self.env._("The figures are being refreshed. Try again in a minute.")
            )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Simulate other settings"),
        }
