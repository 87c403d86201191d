"""A customer on a day: what the sections of his card are read from."""

from datetime import date
from functools import cached_property

from odoo.fields import Date, Domain
from odoo.tools import format_amount, format_date

AMOUNTS = "sunumarche_crm.group_customer_amounts"


def card_line(label="", value="", tone="", record=None) -> dict:
    """One line of a section: a label, what it says, and what a click opens."""
    return {
        "label": label or "",
        "value": value or "",
        "tone": tone,
        "model": record._name if record else False,
        "id": record.id if record else False,
    }


class CustomerCardDay:
    """What the current user may know of a customer, today or on a past day.

    How to use: ``on = CustomerCardDay(partner, day)``, then its properties; each is
    read once. Today's figures are those the refresh wrote, a past day's are added up
    from the documents until that day, which is what the monthly snapshots hold at
    the ends of months.
    """

    def __init__(self, partner, day: date | None = None):
        self.env = partner.env
        self.partner = partner
        self.today = Date.context_today(self.env.user)
        self.day = min(Date.to_date(day) or self.today, self.today)
        self.is_past = self.day < self.today

    @cached_property
    def customer(self):
        """The commercial entity, which figures belong to, if the user may read it."""
        return self.partner.commercial_partner_id._filtered_access("read")

    @cached_property
    def sees_amounts(self) -> bool:
        return self.env.user.has_group(AMOUNTS)

    @cached_property
    def indicator(self):
        return self._find("sunumarche.customer.indicator")

    @cached_property
    def expected_value(self):
        return self._find("sunumarche.customer.value")

    @cached_property
    def rhythm(self):
        return self._find("sunumarche.rhythm")

    def _find(self, model):
        """The row of the customer in the current company, today's only."""
        if self.is_past:
            return self.env[model]
        return self.env[model].search(self._mine, limit=1)

    @property
    def _mine(self) -> list[tuple]:
        return [
            ("partner_id", "=", self.customer.id),
            ("company_id", "=", self.env.company.id),
        ]

    @property
    def _cards(self) -> list[int]:
        """The customer, and the archived cards whose documents count for him."""
        heirs = self.env["res.partner"]._get_figure_heirs()
        cards = [card for card, heir in heirs if heir == self.customer.id]
        return [self.customer.id, *cards]

    @cached_property
    def rfm_class(self):
        """The class that the customer was in at the end of the day."""
        periods = self.env["sunumarche.rfm.history"].search(
            [
                *self._mine,
                ("date_from", "<=", self.day),
                *("|", ("date_to", "=", False), ("date_to", ">", self.day)),
            ],
            limit=1,
        )
        return periods.rfm_class_id

    @cached_property
    def segments(self):
        """The segments of which the customer was a member at the end of the day."""
        after = Date.add(self.day, days=1)
        memberships = self.env["sunumarche.segment.membership"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("date_entered", "<", after),
                *("|", ("date_left", "=", False), ("date_left", ">=", after)),
            ]
        )
        return memberships.segment_id

    @cached_property
    def links(self):
        links = self.env["sunumarche.contact.link"]
        return links.search(
            Domain("partner_id", "=", self.partner.id)
            & links._get_current_domain(self.day)
        )

    @cached_property
    def bought(self) -> dict:
        """Turnover, number and last day of the purchases until the day."""
        if not self.env["sunumarche.customer.purchase"].has_access("read"):
            return {}
        groups = self.env["sunumarche.customer.purchase"]._read_group(
            [*self._mine, ("date", "<=", self.day)],
            ["kind"],
            ["amount:sum", "__count", "date:min", "date:max"],
        )
        found = {kind: values for kind, *values in groups}
        net = sum(values[0] for values in found.values())
        invoiced, count, first, last = found.get("purchase", (0, 0, None, None))
        invoiced += found.get("part", (0,))[0]
        return {
            "net_amount": net,
            "purchase_count": count,
            "average_basket": invoiced / count if count else 0,
            "first_purchase_date": first,
            "last_purchase_date": last,
        }

    @cached_property
    def balance(self) -> float:
        """What the customer owed at the end of the day, taxes included."""
        # sudo: account.move.line - the debt of a customer whom the user reads, for
        # roles that read amounts
        lines = self.env["account.move.line"].sudo()
        [[balance]] = lines._read_group(
            [
                ("partner_id", "in", self._cards),
                ("company_id", "=", self.env.company.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.day),
            ],
            [],
            ["balance:sum"],
        )
        return balance or 0.0

    def amount(self, value) -> str:
        return format_amount(self.env, value or 0, self.env.company.currency_id)

    def date(self, value) -> str:
        return format_date(self.env, value) if value else ""
