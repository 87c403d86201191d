from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine.time_limit import time_limit
from ..engine.tree import OPERATORS

# An edited question is counted at every pause of the person's typing.
PREVIEW_SECONDS = 5
LONGEST_SENTENCE = 2_000


class Question(models.Model):
    """What the editor asks the server: catalogue, preview, sentences, examples."""

    _inherit = "sunumarche.question"

    is_example = fields.Boolean(
        string="Offered as an Example",
        copy=False,
        help="Whoever may ask this question is offered it when he starts a new one.",
    )

    @api.model
    def ask_catalogue(self):
        """All that the current user may ask about, for the editor.

        :return: ``{"objects": {code: {"code", "model", "label", "noun", "dateField",
            "fields": [...]}}, "operators": {kind: [...]}}``
        """
        self._check_asker()
        catalogue = self.env["sunumarche.question.language"]._get_catalogue()
        return {
            "objects": {
                code: self._describe_object(target)
                for code, target in catalogue.objects.items()
            },
            "operators": {kind: list(names) for kind, names in OPERATORS.items()},
        }

    @api.model
    def _check_asker(self):
        if not self.browse().has_access("read"):
            raise AccessError(self.env._("You may not ask questions."))

    def _describe_object(self, target):
        model = self.env[target.model]
        return {
            "code": target.code,
            "model": target.model,
            "label": target.label,
            "noun": target.noun,
            "dateField": target.date_field,
            "fields": [
                self._describe_field(model, info) for info in target.fields.values()
            ],
        }

    def _describe_field(self, model, info):
        return {
            "name": info.name,
            "label": info.label,
            "kind": info.kind,
            "type": info.type,
            "target": info.target,
            "comodel": info.comodel,
            "selection": [list(choice) for choice in info.selection],
            "measurable": info.measurable,
            "groupable": info.groupable,
            "countable": bool(info.has_inverse and info.target),
            "sortable": bool(model._fields[info.name]._description_sortable(self.env)),
        }

    @api.model
    def ask_preview(self, definition=None):
        """The number of answers and the sentence, or what is not finished yet.

        :return: ``{"count", "sentence", "error", "is_slow"}``; ``count`` is None when
            there is an error or the count takes too long
        """
        self._check_asker()
        language = self.env["sunumarche.question.language"]
        preview = {"count": None, "sentence": "", "error": "", "is_slow": False}
        try:
            domain = language._compile(definition)
            preview["sentence"] = language._say(definition)
            target = language._get_target(definition)
        except ValidationError as refusal:
            return {**preview, "error": refusal.args[0]}
        try:
            with time_limit(self.env, PREVIEW_SECONDS):
                preview["count"] = self.env[target.model].search_count(domain)
        except UserError:
            preview["is_slow"] = True
        return preview

    @api.model
    def ask_sentence(self, sentence=None):
        """The question that a sentence says.

        :return: ``{"definition", "error"}``
        """
        self._check_asker()
        language = self.env["sunumarche.question.language"]
        text = str(sentence or "").strip()
        if len(text) > LONGEST_SENTENCE:
            refusal = self.env._("A sentence has at most %s signs.", LONGEST_SENTENCE)
            return {"definition": None, "error": refusal}
        try:
            question = language._read_sentence(text)
        except ValidationError as refusal:
            return {"definition": None, "error": refusal.args[0]}
        return {"definition": question.to_json(), "error": ""}

    @api.model
    def ask_examples(self, code=None):
        """The questions offered to start with, about one object or any.

        :return: list of ``{"name", "definition", "presentation"}``
        """
        self._check_asker()
        domain = [("is_example", "=", True)]
        if code:
            domain.append(("object_id.code", "=", str(code)))
        return [
            {
                "name": example.name,
                "definition": example.definition,
                "presentation": example.presentation or None,
            }
            for example in self.search(domain, limit=12)
            if self._can_be_asked(example.definition)
        ]

    @api.model
    def _can_be_asked(self, definition):
        try:
            self.env["sunumarche.question.language"]._read(definition)
        except ValidationError:
            return False
        return True
