from odoo import api, models
from odoo.tools import format_date

from ..engine.customer_card_day import CustomerCardDay, card_line
from ..engine.timeline_reader import TimelineReader

# In which order sections are shown; those that other addons add come last.
ORDER = (
    "identity",
    "figures",
    "money",
    "expectations",
    "opportunities",
    "orders",
    "household",
    "links",
    "account",
    "segments",
    "next_products",
)


class CustomerCard(models.AbstractModel):
    """Everything one has to know of a customer, on one page.

    A section is a dict with ``name``, ``title``, ``icon`` and ``lines`` (see
    ``card_line``); the screen and the printed page show the same ones. An addon adds a
    section by extending ``_get_sections``.
    """

    _name = "sunumarche.customer.card"
    _description = "360° Card"

    @api.model
    def _get_card(self, partner, day=None):
        """Return the card of a contact, today or as it was at the end of a past day."""
        on = CustomerCardDay(partner, day)
        return {
            "partner_id": partner.id,
            "name": partner.display_name,
            "is_company": partner.is_company,
            "day": on.day.isoformat(),
            "is_past": on.is_past,
            "day_text": format_date(self.env, on.day, date_format="d MMMM y"),
            "headlines": self._get_headlines(partner, on),
            "sections": sorted(
                (section for section in self._get_sections(on) if section["lines"]),
                key=lambda section: (
                    ORDER.index(section["name"])
                    if section["name"] in ORDER
                    else len(ORDER)
                ),
            ),
        }

    @api.model
    def _get_headlines(self, partner, on=None):
        """Return the three things to know: class, debt, last contact.

        The debt is left out for who reads no amounts.
        """
        on = on or CustomerCardDay(partner)
        return [
            headline
            for headline in (
                self._get_class_headline(on),
                self._get_debt_headline(on),
                self._get_contact_headline(partner, on),
            )
            if headline
        ]

    def _get_class_headline(self, on):
        value = on.rfm_class.name or self.env._("No purchase yet")
        return {"name": "class", **card_line(self.env._("Class"), value)} | {
            "color": on.rfm_class.color
        }

    def _get_debt_headline(self, on):
        if not on.sees_amounts:
            return None
        overdue = on.indicator.amount_overdue
        due = on.balance if on.is_past else on.indicator.amount_due
        label, tone, value = self.env._("Debt"), "success", self.env._("Owes nothing")
        if overdue > 0:
            label, tone, value = self.env._("Overdue"), "danger", on.amount(overdue)
        elif due > 0:
            tone, value = "warning", on.amount(due)
        return {"name": "debt", **card_line(label, value, tone)}

    def _get_contact_headline(self, partner, on):
        kinds = self.env["sunumarche.timeline"]._get_readable_kinds()
        names = [name for name, kind in kinds.items() if kind.is_contact]
        filters = {"kinds": names, "until": on.day.isoformat()}
        lines = TimelineReader(partner, filters).read_page(limit=1)["lines"]
        value = self.env._("Never")
        if lines:
            value = self.env._(
                "%(kind)s, %(day)s",
                kind=kinds[lines[0]["kind"]].label,
                day=lines[0]["date"],
            )
        return {"name": "last_contact", **card_line(self.env._("Last contact"), value)}

    @api.model
    def _get_sections(self, on):
        """Return the sections of the card.

        :param on: a ``CustomerCardDay``
        """
        return []

    def _section(self, name, title, icon, lines):
        return {
            "name": name,
            "title": title,
            "icon": icon,
            "lines": [line for line in lines if line and line["value"]],
        }
