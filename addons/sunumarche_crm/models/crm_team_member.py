from odoo import models


class CrmTeamMember(models.Model):
    _name = "crm.team.member"
    _inherit = [
        "crm.team.member",
        "sunumarche.scope.source",
        "sunumarche.journal.mixin",
    ]

    _journal_life = True

    def _get_journal_fields(self):
        names = ("crm_team_id", "user_id", "active")
        return super()._get_journal_fields() | dict.fromkeys(names, "rights")

    def _get_journal_page(self):
        return self.crm_team_id
