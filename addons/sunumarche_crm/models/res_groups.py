from odoo import models


class ResGroups(models.Model):
    _name = "res.groups"
    _inherit = ["res.groups", "sunumarche.journal.mixin"]

    _journal_life = True

    def _get_journal_fields(self):
        names = ("name", "user_ids", "implied_ids", "implied_by_ids", "rule_groups")
        return super()._get_journal_fields() | dict.fromkeys(names, "rights")
