from odoo import api, models
from odoo.fields import Date

from ..engine.timeline_reader import TimelineReader

# What fits on one sheet, however long the customer's story is.
SECTION_LINES = 5
TIMELINE_LINES = 10
LETTERS = 70


class CustomerCardReport(models.AbstractModel):
    """The 360° card on one sheet of A4: the screen's sections, shortened."""

    _name = "report.sunumarche_crm.customer_card_document"
    _description = "Printed 360° Card"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Give the template each contact's card.

        :param data: ``partner_ids`` and ``day`` when it was printed from the card
        """
        data = data or {}
        partners = self.env["res.partner"].browse(docids or data.get("partner_ids"))
        report = self.env.ref("sunumarche_crm.customer_card_report")
        # sudo: the ceiling of a report is no secret
        report.sudo()._check_most_records(len(partners))
        partners.check_access("read")
        partners._check_timeline_access()
        day = Date.to_date(data.get("day"))
        return {
            "doc_ids": partners.ids,
            "doc_model": "res.partner",
            "docs": partners,
            "cards": {partner.id: self._prepare(partner, day) for partner in partners},
        }

    def _prepare(self, partner, day):
        card = self.env["sunumarche.customer.card"]._get_card(partner, day)
        timeline = TimelineReader(partner, {"until": card["day"]})
        return card | {
            "sections": [self._shorten(section) for section in card["sections"]],
            "kinds": {name: kind.label for name, kind in timeline.kinds.items()},
            "lines": timeline.read_page(limit=TIMELINE_LINES)["lines"],
            "letters": LETTERS,
        }

    def _shorten(self, section):
        keep = SECTION_LINES + (section["name"] in ("identity", "figures")) * 4
        left_out = len(section["lines"]) - keep
        return section | {
            "lines": section["lines"][:keep],
            "left_out": self.env._("and %s more", left_out) if left_out > 0 else "",
        }
