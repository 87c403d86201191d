import re

from odoo import api, models
from odoo.fields import Date, Domain

from odoo.addons.sunumarche_perimeter.models.base import LONGEST_TEXT

from ..engine.timeline_reader import TimelineReader

FOUND = 10
# Fewer digits would find half of the customers.
FEWEST_DIGITS = 3


class ResPartner(models.Model):
    """A contact, the three things to know of him, and the way to his 360° card."""

    _name = "res.partner"
    _inherit = ["res.partner", "sunumarche.customer.headlines.mixin"]

    def _get_headlines_partner(self):
        return self

    def action_open_customer_card(self):
        """Open the 360° card."""
        self.ensure_one()
        self.check_access("read")
        self._check_timeline_access()
        action = self.env["ir.actions.client"]._for_xml_id(
            "sunumarche_crm.customer_card_action"
        )
        return action | {
            "params": {"partner_id": self.id},
            "name": self.display_name,
        }

    def action_print_customer_card(self, day=False):
        """Print the 360° card, one sheet; as it was at the end of ``day`` if given."""
        self.ensure_one()
        self.check_access("read")
        self._check_timeline_access()
        report = self.env.ref("sunumarche_crm.customer_card_report")
        data = {"partner_ids": self.ids, "day": day}
        return report.report_action(self, data=data, config=False)

    @api.readonly
    def ask_customer_card(self, day=False):
        """Return the card, the filters of its timeline and the latest page of it.

        :param day: a past day, to see the card as it was at its end
        """
        self.ensure_one()
        self.check_access("read")
        self._check_timeline_access()
        card = self.env["sunumarche.customer.card"]._get_card(self, Date.to_date(day))
        until = {"until": card["day"]} if card["is_past"] else {}
        return card | {
            "may_quote": self.env["sale.order"].has_access("create"),
            "filters": self.env["sunumarche.timeline"]._describe_filters(),
            "timeline": TimelineReader(self, until).read_page(),
        }

    @api.model
    @api.readonly
    def ask_customers(self, text=""):
        """Return the contacts found by a part of a name, number or address.

        :return: dicts of ``id``, ``name``, ``detail`` and ``headlines``
        """
        self._check_timeline_access()
        text = (text or "").strip()
        if not FEWEST_DIGITS <= len(text) <= LONGEST_TEXT:
            return []
        cards = self.env["sunumarche.customer.card"]
        return [
            {
                "id": partner.id,
                "name": partner.display_name,
                "detail": ", ".join(filter(None, (partner.phone_shown, partner.city))),
                "headlines": cards._get_headlines(partner),
            }
            for partner in self.search(self._get_found_domain(text), limit=FOUND)
        ]

    @api.model
    def _get_found_domain(self, text):
        """Digits are looked for in numbers, whatever stands between them."""
        digits = re.sub(r"\D", "", text)
        if len(digits) >= FEWEST_DIGITS and not re.search(r"[^\d\s+().-]", text):
            digits = digits.removeprefix("00")
            return (
                Domain.OR(
                    Domain(name, "like", digits)
                    for name in ("phone_sanitized", "second_phone")
                )
                | Domain("ref", "=ilike", text)
                | self._get_point_domain(digits)
            )
        return Domain.OR(
            Domain(name, "ilike", text) for name in ("complete_name", "email", "ref")
        ) | (self._get_point_domain(text) if "@" in text else Domain.FALSE)

    @api.model
    def _get_point_domain(self, text):
        """Their ids, and not a subquery, so that the indexes of the others serve."""
        points = self.env["sunumarche.contact.point"].search(
            Domain("value", "ilike", text) | Domain("key", "ilike", text)
        )
        return Domain("id", "in", points.partner_id.ids)
