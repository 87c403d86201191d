from collections import Counter
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.catalogue import KINDS, NUMBER, FieldInfo

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


class QuestionField(models.Model):
    """A field of an object that questions may use."""

    _name = "sunumarche.question.field"
    _description = "Field Open to Questions"
    _inherit = ["sunumarche.question.source"]
    _order = "sequence, id"
    _rec_name = "field_id"

    object_id = fields.Many2one(
        "sunumarche.question.object", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    model_id = fields.Many2one(related="object_id.model_id")
    field_id = fields.Many2one(
        "ir.model.fields",
        required=True,
        ondelete="cascade",
        domain="[('model_id', '=', model_id)]",
    )
    phrase = fields.Char(
        string="Inside a Sentence",
        translate=True,
        help="How a sentence names the field, as in “city” or “orders”; with its "
        "article where the language wants one. The label when empty.",
    )
    short_phrase = fields.Char(
        string="Short for “is”",
        translate=True,
        help="A shorter way to say that the field has a value: with “from %s” one "
        "reads “customers from Dakar”.",
    )
    related_object_id = fields.Many2one(
        "sunumarche.question.object",
        string="Leads to",
        ondelete="set null",
        help="The object whose conditions and columns can be reached through it.",
    )

    _field_uniq = models.UniqueIndex(
        "(object_id, field_id)", "A field can be opened once an object."
    )

    @api.depends("phrase", "field_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for opened in self:
            # sudo: ir.model.fields - the label of a field that is open to questions
            label = opened.field_id.sudo().field_description
            opened.display_name = opened.phrase or label

    @api.constrains("field_id", "related_object_id")
    def _check_field(self):
        for opened in self:
            name, field = opened.field_id.field_description, opened.field_id
            if field.ttype not in KINDS or not self._is_searchable(field):
                raise ValidationError(
                    self.env._("“%s” cannot be used in questions.", name)
                )
            related = opened.related_object_id
            if related and related.model != field.relation:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” does not lead to “%(object)s”.",
                        field=name,
                        object=related.name,
                    )
                )

    @api.constrains("short_phrase")
    def _check_short_phrase(self):
        for opened in self.filtered("short_phrase"):
            before, *after = opened.short_phrase.split("%s")
            if not before.strip() or len(after) != 1 or "%" in before + after[0]:
                raise ValidationError(
                    self.env._(
                        "“%s”: write some words and one %%s, as in “from %%s”.",
                        opened.short_phrase,
                    )
                )

    @api.constrains("field_id", "object_id")
    def _check_model(self):
        for opened in self:
            if opened.field_id.model_id != opened.object_id.model_id:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” is not a field of “%(object)s”.",
                        field=opened.field_id.field_description,
                        object=opened.object_id.name,
                    )
                )

    def _is_searchable(self, field):
        definition = self.env[field.model]._fields.get(field.name)
        return bool(definition and definition._description_searchable)

    def _prepare_field_info(self, model, readable):
        """The field as questions see it, in the user's language."""
        self.ensure_one()
        name = self.field_id.name
        field = model._fields[name]
        description = model.fields_get(
            [name], ["string", "selection", "groupable", "sortable"]
        )[name]
        subject = self.phrase or description["string"]
        mention = self._strip_article(subject)
        related = self.related_object_id & readable
        return FieldInfo(
            name=name,
            type=field.type,
            label=mention[:1].upper() + mention[1:],
            mention=mention,
            subject=subject,
            short=self.short_phrase or "",
            target=related.code or "",
            comodel=field.comodel_name or "",
            selection=tuple(map(tuple, description.get("selection", ()))),
            measurable=KINDS[field.type] == NUMBER and description["sortable"],
            groupable=bool(description.get("groupable")),
            has_inverse=self._has_stored_inverse(field),
        )

    @api.model
    def _strip_article(self, subject):
        """A phrase without the article that it may begin with, as in "the city"."""
        # Translators: the definite articles of the language, separated by bars.
        for article in self.env._("the").split("|"):
            start = article if article.endswith(APOSTROPHE) else f"{article} "
            if subject.startswith(start):
                return subject[len(start) :]
        return subject

    def _has_stored_inverse(self, field):
        if field.type != "one2many" or not field.inverse_name:
            return False
        inverse = self.env[field.comodel_name]._fields[field.inverse_name]
        return inverse.type == "many2one" and inverse.store

    @api.model
    def _tell_apart(self, infos):
        """The fields by name; those that share a mention are told apart by their name.

        :param infos: list of ``FieldInfo`` of one object
        """
        mentions = Counter(info.mention for info in infos)
        return {
            info.name: replace(
                info,
                mention=f"{info.mention} [{info.name}]",
                subject=f"{info.subject} [{info.name}]",
            )
            if mentions[info.mention] > 1
            else info
            for info in infos
        }
