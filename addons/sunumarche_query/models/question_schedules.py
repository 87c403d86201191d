from odoo import fields, models


class Question(models.Model):
    """Questions whose answer somebody gets by e-mail."""

    _inherit = "sunumarche.question"

    schedule_ids = fields.One2many(
        "sunumarche.question.schedule", "question_id", string="Sent by E-mail"
    )
