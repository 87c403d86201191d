from odoo import api, fields, models

CRITERIA = [
    ("last", "Last name"),
    ("first", "First name"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("birth", "Birth date"),
    ("address", "Address"),
    ("tax", "Tax number"),
]


class LinkageWeight(models.Model):
    """What one level of likeness in one criterion weighs, in bits.

    Each bit doubles the odds that both are one person; a negative one halves them.
    """

    _name = "sunumarche.linkage.weight"
    _description = "Weight of a Likeness"
    _order = "linkage_id, id"
    _log_access = False

    linkage_id = fields.Many2one(
        "sunumarche.linkage", required=True, ondelete="cascade", index=True
    )
    criterion = fields.Selection(CRITERIA, required=True, readonly=True)
    level = fields.Integer(
        required=True, readonly=True, export_string_translation=False
    )
    label = fields.Char(string="Likeness", compute="_compute_label")
    agreed = fields.Float(string="Duplicates (%)", digits=(16, 4), readonly=True)
    chance = fields.Float(string="By Chance (%)", digits=(16, 4), readonly=True)
    weight = fields.Float(string="Learnt Weight", digits=(16, 1), readonly=True)
    adjustment = fields.Float(
        digits=(16, 1), help="Bits that you add to what was learnt."
    )

    @api.depends("criterion", "level")
    @api.depends_context("lang")
    def _compute_label(self):
        for weight in self:
            weight.label = self._get_labels()[weight.criterion][weight.level]

    @api.model
    def _get_labels(self):
        """Return ``{criterion: labels of its levels, from 0 on}``."""
        other = self.env._("different")
        same = self.env._("the same")
        near = self.env._("somewhat alike")
        spelt = self.env._("the same but for the spelling")
        names = [
            self.env._("the same, very frequent"),
            self.env._("the same, frequent"),
            self.env._("the same, rare"),
            self.env._("the same, very rare"),
        ]
        return {
            "last": [other, near, self.env._("very much alike"), spelt, *names],
            "first": [other, near, self.env._("one contains the other"), spelt, *names],
            "email": [
                other,
                self.env._("the same but for the number or the server"),
                self.env._("but for one or two signs"),
                same,
            ],
            "phone": [other, self.env._("but for one or two digits"), same],
            "birth": [
                other,
                self.env._("the same year"),
                self.env._("but for one digit, the day, the month or the year"),
                same,
            ],
            "address": [
                other,
                near,
                self.env._("the same town"),
                self.env._("nearly the same street"),
                self.env._("the same street"),
            ],
            "tax": [other, self.env._("but for one sign"), same],
        }
