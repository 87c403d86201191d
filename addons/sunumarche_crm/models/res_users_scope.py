from odoo import api, fields, models
from odoo.fields import Domain

# Model -> its field of the document that decides.
DETAILS = {
    "account.move.line": "move_id",
    "account.move.send.batch.wizard": "move_ids",
    "account.move.send.wizard": "move_id",
    "crm.activity.report": "lead_id",
    "mail.followers": "partner_id",
    "res.partner.bank": "partner_id",
    "sale.order.line": "order_id",
}
# Model -> its links to contacts and documents: each is empty or leads to what one sees.
TRACES = {
    "account.analytic.account": ("partner_id",),
    "account.analytic.line": ("partner_id", "move_line_id"),
    "account.partial.reconcile": ("debit_move_id", "credit_move_id"),
    "calendar.attendee": ("partner_id",),
    "product.attribute.custom.value": ("sale_order_line_id",),
}


class ResUsers(models.Model):
    """Which customers, and whose documents, a user reaches.

    The record rules of all these models call ``_get_scope_domain``: what a user sees
    is decided here and nowhere else.
    """

    _inherit = "res.users"

    agency_ids = fields.Many2many(
        "sunumarche.agency",
        "sunumarche_agency_users_rel",
        "user_id",
        "agency_id",
        string="Agencies",
    )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        if users.agency_ids:
            self.env.registry.clear_cache()
        return users

    def _get_invalidation_fields(self):
        return {*super()._get_invalidation_fields(), "agency_ids"}

    def _get_customer_scopes(self):
        """Return the set of ``customer_scope`` of the user's groups."""
        self.ensure_one()
        return set(self.all_group_ids.mapped("customer_scope")) - {False}

    def _get_scope_domain(self, model_name, operation="read"):
        """Return the Domain of the records of a model in the user's scope.

        Portal and public users keep to core's own rules. To be evaluated as
        superuser, as record rules are.
        """
        self.ensure_one()
        scopes = self._get_customer_scopes()
        if self.share or "all" in scopes:
            return Domain.TRUE
        if document := self._get_scope_details().get(model_name):
            comodel = self.env[model_name]._fields[document].comodel_name
            return Domain(document, "any", self._get_scope_domain(comodel))
        if model_name == "res.partner":
            return self._get_contact_domain(scopes, operation)
        if traces := self._get_scope_traces().get(model_name):
            return self._get_trace_domain(model_name, traces)
        return self._get_document_domain(scopes, self.env[model_name]._customer_scope)

    @api.model
    def _get_scope_documents(self):
        """Return the names of the models whose customers decide who sees them."""
        return [
            name
            for name in self.env["sunumarche.customer.record"]._get_customer_models()
            if self.env[name]._customer_scope
        ]

    @api.model
    def _get_scope_details(self):
        """Return ``{model: field of the document that decides}``."""
        return DETAILS

    @api.model
    def _get_scope_traces(self):
        """Return ``{model: links, each empty or to what one sees}``."""
        return TRACES

    def _get_trace_domain(self, model_name, names):
        """Records whose every link of these is empty, or leads to what is in scope."""
        fields_ = [self.env[model_name]._fields[name] for name in names]
        return Domain.AND(
            Domain(field.name, "any", self._get_scope_domain(field.comodel_name))
            | (Domain.FALSE if field.required else Domain(field.name, "=", False))
            for field in fields_
        )

    def _get_contact_domain(self, scopes, operation):
        """Contacts in the scopes; colleagues and own companies to read only."""
        domain = self._get_customer_domain(scopes)
        if "suppliers" in scopes:
            domain |= Domain("supplier_rank", ">", 0)
        if operation == "read":
            domain |= Domain("partner_share", "=", False)
            domain |= Domain("id", "in", self.company_ids.partner_id.ids)
        return domain

    def _get_customer_domain(self, scopes):
        """Customers of the portfolio and of the agencies, as the scopes say."""
        if not scopes & {"portfolio", "agency"}:
            return Domain.FALSE
        users, agencies = self._get_reach(scopes)
        return Domain("user_id", "in", users.ids) | self._get_agency_domain(
            scopes, "user_id", "agency_id", agencies
        )

    def _get_document_domain(self, scopes, scope):
        """Documents of the customers one sees, of one's own, of one's agencies.

        :param scope: ``engine.customer_scope.CustomerScope``
        """
        if len(scope.customers) > 1:
            contacts = self._get_contact_domain(scopes, "read")
            return Domain.AND(Domain(name, "any", contacts) for name in scope.customers)
        if not scopes & {"portfolio", "agency"}:
            return Domain.FALSE
        users, agencies = self._get_reach(scopes)
        domain = Domain(scope.customers[0], "any", self._get_customer_domain(scopes))
        if scope.salesperson:
            domain |= Domain(scope.salesperson, "in", users.ids)
        if scope.agency:
            domain |= self._get_agency_domain(
                scopes, scope.salesperson, scope.agency, agencies
            )
        return domain

    def _get_reach(self, scopes):
        """Return the users whose customers, and the agencies, a user reaches."""
        users = self | self.crm_team_ids.filtered("shares_customers").member_ids
        agencies = self.agency_ids
        if "agency" in scopes:
            agencies = agencies.search([("id", "child_of", agencies.ids)])
            users |= agencies.user_ids
        return users, agencies

    @staticmethod
    def _get_agency_domain(scopes, salesperson, agency, agencies):
        """All of the agencies' for a head; for others what no salesperson has."""
        domain = Domain(agency, "in", agencies.ids)
        if "agency" not in scopes:
            domain &= Domain(salesperson, "=", False)
        return domain
