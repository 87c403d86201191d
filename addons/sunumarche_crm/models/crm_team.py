from odoo import fields, models


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.team", "sunumarche.journal.mixin"]

    shares_customers = fields.Boolean(
        help="Members see and serve each other's customers, leads and orders.",
    )

    def write(self, vals):
        """Who sees what depends on teams: forget the evaluated rules."""
        result = super().write(vals)
        if {"shares_customers", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _get_journal_fields(self):
        return super()._get_journal_fields() | {"shares_customers": "rights"}
