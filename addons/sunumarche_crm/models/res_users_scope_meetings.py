from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


def _sql_about_readable(model, alias, query):
    """Meetings about nothing, or about a record that the user may read.

    Rules are evaluated as superuser: the records are searched as the user.
    """
    kind = model._field_to_sql(alias, "res_model", query)
    number = model._field_to_sql(alias, "res_id", query)
    walled = model.env["res.users"]._get_meeting_models()
    readable = [
        SQL(
            "(%s = %s AND %s IN %s)",
            kind,
            name,
            number,
            about.with_context(active_test=False)._search(Domain.TRUE).subselect(),
        )
        for name in walled
        if (about := model.env(su=False)[name]).has_access("read")
    ]
    free = SQL(
        "(COALESCE(%s, 0) = 0 OR COALESCE(%s, '') != ALL(%s))",
        number,
        kind,
        list(walled),
    )
    return SQL("(%s)", SQL(" OR ").join([free, *readable]))


def _evaluate_in_sql(domain):
    """Return the same domain, which looks at records in the database only.

    To tell whether one meeting is in it, the ORM would read the attendees as
    superuser, and leave them in the cache for whoever asked.
    """
    return Domain.custom(
        to_sql=lambda model, alias, query: domain.optimize_full(model)._to_sql(
            model, alias, query
        )
    )


# Model -> its field of the meeting, which decides whatever the user's scope is.
PARTS = {"calendar.attendee": "event_id", "calendar.recurrence": "base_event_id"}


class ResUsers(models.Model):
    """Which meetings a user sees.

    His own, as their organiser or attendee; and others' when he sees every contact who
    attends and the record that they are about: Odoo writes the customer's name, address
    and number into a meeting's text.
    """

    _inherit = "res.users"

    def _get_scope_domain(self, model_name, operation="read"):
        if self.share or model_name not in {"calendar.event", *PARTS}:
            return super()._get_scope_domain(model_name, operation)
        about = Domain.custom(to_sql=_sql_about_readable)
        meetings = self._get_own_meetings() | (about & self._get_seen_meetings())
        domain = self._of_meetings(model_name, meetings)
        if model_name in self._get_scope_traces():
            domain &= super()._get_scope_domain(model_name, operation)
        return _evaluate_in_sql(domain)

    def _of_meetings(self, model_name, meetings):
        """Return the domain of these meetings, or of their parts in another model."""
        if model_name == "calendar.event":
            return meetings
        part = PARTS[model_name]
        return Domain(part, "=", False) | Domain(part, "any", meetings)

    def _get_meeting_company_domain(self, model_name, company_ids):
        """Return which meetings, or parts of them, are of these companies.

        One's own, and those without customers of other companies; of the attendees
        of one's own, those of other companies are hidden.
        """
        known = [*company_ids, False]
        foreign = Domain("partner_share", "=", True)
        foreign &= Domain("company_id", "not in", known)
        attended = Domain("partner_id", "any", foreign)
        meetings = self._get_own_meetings()
        meetings |= Domain("attendee_ids", "not any", attended)
        domain = self._of_meetings(model_name, meetings)
        if model_name == "calendar.attendee":
            domain &= ~attended
        return _evaluate_in_sql(domain)

    def _get_own_meetings(self):
        """Those that he organises or attends."""
        attends = Domain("partner_ids", "in", self.partner_id.ids)
        return Domain("user_id", "=", self.id) | attends

    def _get_seen_meetings(self):
        """Those with people, and about opportunities, all of whom he sees."""
        if "all" in self._get_customer_scopes():
            return Domain.TRUE
        hidden = Domain("partner_id", "not any", self._get_scope_domain("res.partner"))
        leads = self._get_scope_domain("crm.lead")
        return Domain("attendee_ids", "not any", hidden) & (
            Domain("opportunity_id", "=", False)
            | Domain("opportunity_id", "any", leads)
        )

    def _get_meeting_models(self):
        """Return the names of the walled models that a meeting may be about."""
        walled = {"res.partner", *self._get_scope_documents()}
        return sorted(
            name
            for name in walled & set(self.env.registry)
            if "activity_ids" in self.env[name]._fields
        )
