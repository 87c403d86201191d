"""Takes a person out of the database, but for what the law wants kept."""

from datetime import date

from dateutil.relativedelta import relativedelta

from .consent_key import get_post_key
from .consent_source import LEDGER, told_by
from .consent_words import EVERY_PURPOSE, PURPOSES, ConsentWords
from .person_records import PERSON_MODELS, PersonRecords

# The Uniform Act on accounting (SYSCOHADA) wants documents kept for ten years.
YEARS_KEPT = 10
IDENTITY = (
    "name",
    "firstname",
    "lastname",
    "street",
    "street2",
    "zip",
    "city",
    "state_id",
    "department_id",
    "country_id",
    "vat",
)
SILENT = {
    "tracking_disable": True,
    "mail_notrack": True,
    "mail_create_nolog": True,
}


class PersonErasure:
    """What an erasure removes and what it keeps, and the erasure itself.

    How to use::

        erasure = PersonErasure(partner)
        erasure.kept  # {model: records} that stay, with the reason in the wizard
        erasure.run()

    How it works: each model says what becomes of its records
    (``sunumarche.customer.record``). Cards with documents that the law wants kept for
    ten years keep the name and the address that stand on them, the others lose these
    too; messages and files on the cards are deleted. The ledger gets a "no" for each
    address that has none, then its rows lose all but the hash: the person stays
    opposed and is no longer named.
    """

    def __init__(self, partner):
        self.records = PersonRecords(partner)
        self.env = self.records.env(context={**self.records.env.context, **SILENT})
        self.found = {
            name: rows.with_env(self.env) for name, rows in self.records.find().items()
        }
        self.partners = self.found["res.partner"]
        self.kept = self._find_kept()

    def _find_kept(self) -> dict[str, object]:
        since = date.today() - relativedelta(years=YEARS_KEPT)
        kept = {
            name: self._get(name)._get_kept_for_law(since)
            for name in self.env["sunumarche.customer.record"]._get_customer_models()
        }
        return {name: rows for name, rows in kept.items() if rows}

    def _get(self, name: str):
        return self.found.get(name, self.env[name])

    @property
    def named(self):
        """The cards whose name and address stand on documents to be kept."""
        rows = [
            kept.partner_id for kept in self.kept.values() if kept._customer_is_named
        ]
        return self.partners & self.env["res.partner"].union(*rows)

    def run(self) -> None:
        """Erase; what can be undone of it is nothing."""
        with told_by(LEDGER):
            self._erase()

    def _erase(self) -> None:
        self._oppose()
        self._delete_threads()
        self._erase_block_lists()
        self._erase_users()
        for name in self.env["sunumarche.customer.record"]._get_customer_models():
            self._get(name).exists()._erase_person(self.records)
        self._erase_cards()

    def _oppose(self) -> None:
        """Have each address say no, so that nobody writes to it if it comes back."""
        addresses = self.records.addresses
        words = ConsentWords(self.env).get(
            (channel, key) for channel, key, _ in addresses
        )
        by_contact = {get_post_key(partner.id): partner.id for partner in self.partners}
        self.env["sunumarche.consent"]._record(
            [
                {
                    "channel": channel,
                    "address": shown if channel == "email" else key,
                    "partner_id": by_contact.get(key, False),
                    "purpose": EVERY_PURPOSE,
                    "decision": "withdrawn",
                    "source": "erasure",
                }
                for channel, key, shown in sorted(addresses)
                if not all(
                    (word := words.get((channel, key, purpose)))
                    and word.decision == "withdrawn"
                    for purpose in PURPOSES
                )
            ]
        )

    def _delete_threads(self) -> None:
        """Delete messages and files of the cards; others' threads keep their sense."""
        messages = self._get("mail.message")
        on_cards = messages.filtered(lambda message: message.model in PERSON_MODELS)
        (messages - on_cards).write({"body": "", "email_from": False})
        on_cards.unlink()
        self._get("mail.activity").unlink()
        files = self._get("ir.attachment").exists()
        files.filtered(lambda file: file.res_model in PERSON_MODELS).unlink()

    def _erase_block_lists(self) -> None:
        """The ledger's hash keeps the "no"; core's lists would keep the address."""
        emails = self.partners.mapped("email_normalized")
        numbers = self.partners.mapped("phone_sanitized")
        archived = self.env(context={**self.env.context, "active_test": False})
        for name, field, values in (
            ("mail.blacklist", "email", emails),
            ("phone.blacklist", "number", numbers),
        ):
            archived[name].search([(field, "in", list(filter(None, values)))]).unlink()

    def _erase_users(self) -> None:
        for user in self._get("res.users"):
            user.write({"active": False, "login": f"erased-{user.id}"})

    def _erase_cards(self) -> None:
        emptied = set(self.partners._get_personal_fields()) - set(IDENTITY)
        for partner in self.partners:
            values = dict.fromkeys(emptied, False)
            if partner not in self.named:
                values |= dict.fromkeys(IDENTITY, False)
                values["name"] = self.env._("Erased person %s", partner.id)
            partner.write({**values, "active": False})
            partner.message_ids.unlink()
        self._erase_by_company(emptied)

    def _erase_by_company(self, names: set[str]) -> None:
        """Empty what each company has a value of its own of, in all of them."""
        own = [name for name in names if self.partners._fields[name].company_dependent]
        for company in self.env["res.company"].search([]):  # pylint: disable=no-search-all
            self.partners.with_company(company).write(dict.fromkeys(own, False))
