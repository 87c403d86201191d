from odoo import api, models

from ..engine.timeline_kind import TimelineKind


class Timeline(models.AbstractModel):
    """How the customer's place among the others changed."""

    _inherit = "sunumarche.timeline"

    @api.model
    def _get_kinds(self):
        return super()._get_kinds() | {
            "segment_entered": self._get_segment_kind(
                self.env._("Entered the segment"), "fa-sign-in", "entered"
            ),
            "segment_left": self._get_segment_kind(
                self.env._("Left the segment"), "fa-sign-out", "left"
            ),
            "rfm_class": TimelineKind(
                self.env._("Change of class"),
                "fa-trophy",
                "internal",
                "sunumarche.rfm.history",
                "date_from",
                lambda customer: customer.of("partner_id"),
                title=lambda period: period.rfm_class_id.name,
                texts=("rfm_class_id.name",),
                document=lambda period: None,
            ),
        }

    def _get_segment_kind(self, label, icon, verb):
        cause = f"{verb}_cause"
        return TimelineKind(
            label,
            icon,
            "internal",
            "sunumarche.segment.membership",
            f"date_{verb}",
            lambda customer: customer.of("partner_id"),
            title=lambda membership: membership.segment_id.name,
            detail=lambda membership: membership._fields[cause].convert_to_export(
                membership[cause], membership
            ),
            texts=("segment_id.name",),
            document=lambda membership: membership.segment_id,
        )
