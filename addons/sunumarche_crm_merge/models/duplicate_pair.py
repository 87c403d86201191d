from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ..engine.criterion import CRITERIA


class DuplicatePair(models.Model):
    """Two records of a group, and why they are probably one person.

    ``score`` is log2 of the odds: 0 is as likely as not, 10 a thousand to one.
    """

    _name = "sunumarche.duplicate.pair"
    _description = "Pair of Probable Duplicates"
    _order = "group_id, score desc, id"
    _log_access = False

    group_id = fields.Many2one(
        "sunumarche.duplicate.group", required=True, ondelete="cascade", index=True
    )
    one_key = fields.Integer(required=True, export_string_translation=False)
    other_key = fields.Integer(required=True, export_string_translation=False)
    score = fields.Float(digits=(16, 1), aggregator="avg")
    chance = fields.Float(string="Likelihood (%)", digits=(16, 1), aggregator="avg")
    levels = fields.Json(export_string_translation=False)
    names = fields.Char(compute="_compute_names")
    reasons = fields.Text(
        string="Why",
        compute="_compute_reasons",
        help="What each criterion says, and how much it counts: points above zero"
        " speak for one person, points below zero against it.",
    )

    @api.depends("one_key", "other_key", "group_id.member_ids")
    def _compute_names(self):
        for pair in self:
            names = {
                member.profile_key: member.name for member in pair.group_id.member_ids
            }
            pair.names = " / ".join(
                names.get(key, "") for key in (pair.one_key, pair.other_key)
            )

    @api.depends("levels", "score")
    @api.depends_context("lang")
    def _compute_reasons(self):
        linkage = self.env["sunumarche.linkage"]._get_current()
        for pair in self:
            pair.reasons = "\n".join(
                self._get_reasons(linkage, pair.levels, pair.score)
            )

    @api.model
    def _get_reasons(self, linkage, levels, score):
        """Return a line a criterion: ``Phone: the same (+12.4)``."""
        model = linkage._get_model()
        weights = self.env["sunumarche.linkage.weight"]
        labels = weights._get_labels()
        titles = dict(weights._fields["criterion"]._description_selection(self.env))
        lines, total = [], model.prior
        for each, level in zip(CRITERIA, levels, strict=True):
            if level is None:
                continue
            weight = model.get_weights(each.name)[level]
            total += weight
            lines.append(
                self.env._(
                    "%(criterion)s: %(likeness)s (%(points)s)",
                    criterion=titles[each.name],
                    likeness=labels[each.name][level],
                    points=self._get_points(weight),
                )
            )
        if abs(rest := score - total) >= 0.05:
            lines.append(
                self.env._(
                    "Taken together, families and namesakes counted: %s",
                    self._get_points(rest),
                )
            )
        return lines

    @api.model
    def _get_points(self, number):
        sign = "+" if number >= 0 else "\N{MINUS SIGN}"
        return sign + formatLang(self.env, abs(number), digits=1)

    @api.model
    def _write_pairs(self, document):
        """Insert the pairs of the groups of ``document``."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sunumarche_duplicate_pair
                            (group_id, one_key, other_key, score, chance, levels)
                     SELECT line.id, pair.one_key, pair.other_key, pair.score,
                            pair.chance, pair.levels
                       FROM jsonb_to_recordset(%s::jsonb)
                            line (id integer, pairs jsonb),
                            jsonb_to_recordset(line.pairs)
                            pair (one_key integer, other_key integer, score float8,
                                  chance float8, levels jsonb)
                """,
                document,
            )
        )
