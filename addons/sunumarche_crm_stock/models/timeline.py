from odoo import api, models
from odoo.fields import Domain

from odoo.addons.sunumarche_crm.engine.timeline_kind import TimelineKind


class Timeline(models.AbstractModel):
    """What was delivered to the customer, and what came back."""

    _inherit = "sunumarche.timeline"

    @api.model
    def _get_kinds(self):
        delivery, back = self.env._("Delivery"), self.env._("Return")
        kinds = [
            ("delivery", "fa-truck", "outgoing", delivery),
            ("return", "fa-reply", "incoming", back),
        ]
        return super()._get_kinds() | {
            name: TimelineKind(
                label,
                icon,
                "sale",
                "stock.picking",
                "date_done",
                lambda customer, code=code: (
                    customer.of("partner_id")
                    & Domain("state", "=", "done")
                    & Domain("picking_type_code", "=", code)
                    & self._get_sold_domain(code)
                ),
                title=lambda picking: picking.name,
                detail=lambda picking: picking.origin,
                texts=("name", "origin"),
            )
            for name, icon, code, label in kinds
        }

    def _get_sold_domain(self, code):
        """Receipts count as returns only when they give back what was delivered."""
        if code == "outgoing":
            return Domain.TRUE
        return Domain("return_id", "!=", False)
