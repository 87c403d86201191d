from odoo import fields, models


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.team", "sunumarche.scope.source", "sunumarche.journal.mixin"]

    shares_customers = fields.Boolean(
        help="Members see and serve each other's customers, leads and orders.",
    )

    def _get_scope_fields(self):
        return {"shares_customers", "active"}

    def _get_journal_fields(self):
        return super()._get_journal_fields() | {"shares_customers": "rights"}
