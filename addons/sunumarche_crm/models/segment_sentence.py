from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class Segment(models.Model):
    """The rule of a segment in words."""

    _inherit = "sunumarche.segment"

    sentence = fields.Text(string="In Words", compute="_compute_sentence")

    @api.depends("kind", "definition", "rfm_class_ids", "line_ids", "partner_ids")
    @api.depends_context("uid", "lang")
    def _compute_sentence(self):
        for segment in self:
            segment.sentence = segment._say()

    def _say(self):
        """The rule in words, in the user's language."""
        self.ensure_one()
        say = getattr(self, f"_say_{self.kind}", None)
        return say() if say else ""

    def _say_question(self):
        try:
            return self._get_language()._say(self.definition)
        except (ValidationError, AccessError):
            return self.env._("Conditions on data that are not open to you.")

    def _say_list(self):
        return self.env._(
            "Customers chosen by hand: %(count)s", count=len(self.partner_ids)
        )

    def _say_class(self):
        return self.env._(
            "Customers of class %(classes)s",
            classes=", ".join(self.rfm_class_ids.mapped("name")),
        )

    def _say_combination(self):
        quote = self.env["sunumarche.question.language"]._get_quote()
        labels = dict(
            self.line_ids._fields["operator"]._description_selection(self.env)
        )
        said = []
        for line in self.line_ids:
            name = quote % line.component_id.name
            said += [labels[line.operator].lower(), name] if said else [name]
        return " ".join(said)

    def _say_rest(self):
        return self.env._(
            "Customers in no other segment of the axis “%s”", self.axis_id.name or ""
        )
