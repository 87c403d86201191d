from odoo import api, fields, models


class Question(models.Model):
    """Questions on the dashboard of whoever may ask them."""

    _inherit = "sunumarche.question"

    pin_ids = fields.One2many(
        "sunumarche.question.pin", "question_id", export_string_translation=False
    )
    is_pinned = fields.Boolean(
        string="On My Dashboard",
        compute="_compute_is_pinned",
        search="_search_is_pinned",
    )

    @api.depends("pin_ids")
    @api.depends_context("uid")
    def _compute_is_pinned(self):
        pins = self.env["sunumarche.question.pin"].search(
            [("question_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        )
        for question in self:
            question.is_pinned = question in pins.question_id

    def _search_is_pinned(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("pin_ids.user_id", "in", [self.env.uid])]

    def action_pin(self):
        """Put the questions on the current user's dashboard."""
        self.check_access("read")
        fresh = self.filtered(lambda question: not question.is_pinned)
        self.env["sunumarche.question.pin"].create(
            [{"question_id": question.id} for question in fresh]
        )
        self.invalidate_recordset(["is_pinned", "pin_ids"])

    def action_unpin(self):
        """Take the questions off the current user's dashboard."""
        self.check_access("read")
        self.env["sunumarche.question.pin"].search(
            [("question_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        ).unlink()
        self.invalidate_recordset(["is_pinned", "pin_ids"])

    @api.model
    def ask_dashboard(self):
        """The questions of the current user's dashboard, in his order.

        :return: list of ``{"id", "name", "sentence", "definition", "presentation"}``
        """
        self._check_asker()
        pins = self.env["sunumarche.question.pin"].search(
            [("user_id", "=", self.env.uid)]
        )
        # One that is no longer shared with the user, or archived, is not shown.
        questions = self.search([("id", "in", pins.question_id.ids)])
        return [
            question._describe_saved()
            for question in pins.question_id
            if question in questions
        ]

    def ask_saved(self):
        """A saved question, for the page of its answer."""
        self.ensure_one()
        self.check_access("read")
        return self._describe_saved()

    def _describe_saved(self):
        return {
            "id": self.id,
            "name": self.name,
            "sentence": self.sentence,
            "definition": self.definition,
            "presentation": self.presentation or None,
            "uses": self._get_uses(),
        }
