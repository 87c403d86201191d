from odoo import api, models

from ..engine.timeline_kind import TimelineKind
from .timeline_business import describe_selection


class Timeline(models.AbstractModel):
    """What the customer said about being written to."""

    _inherit = "sunumarche.timeline"

    @api.model
    def _get_kinds(self):
        return super()._get_kinds() | {
            "consent": TimelineKind(
                self.env._("Consent"),
                "fa-handshake-o",
                "internal",
                "sunumarche.consent",
                "date",
                lambda customer: customer.of("partner_id"),
                title=self._describe_consent,
                detail=describe_selection("source"),
                texts=("address", "proof"),
            )
        }

    @api.model
    def _describe_consent(self, consent):
        """Say it in words: "No: SMS, Prospecting"."""
        say = {
            name: describe_selection(name)(consent)
            for name in ("decision", "channel", "purpose")
        }
        return self.env._("%(decision)s: %(channel)s, %(purpose)s", **say)
