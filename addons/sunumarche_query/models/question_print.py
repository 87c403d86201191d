from odoo import fields, models


class Question(models.Model):
    """Questions whose answer is printed."""

    _inherit = "sunumarche.question"

    template_id = fields.Many2one(
        "sunumarche.question.template",
        string="Printed As",
        ondelete="set null",
        help="The layout of prints and e-mails; the first one when empty.",
    )

    def _get_template(self):
        """The layout to print with; a new record with the defaults if there is none."""
        self.ensure_one()
        templates = self.env["sunumarche.question.template"]
        return (
            self.template_id
            or templates.search([], limit=1)
            or templates.new({"name": self.env._("Answer")})
        )

    def action_print(self):
        """Print the answer as the current user gets it."""
        self.ensure_one()
        self.check_access("read")
        way = "landscape" if self._get_template().is_landscape else "portrait"
        report = self.env.ref(f"sunumarche_query.question_report_{way}")
        return report.report_action(self)
