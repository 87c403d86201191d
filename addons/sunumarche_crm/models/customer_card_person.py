from odoo import api, models
from odoo.fields import Domain

from ..engine.customer_card_day import card_line

LINES = 10


def choice(record, name):
    """What a selection field says, in the user's language."""
    return record._fields[name].convert_to_export(record[name], record)


class CustomerCard(models.AbstractModel):
    """Who the customer is, with whom he lives, works and deals."""

    _inherit = "sunumarche.customer.card"

    @api.model
    def _get_sections(self, on):
        return [
            *super()._get_sections(on),
            self._get_identity(on),
            self._get_household(on),
            self._get_links(on),
            self._get_account(on),
        ]

    def _get_identity(self, on):
        partner = on.partner
        return self._section(
            "identity",
            self.env._("Identity"),
            "fa-id-card-o",
            [
                card_line(self.env._("Phone"), self._get_numbers(partner)),
                card_line(self.env._("E-mail"), partner.email),
                card_line(self.env._("Address"), self._get_address(partner)),
                card_line(self.env._("Age"), self._get_age(partner)),
                card_line(self.env._("Profession"), partner.profession_id.name),
                card_line(self.env._("Prefers"), choice(partner, "preferred_channel")),
                card_line(self.env._("Salesperson"), partner.user_id.name),
                card_line(self.env._("Agency"), partner.agency_id.display_name),
                card_line(
                    self.env._("Tags"), ", ".join(partner.category_id.mapped("name"))
                ),
            ],
        )

    def _get_numbers(self, partner):
        return ", ".join(
            filter(
                None,
                (
                    partner.phone_shown,
                    partner.second_phone_shown,
                    *partner.contact_point_ids.mapped("display_name"),
                ),
            )
        )

    def _get_address(self, partner):
        lines = partner._display_address(without_company=True).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())

    def _get_age(self, partner):
        if not partner.birthdate:
            return ""
        return self.env._("%s years", partner.age)

    def _get_household(self, on):
        household = on.partner._get_household(on.day)
        lines = [
            card_line(self.env._("Household"), household.name, record=household),
            card_line(self.env._("Head"), household.head_id.display_name),
        ]
        if on.sees_amounts and not on.is_past and household:
            lines.append(
                card_line(self.env._("Turnover"), on.amount(household.net_amount))
            )
        others = household._get_members(on.day) - on.partner
        lines += [
            card_line(self.env._("Member"), other.display_name, record=other)
            for other in others._filtered_access("read")[:LINES]
        ]
        return self._section("household", self.env._("Household"), "fa-home", lines)

    def _get_links(self, on):
        lines = [
            card_line(
                link.type_id.name,
                link.other_partner_id.display_name,
                record=link.other_partner_id,
            )
            for link in on.links[:LINES]
        ]
        return self._section("links", self.env._("Links"), "fa-share-alt", lines)

    def _get_account(self, on):
        """The people at a company, and the papers of the account."""
        contacts = self.env["res.partner"]
        if on.partner.is_company:
            domain = Domain("parent_id", "=", on.partner.id)
            contacts = contacts.search(
                domain & Domain("type", "=", "contact"), limit=LINES
            )
        lines = [
            card_line(
                ", ".join(contact.contact_role_ids.mapped("name")) or contact.function,
                contact.name,
                record=contact,
            )
            for contact in contacts
        ]
        tones = {"soon": "warning", "expired": "danger"}
        documents = on.partner.customer_file_ids.filtered(
            lambda document: not document.date_issued or document.date_issued <= on.day
        )
        for document in documents[:LINES]:
            value = document.name
            if document.date_expiry:
                value = self.env._(
                    "%(document)s, until %(date)s",
                    document=document.name,
                    date=on.date(document.date_expiry),
                )
            tone = tones.get(document._get_state(on.day), "")
            lines.append(card_line(document.type_id.name, value, tone, document))
        return self._section("account", self.env._("Account"), "fa-folder-o", lines)
