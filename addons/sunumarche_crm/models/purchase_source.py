from odoo import fields, models


class PurchaseSource(models.Model):
    """A system whose purchases were imported: the old till, the shop platform..."""

    _name = "sunumarche.purchase.source"
    _description = "Purchase Source"
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex(
        "(lower(name))", "A purchase source with this name already exists."
    )
