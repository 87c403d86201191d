from odoo import fields, models


class QuestionPin(models.Model):
    """A question on somebody's dashboard: one record per person and question."""

    _name = "sunumarche.question.pin"
    _description = "Question on a Dashboard"
    _inherit = ["sunumarche.question.owned.mixin"]
    _order = "sequence, id"
    _rec_name = "question_id"

    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="cascade",
    )
    question_id = fields.Many2one(
        "sunumarche.question", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)

    _question_uniq = models.UniqueIndex(
        "(user_id, question_id)", "This question is on the dashboard already."
    )
