from odoo import fields, models


class PersonFileSection(models.TransientModel):
    """How many records of one kind are held on a person."""

    _name = "sunumarche.person.file.section"
    _description = "Kind of Records Held on a Person"

    file_id = fields.Many2one(
        "sunumarche.person.file", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(string="Kind of Record", readonly=True)
    record_count = fields.Integer(string="Records", readonly=True)
