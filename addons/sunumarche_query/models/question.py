from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Question(models.Model):
    """A saved question: an object, the conditions its records meet, a presentation.

    It is always answered as the person who asks. Only its owner changes it; groups it
    is shared with read it and see their own answer.
    """

    _name = "sunumarche.question"
    _description = "Question"
    _inherit = ["sunumarche.question.owned.mixin", "mail.thread"]
    _order = "name, id"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        default=lambda self: self.env.user,
        copy=False,
        index=True,
        ondelete="cascade",
    )
    group_ids = fields.Many2many(
        "res.groups", string="Shared with", help="Whose members may ask it too."
    )
    definition = fields.Json(
        string="Conditions",
        required=True,
        copy=True,
        help="The object and the tree of conditions, version 1.",
    )
    object_id = fields.Many2one(
        "sunumarche.question.object",
        compute="_compute_object_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    presentation = fields.Json(
        help="How the answer is shown: list, pivot or chart, columns, groups, measures."
    )
    sentence = fields.Text(string="In Words", compute="_compute_sentence")

    @api.depends("definition")
    def _compute_object_id(self):
        objects = self.env["sunumarche.question.object"]
        targets = objects.search([])  # pylint: disable=no-search-all
        by_code = {target.code: target for target in targets}
        for question in self:
            definition = question.definition
            code = definition.get("object") if isinstance(definition, dict) else None
            question.object_id = by_code.get(code)

    @api.depends("definition")
    @api.depends_context("uid", "lang")
    def _compute_sentence(self):
        for question in self:
            question.sentence = question._say_or_refuse()

    def _say_or_refuse(self):
        """The question in words, or why this user cannot ask it."""
        try:
            return self.env["sunumarche.question.language"]._say(self.definition)
        except ValidationError as refusal:
            return str(refusal)

    @api.constrains("definition")
    def _check_definition(self):
        for question in self:
            self.env["sunumarche.question.language"]._read(question.definition)

    def _get_domain(self, focus=None):
        """The domain of the records asked for, as the current user.

        :param focus: ids, when only these records are asked about
        """
        self.ensure_one()
        language = self.env["sunumarche.question.language"]
        return language._compile(self.definition, focus)

    def _search_records(self, limit=None):
        """The records that answer the question, as the current user."""
        self.ensure_one()
        target = self.env["sunumarche.question.language"]._get_target(self.definition)
        return self.env[target.model].search(self._get_domain(), limit=limit)
