from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import remove_accents

# Typographic apostrophe, hyphen -> what one types.
DASHES = {0x2019: "'", ord("-"): " "}


def fold(name):
    """Write a profession so that its usual spellings are one: no accents, no case."""
    words = remove_accents(name or "").lower().translate(DASHES)
    return " ".join(words.split())


class Profession(models.Model):
    """What people do for a living. The table grows as people type new ones.

    "medecin", "Médecin" and "MÉDECIN " are one profession, whoever types it where.
    """

    _name = "sunumarche.profession"
    _description = "Profession"
    _order = "name, id"

    name = fields.Char(required=True)
    name_key = fields.Char(
        compute="_compute_name_key", store=True, export_string_translation=False
    )
    active = fields.Boolean(default=True)
    customer_count = fields.Integer(
        string="Customers",
        compute="_compute_customer_count",
        help="Those that you may see.",
    )

    _name_key_uniq = models.Constraint(
        "UNIQUE (name_key)",
        "This profession exists already, perhaps with other accents or archived.",
    )

    @api.depends("name")
    def _compute_name_key(self):
        for profession in self:
            profession.name_key = fold(profession.name)

    @api.constrains("name")
    def _check_name(self):
        for profession in self:
            if not any(character.isalpha() for character in profession.name):
                raise ValidationError(self.env._("A profession has letters."))

    def _compute_customer_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("profession_id", "in", self.ids)], ["profession_id"], ["__count"]
            )
        )
        for profession in self:
            profession.customer_count = counts.get(profession, 0)

    @api.model
    def name_create(self, name):
        """Return the profession of that name, whatever its accents, or a new one."""
        known = self.with_context(active_test=False).search(
            [("name_key", "=", fold(name))], limit=1
        )
        if not known:
            known = self.create({"name": " ".join(name.split())})
        return known.id, known.display_name

    @api.model
    def _search_display_name(self, operator, value):
        """Find "medecin" for "Médecin", on forms and in imported files."""
        if operator == "in":
            return Domain("name_key", "in", [fold(name) for name in value if name])
        if operator in ("=", "ilike", "like", "=ilike") and isinstance(value, str):
            return Domain("name_key", operator, fold(value))
        return super()._search_display_name(operator, value)

    def action_open_customers(self):
        """Open the customers of this profession that one may see."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "contacts.action_contacts"
        )
        domain = Domain("profession_id", "=", self.id)
        return action | {"domain": list(domain), "context": {}}
