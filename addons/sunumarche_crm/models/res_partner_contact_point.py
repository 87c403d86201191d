from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize, parse_contact_from_email

from ..engine.phone_number import show_phone

PHONE_CHANNELS = ("sms", "phone", "whatsapp")


class ResPartner(models.Model):
    """A contact who is known by more numbers and addresses than his card holds."""

    _inherit = "res.partner"

    contact_point_ids = fields.One2many(
        "sunumarche.contact.point",
        "partner_id",
        string="Other Numbers and Addresses",
        groups="base.group_user",
    )

    def _get_common_keys(self):
        keys = super()._get_common_keys()
        # sudo: sunumarche.contact.point - those of contacts that one has at hand
        for point in self.sudo().contact_point_ids.filtered("key"):
            keys.setdefault(point.kind, set()).add(point.key)
        return keys

    @api.depends("contact_point_ids.key")
    def _compute_known(self):
        return super()._compute_known()

    @api.model
    def _sql_further_keys(self, partner, keys):
        self.env["sunumarche.contact.point"].flush_model()
        wanted = [*keys["email"], *keys["phone"]]
        return (
            SQL(
                "%s = ANY(ARRAY(SELECT partner_id FROM sunumarche_contact_point"
                " WHERE key = ANY(%s)))",
                partner,
                wanted,
            ),
            SQL(
                "ARRAY(SELECT key::text FROM sunumarche_contact_point"
                " WHERE partner_id = %s AND key = ANY(%s))",
                partner,
                wanted,
            ),
        )

    def _get_consent_addresses(self):
        """What was said of any of his numbers and addresses counts."""
        addresses = super()._get_consent_addresses()
        known = {(channel, key) for channel, key, _shown in addresses}
        home = self._get_home_country()
        # sudo: sunumarche.contact.point - those of a contact that one has at hand
        for point in self.sudo().contact_point_ids.filtered("key"):
            is_email = point.kind == "email"
            shown = email_normalize(point.value, strict=False) if is_email else ""
            addresses += [
                (channel, point.key, shown or show_phone(point.key, home))
                for channel in (("email",) if is_email else PHONE_CHANNELS)
                if (channel, point.key) not in known
            ]
        return addresses

    @api.depends("contact_point_ids.key")
    def _compute_consents(self):
        return super()._compute_consents()

    @api.depends("contact_point_ids.key")
    def _compute_consent_summary(self):
        return super()._compute_consent_summary()

    @api.model
    def _find_or_create_from_emails(
        self, emails, ban_emails=None, filter_found=None, *args, **options
    ):
        """A mail from another address of a contact is his: nobody new is created."""
        owners = self._get_owners(emails, ban_emails or (), filter_found)
        found = super()._find_or_create_from_emails(
            emails, [*(ban_emails or ()), *owners], filter_found, *args, **options
        )
        return [
            partner or owners.get(parse_contact_from_email(email)[1], partner)
            for email, partner in zip(emails, found, strict=True)
        ]

    @api.model
    def _get_owners(self, emails, banned, filter_found):
        """Return ``{address: contact}`` of those that are nobody's first address."""
        addresses = {parse_contact_from_email(email)[1] for email in emails}
        addresses -= {*banned, "", False, None}
        if not addresses:
            return {}
        first = self.search([("email_normalized", "in", list(addresses))])
        addresses -= set(first.mapped("email_normalized"))
        get_key = self.env["sunumarche.common.key"]._get_email_key
        keys = {address: get_key(address) for address in addresses}
        partners = self._search_by_other_email(set(keys.values()) - {None})
        if filter_found:
            partners = partners.filtered(filter_found)
        owners = {}
        for partner in partners:
            for key in partner._get_common_keys().get("email", ()):
                owners.setdefault(key, partner)
        return {address: owners[key] for address, key in keys.items() if key in owners}

    @api.model
    def _search_by_other_email(self, keys):
        """Return who has one of these keys beside his first address, oldest first."""
        if not keys:
            return self.browse()
        # sudo: sunumarche.contact.point - whose it is; the contacts are searched below
        points = self.env["sunumarche.contact.point"].sudo()
        owners = points.search([("key", "in", list(keys))]).partner_id
        found = Domain("id", "in", owners.ids)
        for name in self._get_common_key_fields()["email"]:
            if name != "email_key":
                found |= Domain(name, "in", list(keys))
        return self.search(found, order="id")
