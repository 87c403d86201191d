import ast

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine.catalogue import KINDS, Catalogue, ObjectInfo


class QuestionObject(models.Model):
    """A model that questions may be asked about, narrowed by a domain, with its fields.

    Nothing is open to questions but what such records name. Whoever asks needs the
    right to read the model and each field as well.
    """

    _name = "sunumarche.question.object"
    _description = "Object Open to Questions"
    _inherit = ["sunumarche.question.source"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    noun = fields.Char(
        string="Inside a Sentence",
        required=True,
        translate=True,
        help="The plural as it stands inside a sentence, as in “customers”.",
    )
    code = fields.Char(
        required=True,
        copy=False,
        help="A name that never changes; saved questions refer to it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    model_id = fields.Many2one(
        "ir.model",
        required=True,
        ondelete="cascade",
        domain=[("transient", "=", False), ("abstract", "=", False)],
    )
    model = fields.Char(related="model_id.model", string="Model Name")
    domain = fields.Char(
        string="Only Records",
        required=True,
        default="[]",
        help="Which of the model's records the object is about.",
    )
    date_field_id = fields.Many2one(
        "ir.model.fields",
        string="Date",
        domain="[('model_id', '=', model_id), ('ttype', 'in', ('date', 'datetime')),"
        " ('store', '=', True)]",
        ondelete="cascade",
        help="The date meant by “3 orders in the last 90 days”.",
    )
    field_ids = fields.One2many(
        "sunumarche.question.field", "object_id", string="Fields", copy=True
    )

    _code_uniq = models.UniqueIndex("(code)", "Two objects have the same code.")

    @api.constrains("domain", "model_id")
    def _check_domain(self):
        for target in self:
            target._validate_domain()

    def _validate_domain(self):
        try:
            Domain(self._parse_domain()).validate(self.env[self.model])
        except (ValueError, SyntaxError, TypeError) as error:
            raise ValidationError(
                self.env._(
                    "%(object)s: the filter “%(domain)s” cannot be read.",
                    object=self.name,
                    domain=self.domain,
                )
            ) from error

    @api.constrains("date_field_id", "field_ids")
    def _check_date_field(self):
        for target in self:
            if target.date_field_id - target.field_ids.field_id:
                raise ValidationError(
                    self.env._(
                        "%(object)s: add the date “%(date)s” to its fields.",
                        object=target.name,
                        date=target.date_field_id.field_description,
                    )
                )

    def _parse_domain(self):
        return ast.literal_eval(self.domain or "[]")

    @api.model
    @tools.ormcache("self.env.uid", "self.env.su", "self.env.lang")
    def _get_catalogue(self):
        """All that the current user may ask about, in his language.

        :rtype: Catalogue
        """
        # sudo: sunumarche.question.object, ir.model.fields - which models and fields
        # are open; the user's own rights on each are checked below
        targets = self.sudo().search([])  # pylint: disable=no-search-all
        readable = targets.filtered(
            lambda target: (
                target.model in self.env and self.env[target.model].has_access("read")
            )
        )
        nouns = readable.mapped("noun")
        objects = {
            target.code: target._prepare_object_info(nouns, readable)
            for target in readable
        }
        return Catalogue(objects)

    @api.model
    def _is_open_to_user(self, model, name):
        """Tell whether the user may read a field, and put conditions on it."""
        description = model.fields_get([name], ["searchable"])
        return name in description and description[name]["searchable"]

    def _prepare_object_info(self, nouns, readable):
        self.ensure_one()
        model = self.env(su=False)[self.model]
        open_fields = self.field_ids.filtered(
            lambda opened: (
                opened.field_id.name in model._fields
                and opened.field_id.ttype in KINDS
                and self._is_open_to_user(model, opened.field_id.name)
            )
        )
        infos = [opened._prepare_field_info(model, readable) for opened in open_fields]
        date_name = self.date_field_id.name
        noun = self.noun if nouns.count(self.noun) < 2 else f"{self.noun} [{self.code}]"
        return ObjectInfo(
            code=self.code,
            model=self.model,
            label=self.name,
            noun=noun,
            domain=tuple(Domain(self._parse_domain())),
            date_field=date_name if date_name in {one.name for one in infos} else "",
            fields=self.env["sunumarche.question.field"]._tell_apart(infos),
        )
