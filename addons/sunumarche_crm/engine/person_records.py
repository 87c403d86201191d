"""Everything that is held on a person, in whichever model, by his keys."""

from collections.abc import Iterator

from odoo.fields import Domain

from .common_key_lookup import CommonKeyLookup

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

    How it works: the person's card, those with the same e-mail key, those that were
    merged with one of them or are linked as the same person; leads and subscribers
    with one of the keys that are nobody else's; then what models say is theirs
    (``sunumarche.customer.record``). A number alone does not make another customer's
    card the person's: families share numbers.
    """

    def __init__(self, partner):
        # sudo: any model - the person's right covers what the user cannot see
        self.partner = partner.sudo().with_context(active_test=False)
        self.env = self.partner.env
        self.partners = self._find_partners()
        self.keys = self._get_keys(self.partners)

    @property
    def addresses(self) -> set[tuple[str, str, str]]:
        """The (channel, key, as shown) of all that consents may be of."""
        return {
            address
            for partner in self.partners
            for address in partner._get_consent_addresses()
        }

    def find(self) -> dict[str, object]:
        """Return ``{model: recordset}``, models without records left out."""
        found = {"res.partner": self.partners, **self._find_by_keys()}
        for name in self.env["sunumarche.customer.record"]._get_customer_models():
            model = self.env[name]
            if model._customer_is_shown or not model._customer_is_figure:
                found[name] = found.get(name, model) | model._find_of(self)
        found["mail.message"] = self._find_messages(found)
        found["mail.activity"] = self._find_threads("mail.activity", "res_model", found)
        found["ir.attachment"] = self._find_files(found)
        found["res.users"] = self._search(
            "res.users", Domain("partner_id", "in", self.partners.ids)
        )
        return {name: records for name, records in found.items() if records}

    def _search(self, name: str, domain: Domain):
        return self.env[name].search(domain)

    @staticmethod
    def _get_keys(partners) -> dict[str, set[str]]:
        keys: dict[str, set[str]] = {"email": set(), "phone": set()}
        for partner in partners:
            for kind, values in partner._get_common_keys().items():
                keys[kind] |= set(values)
        return keys

    def _find_partners(self):
        """The card, those with its e-mail, and those known to be the same person."""
        found = self.partner
        while True:
            emails = sorted(self._get_keys(found)["email"])
            cards = found | found._get_same_person()
            if emails:
                same = self._search("res.partner", Domain("email_key", "in", emails))
                cards |= same.filtered(lambda card: not card.is_company)
            if cards == found:
                return found
            found = cards

    def _find_by_keys(self) -> dict[str, object]:
        """Leads and subscribers with one of the keys, that are nobody else's."""
        found = {name: self.env[name] for name in PERSON_MODELS[1:]}
        rows = CommonKeyLookup(self.env).find(self.keys["email"], self.keys["phone"])
        for row in rows:
            if row.model in found and row.customer_id in (0, *self.partners.ids):
                found[row.model] |= self.env[row.model].browse(row.id)
        return found

    def _find_messages(self, found: dict):
        """What the person wrote, and what is written on his cards."""
        return self._find_threads("mail.message", "model", found) | self._search(
            "mail.message", Domain("author_id", "in", self.partners.ids)
        )

    def _find_files(self, found: dict):
        """Files on the cards, and those that his records hold in a field."""
        held = Domain.OR(
            Domain("res_model", "=", model)
            & Domain("res_id", "in", records.ids)
            & Domain("res_field", "!=", False)
            for model, records in found.items()
            if model not in PERSON_MODELS and records
        )
        return self._find_threads("ir.attachment", "res_model", found) | self._search(
            "ir.attachment", held
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
            if not getattr(records, "_customer_is_shown", True):
                continue
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
