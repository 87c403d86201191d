from odoo import api, models

from ..engine.timeline_kind import CHANNELS


class Timeline(models.AbstractModel):
    """Every event of a customer's life, in whichever model it is kept.

    An addon adds a kind by extending ``_get_kinds``::

        def _get_kinds(self):
            return super()._get_kinds() | {
                "ticket": TimelineKind(
                    self.env._("Ticket"), "fa-life-ring", "internal", "helpdesk.ticket",
                    "create_date", lambda customer: customer.of("partner_id"),
                )
            }

    Lines are searched as the user: one is shown if and only if he may read its record.
    """

    _name = "sunumarche.timeline"
    _description = "Timeline of a Customer"

    @api.model
    def _get_kinds(self):
        """Return ``{name: TimelineKind}``."""
        return {}

    @api.model
    def _get_readable_kinds(self):
        """Return the kinds whose model, and whose date, the user may read."""
        return {
            name: kind
            for name, kind in self._get_kinds().items()
            if kind.model in self.env
            and self.env[kind.model].has_access("read")
            and self.env[kind.model]._has_field_access(
                self.env[kind.model]._fields[kind.date], "read"
            )
        }

    @api.model
    def _describe_filters(self):
        """Return the kinds and channels that the user may filter by."""
        kinds = self._get_readable_kinds()
        labels = self._get_channel_labels()
        used = {kind.channel for kind in kinds.values()}
        return {
            "kinds": [
                {
                    "name": name,
                    "label": kind.label,
                    "icon": kind.icon,
                    "channel": kind.channel,
                }
                for name, kind in kinds.items()
            ],
            "channels": [
                {"name": name, "label": labels[name]}
                for name in CHANNELS
                if name in used
            ],
        }

    @api.model
    def _get_channel_labels(self):
        return {
            "phone": self.env._("Phone"),
            "meeting": self.env._("Meetings"),
            "email": self.env._("E-mail"),
            "sms": self.env._("SMS"),
            "sale": self.env._("Sales"),
            "money": self.env._("Invoices and payments"),
            "internal": self.env._("Follow-up"),
        }
