from odoo import api, fields, models
from odoo.tools import format_datetime

from ..engine.criterion import CRITERIA
from ..engine.duplicate_judge import DuplicateJudge, to_score
from ..engine.linkage_model import LinkageModel


class Linkage(models.Model):
    """What agreement weighs when contacts are compared, as learnt on a day.

    The latest one counts. ``parameters`` describes an ``engine.linkage_model``
    ``LinkageModel``: for each criterion and level the share of duplicates, and of the
    strangers of each kind, that have it; scores in bits follow. Nobody has to say who
    is a duplicate: the shares come from the contacts themselves.
    """

    _name = "sunumarche.linkage"
    _description = "Weights to Find Duplicates"
    _order = "date desc, id desc"
    _rec_name = "date"

    date = fields.Datetime(
        string="Learnt On", required=True, readonly=True, default=fields.Datetime.now
    )
    profile_count = fields.Integer(string="Records Compared", readonly=True)
    prior = fields.Float(
        string="Starting Score",
        readonly=True,
        help="In bits: how likely two records that share a key are one person, before"
        " they are compared.",
    )
    parameters = fields.Json(readonly=True, export_string_translation=False)
    safe_chance = fields.Float(
        string="Merge Without Asking From (%)",
        digits=(16, 3),
        default=99.98,
        required=True,
        help="Only pairs that also agree in something personal are merged in a batch.",
    )
    propose_chance = fields.Float(
        string="Propose From (%)", default=60.0, required=True
    )
    warn_chance = fields.Float(string="Warn From (%)", default=20.0, required=True)
    weight_ids = fields.One2many("sunumarche.linkage.weight", "linkage_id")

    _chances = models.Constraint(
        "CHECK (0 < warn_chance AND warn_chance <= propose_chance"
        " AND propose_chance <= safe_chance AND safe_chance < 100)",
        "Chances are between 0 and 100 %: warn, then propose, then merge.",
    )

    @api.depends("date")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for linkage in self:
            moment = format_datetime(self.env, linkage.date, dt_format="short")
            linkage.display_name = self.env._("Weights of %s", moment)

    @api.model
    def _get_current(self):
        """Return the record that counts; without one, what a base starts with."""
        # sudo: sunumarche.linkage - the engine's own; the weights are no secret
        linkages = self.sudo()
        return linkages.search([], limit=1) or linkages._learn(
            LinkageModel.default(), 0
        )

    @api.model
    def _learn(self, model, profile_count):
        """Keep a model, with the limits and adjustments of the one before."""
        before = self.search([], limit=1)
        kept = ("safe_chance", "propose_chance", "warn_chance")
        values = {name: before[name] for name in kept} if before else {}
        adjusted = {
            (weight.criterion, weight.level): weight.adjustment
            for weight in before.weight_ids
        }
        return self.create(
            {
                **values,
                "profile_count": profile_count,
                "prior": model.prior,
                "parameters": model.as_parameters(),
                "weight_ids": [
                    fields.Command.create(
                        {
                            "criterion": each.name,
                            "level": level,
                            "weight": weight,
                            "agreed": 100 * model.agreed[each.name][level],
                            "chance": 100 * model.get_chance(each.name)[level],
                            "adjustment": adjusted.get((each.name, level), 0.0),
                        }
                    )
                    for each in CRITERIA
                    for level, weight in reversed(
                        list(enumerate(model.get_weights(each.name)))
                    )
                ],
            }
        )

    def _get_model(self):
        """Return the ``LinkageModel`` of this record, adjusted."""
        self.ensure_one()
        adjusted = {each.name: [0.0] * each.levels for each in CRITERIA}
        for weight in self.weight_ids:
            adjusted[weight.criterion][weight.level] = weight.adjustment
        model = LinkageModel.of(self.parameters)
        model.adjusted = adjusted
        return model

    def _get_judge(self):
        return DuplicateJudge(
            to_score(self.safe_chance),
            to_score(self.propose_chance),
            to_score(self.warn_chance),
        )

    def action_find(self):
        """Look for duplicates now, with these weights."""
        return self.env["sunumarche.duplicate.group"].action_find()
