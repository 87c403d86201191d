from odoo import api, models


class CrmTeamMember(models.Model):
    _name = "crm.team.member"
    _inherit = ["crm.team.member", "sunumarche.journal.mixin"]

    _journal_life = True

    @api.model_create_multi
    def create(self, vals_list):
        """Who sees what depends on the teams: forget the evaluated rules."""
        members = super().create(vals_list)
        self.env.registry.clear_cache()
        return members

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _get_journal_fields(self):
        names = ("crm_team_id", "user_id", "active")
        return super()._get_journal_fields() | dict.fromkeys(names, "rights")

    def _get_journal_page(self):
        return self.crm_team_id
