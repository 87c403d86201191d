from odoo import fields, models


class RfmClass(models.Model):
    """A name for customers who behave alike: Champions, Loyal, At risk, Lost..."""

    _name = "sunumarche.rfm.class"
    _description = "RFM Class"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    meaning = fields.Text(
        translate=True, help="Who these customers are and what to do with them."
    )
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex(
        "((name->>'en_US'))", "A class with this name already exists."
    )
