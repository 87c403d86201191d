from odoo import models


class IrRule(models.Model):
    _name = "ir.rule"
    _inherit = ["ir.rule", "sunumarche.journal.mixin"]

    _journal_life = True

    def _get_journal_fields(self):
        names = (
            "name",
            "active",
            "model_id",
            "groups",
            "domain_force",
            "perm_read",
            "perm_write",
            "perm_create",
            "perm_unlink",
        )
        return super()._get_journal_fields() | dict.fromkeys(names, "rights")
