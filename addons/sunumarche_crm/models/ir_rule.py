from odoo import models
from odoo.exceptions import AccessError

WALLED_MODELS = ("res.partner", "crm.lead", "sale.order", "account.move")


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

    def _make_access_error(self, operation, records):
        """Say plainly whom to ask; core still speaks in debug mode, or of companies."""
        error = super()._make_access_error(operation, records)
        if (
            operation != "read"
            or records._name not in WALLED_MODELS
            or getattr(error, "context", None)
            or not self.env.user._is_internal()
            or self.env.user.has_group("base.group_no_one")
        ):
            return error
        rules = self.with_context(**self.env.user.context_get())
        return AccessError(
            rules.env._(
                "Your role does not show you this record: another salesperson, agency "
                "or department looks after it. If you need it, ask your head of agency "
                "or your CRM administrator."
            )
        )
