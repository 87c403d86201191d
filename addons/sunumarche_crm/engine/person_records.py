"""Everything that is held on a person, in whichever model, by his keys."""

from collections.abc import Iterator

from odoo.fields import Domain

from .common_key_lookup import CommonKeyLookup
from .consent_key import get_address_hash

# Models of which each record of the person is a section line, and the field of the
# customer among theirs; those that an installation lacks are left out.
BY_CUSTOMER = {
    "sale.order": "partner_id",
    "account.move": "partner_id",
    "account.payment": "partner_id",
    "res.partner.bank": "partner_id",
    "calendar.event": "partner_ids",
    "loyalty.card": "partner_id",
    "sunumarche.customer.indicator": "partner_id",
    "sunumarche.customer.snapshot": "partner_id",
    "sunumarche.customer.value": "partner_id",
    "sunumarche.purchase.history": "partner_id",
    "sunumarche.rfm.history": "partner_id",
    "sunumarche.rhythm": "partner_id",
    "sunumarche.segment.membership": "partner_id",
}
PERSON_MODELS = ("res.partner", "crm.lead", "mailing.contact")
# What says nothing of the person.
TECHNICAL = {
    "create_uid",
    "write_uid",
    "write_date",
    "message_main_attachment_id",
    "access_token",
    "signup_type",
    "address_hash",
}
SIMPLE = {
    "char",
    "text",
    "html",
    "integer",
    "float",
    "monetary",
    "boolean",
    "date",
    "datetime",
    "selection",
    "many2one",
    "many2many",
}


class PersonRecords:
    """The records that concern a person.

    How to use::

        records = PersonRecords(partner).find()  # {model: recordset}, superuser's
        for model, rows in PersonRecords(partner).describe(): ...

    How it works: the person's card and those with the same e-mail key; leads and
    subscribers with one of its keys that are nobody else's; then what points to these
    cards, and what bears an address: messages, consents, traces of mailings. A number
    alone does not make another customer's card the person's: families share numbers.
    """

    def __init__(self, partner):
        # sudo: any model - the person's right covers what the user cannot see
        self.partner = partner.sudo().with_context(active_test=False)
        self.env = self.partner.env
        self.keys = self.partner._get_common_keys()

    def find(self) -> dict[str, object]:
        """Return ``{model: recordset}``, models without records left out."""
        found = self._find_cards()
        partners = found["res.partner"]
        for name, field in BY_CUSTOMER.items():
            if name in self.env:
                found[name] = self._search(name, Domain(field, "in", partners.ids))
        found["sunumarche.consent"] = self._find_consents(partners)
        found["mailing.trace"] = self._search(
            "mailing.trace", Domain("address_key", "in", self._get_all_keys())
        )
        found["mail.message"] = self._find_messages(found)
        found["mail.activity"] = self._find_threads("mail.activity", "res_model", found)
        found["ir.attachment"] = self._find_threads("ir.attachment", "res_model", found)
        found["res.users"] = self._search(
            "res.users", Domain("partner_id", "in", partners.ids)
        )
        return {name: records for name, records in found.items() if records}

    def _search(self, name: str, domain: Domain):
        return self.env[name].search(domain)

    def _get_all_keys(self) -> list[str]:
        return sorted(set().union(*self.keys.values()))

    def _find_cards(self) -> dict[str, object]:
        emails = self.keys["email"]
        partners = self.partner
        if emails:
            partners |= self._search(
                "res.partner", Domain("email_key", "in", sorted(emails))
            ).filtered(lambda card: not card.is_company)
        found = {name: self.env[name] for name in PERSON_MODELS}
        found["res.partner"] = partners
        rows = CommonKeyLookup(self.env).find(emails, self.keys.get("phone", ()))
        for row in rows:
            is_card = row.model in found and row.model != "res.partner"
            if is_card and row.customer_id in (0, *partners.ids):
                found[row.model] |= self.env[row.model].browse(row.id)
        for name in PERSON_MODELS[1:]:
            found[name] |= self._search(name, Domain("partner_id", "in", partners.ids))
        return found

    def _find_consents(self, partners):
        keys = {
            key
            for partner in partners
            for _channel, key, _shown in partner._get_consent_addresses()
        }
        hashes = [get_address_hash(key) for key in keys]
        return self._search("sunumarche.consent", Domain("address_hash", "in", hashes))

    def _find_messages(self, found: dict):
        """What the person wrote, and what is written on his cards."""
        partners = found["res.partner"]
        return self._find_threads("mail.message", "model", found) | self._search(
            "mail.message", Domain("author_id", "in", partners.ids)
        )

    def _find_threads(self, name: str, model_field: str, found: dict):
        return self._search(
            name,
            Domain.OR(
                Domain(model_field, "=", model) & Domain("res_id", "in", records.ids)
                for model, records in found.items()
                if model in PERSON_MODELS and records
            ),
        )

    # ---- in words ----

    def describe(self) -> Iterator[dict]:
        """Yield a section a model: its name and its records, label by label."""
        for name, records in self.find().items():
            fields = self._get_fields(records)
            labels = {
                field: records._fields[field]._description_string(self.env)
                for field in fields
            }
            yield {
                "name": self.env["ir.model"]._get(name).name,
                "model": name,
                "records": [
                    {
                        "id": record.id,
                        "name": record.display_name or "",
                        "values": {
                            labels[field]: value
                            for field in fields
                            if (value := self._get_value(record, field)) is not None
                        },
                    }
                    for record in records
                ],
            }

    @staticmethod
    def _get_fields(records) -> list[str]:
        return [
            name
            for name, field in records._fields.items()
            if field.store
            and field.type in SIMPLE
            and name not in TECHNICAL
            and not name.startswith(("message_", "activity_"))
        ]

    def _get_value(self, record, name: str):
        """Return a field's value for people and machines, None when it is empty."""
        field, value = record._fields[name], record[name]
        if field.type in ("many2one", "many2many"):
            return ", ".join(filter(None, value.mapped("display_name"))) or None
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return labels.get(value, value) or None
        if field.type == "datetime":
            return (value and value.isoformat(" ", "seconds")) or None
        if field.type == "boolean":
            return self.env._("Yes") if value else None
        if field.type in ("integer", "float", "monetary"):
            return value or None
        return str(value) if value else None
