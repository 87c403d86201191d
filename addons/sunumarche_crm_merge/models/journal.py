from odoo import fields, models

from odoo.addons.sunumarche_crm.models.journal import keep_rows


class Journal(models.Model):
    _inherit = "sunumarche.journal"

    kind = fields.Selection(
        selection_add=[("merge", "Merged contacts")], ondelete={"merge": keep_rows}
    )
