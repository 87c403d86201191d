from odoo import models


class IrModelAccess(models.Model):
    _name = "ir.model.access"
    _inherit = ["ir.model.access", "sunumarche.journal.mixin"]

    _journal_life = True

    def _get_journal_fields(self):
        names = (
            "name",
            "active",
            "model_id",
            "group_id",
            "perm_read",
            "perm_write",
            "perm_create",
            "perm_unlink",
        )
        return super()._get_journal_fields() | dict.fromkeys(names, "rights")
