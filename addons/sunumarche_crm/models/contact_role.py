from odoo import fields, models


class ContactRole(models.Model):
    """A part that a contact plays in a customer's decisions: he decides, he pays."""

    _name = "sunumarche.contact.role"
    _description = "Role in the Business Relation"
    _order = "sequence, id"

    name = fields.Char(string="Role", required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'))", "A role with this name already exists."
    )
