from odoo import fields, models


class ResGroups(models.Model):
    _name = "res.groups"
    _inherit = ["res.groups", "sunumarche.scope.source", "sunumarche.journal.mixin"]

    _journal_life = True

    customer_scope = fields.Selection(
        [
            ("suppliers", "Suppliers only"),
            ("portfolio", "Own customers, and the team's where teams share"),
            ("agency", "All customers of the agency and of what is below it"),
            ("all", "All customers"),
        ],
        string="Customers Seen",
        help="Which contacts the members see, with their leads, orders and invoices. "
        "Whoever has several groups sees what any of them shows; whoever has none sees "
        "colleagues only.",
    )

    def _get_scope_fields(self):
        return {"customer_scope"}

    def _get_journal_fields(self):
        names = (
            "name",
            "user_ids",
            "implied_ids",
            "implied_by_ids",
            "rule_groups",
            "customer_scope",
        )
        return super()._get_journal_fields() | dict.fromkeys(names, "rights")
