from odoo import api, models

from odoo.addons.sunumarche_crm.engine.timeline_kind import TimelineKind


class Timeline(models.AbstractModel):
    """Contacts that were merged into the customer, for who may merge."""

    _inherit = "sunumarche.timeline"

    @api.model
    def _get_kinds(self):
        return super()._get_kinds() | {
            "merge": TimelineKind(
                self.env._("Contacts merged"),
                "fa-compress",
                "internal",
                "sunumarche.merge",
                "date",
                lambda customer: customer.of("survivor_id"),
                title=self._get_merge_title,
                detail=lambda merge: merge.summary or "",
                texts=("summary",),
            )
        }

    @api.model
    def _get_merge_title(self, merge):
        names = ", ".join(merge.loser_ids.mapped("display_name"))
        if merge.state == "undone":
            return self.env._("%s merged into it; undone since", names)
        return self.env._("%s merged into it", names)
