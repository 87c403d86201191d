from odoo import api, models
from odoo.fields import Domain

from odoo.addons.sunumarche_crm.engine.timeline_kind import TimelineKind


class Timeline(models.AbstractModel):
    """Points that the customer earned and used."""

    _inherit = "sunumarche.timeline"

    @api.model
    def _get_kinds(self):
        return super()._get_kinds() | {
            "points": TimelineKind(
                self.env._("Points"),
                "fa-gift",
                "sale",
                "loyalty.history",
                "create_date",
                lambda customer: Domain("card_id", "any", customer.of("partner_id")),
                title=lambda history: history.description,
                detail=self._describe_points,
                texts=("description",),
                document=self._get_points_document,
            )
        }

    @api.model
    def _describe_points(self, history):
        points = history.issued - history.used
        return f"{points:+g} {history.card_id.point_name or ''}".strip()

    @api.model
    def _get_points_document(self, history):
        """The order that the points were earned or used with."""
        if not history.order_model or not history.order_id:
            return None
        return self.env[history.order_model].browse(history.order_id)
