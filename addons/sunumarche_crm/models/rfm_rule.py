from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .rfm_policy import SCALES


class RfmRule(models.Model):
    """Which scores make a customer of a class. The first rule that fits counts."""

    _name = "sunumarche.rfm.rule"
    _description = "RFM Class Rule"
    _order = "policy_id, sequence, id"
    _rec_name = "rfm_class_id"

    policy_id = fields.Many2one(
        "sunumarche.rfm.policy", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    rfm_class_id = fields.Many2one(
        "sunumarche.rfm.class", string="Class", required=True, ondelete="restrict"
    )
    recency_min = fields.Integer(string="Recency from", default=1, required=True)
    recency_max = fields.Integer(string="Recency to", default=5, required=True)
    frequency_min = fields.Integer(string="Frequency from", default=1, required=True)
    frequency_max = fields.Integer(string="Frequency to", default=5, required=True)
    monetary_min = fields.Integer(string="Money from", default=1, required=True)
    monetary_max = fields.Integer(string="Money to", default=5, required=True)

    @api.constrains(*(f"{name}_{bound}" for name in SCALES for bound in ("min", "max")))
    def _check_ranges(self):
        for rule in self:
            highest = rule.policy_id.class_count
            for name in SCALES:
                low, high = rule[f"{name}_min"], rule[f"{name}_max"]
                if not 1 <= low <= high <= highest:
                    raise ValidationError(
                        self.env._(
                            "Class %(name)s: scores go from 1 to %(highest)s, and a "
                            "range from the lower to the higher one.",
                            name=rule.rfm_class_id.name,
                            highest=highest,
                        )
                    )

    def _get_score_ranges(self):
        """Pairs (class id, ((lowest, highest) score on each scale)), in their order."""
        return [
            (
                rule.rfm_class_id.id,
                tuple((rule[f"{name}_min"], rule[f"{name}_max"]) for name in SCALES),
            )
            for rule in self
        ]
