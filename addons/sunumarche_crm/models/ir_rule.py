from odoo import api, models, tools
from odoo.exceptions import AccessError

# Named by core itself in every new record; what they define is read with the record.
DEFINITIONS = {"properties.base.definition"}
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

    @api.model
    @tools.ormcache()
    def _get_walled_models(self):
        """Return the models of which some people may see some records only.

        Those with a rule or an access of their own, and those of people, which may be
        closed to a role as a whole. Others are settings that all documents name.
        """
        # sudo: ir.rule - which models have rules, not what they say
        ruled = self.sudo().search([("perm_read", "=", True)]).model_id.mapped("model")
        walled = {name for name, model in self.env.items() if self._is_walled(model)}
        return frozenset(walled.union(ruled) - DEFINITIONS)

    @api.model
    def _is_walled(self, model):
        """Tell a model with an access of its own, or whose records are of people."""
        if model._abstract:
            return False
        has_own_access = type(model)._check_access is not models.Model._check_access
        return has_own_access or any(
            field.store and field.type == "many2one"
            for field in model._fields.values()
            if field.comodel_name == "res.partner"
        )

    def _make_access_error(self, operation, records):
        """Say plainly whom to ask, and never what is refused.

        In debug mode core names the records, as superuser, to every employee.
        """
        error = super()._make_access_error(operation, records)
        user = self.env.user
        is_debugging = user.has_group("base.group_no_one") and user._is_internal()
        if user.has_group("base.group_system"):
            return error
        if is_debugging:
            refusal = AccessError(self._describe_refusal(operation, records))
            if context := getattr(error, "context", None):
                refusal.context = context
            return refusal
        if (
            operation == "read"
            and records._name in WALLED_MODELS
            and not getattr(error, "context", None)
            and user._is_internal()
        ):
            return AccessError(self._describe_wall())
        return error

    def _describe_refusal(self, operation, records):
        """Name the model and the rules, not the records."""
        env = self.with_context(**self.env.user.context_get()).env
        failing = self._get_failing(records, mode=operation)
        records.invalidate_recordset()
        # sudo: ir.rule - which rules refuse; they say nothing of a record
        rules = ", ".join(failing.sudo().mapped("name"))
        return env._(
            "You may not do this (%(operation)s) with these records (%(model)s). Rules "
            "that refuse it: %(rules)s.",
            operation=operation,
            model=records._name,
            rules=rules,
        )

    def _describe_wall(self):
        env = self.with_context(**self.env.user.context_get()).env
        return env._(
            "Your role does not show you this record: another salesperson, agency "
            "or department looks after it. If you need it, ask your head of agency "
            "or your CRM administrator."
        )
