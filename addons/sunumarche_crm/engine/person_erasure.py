"""Takes a person out of the database, but for what the law wants kept."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from .consent_key import get_post_key
from .consent_source import LEDGER, told_by
from .consent_words import EVERY_PURPOSE, PURPOSES, ConsentWords
from .person_records import PersonRecords

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
CARD = (
    "email",
    "phone",
    "second_phone",
    "birthdate",
    "profession_id",
    "preferred_channel",
    "preferred_moment",
    "function",
    "website",
    "comment",
    "image_1920",
    "ref",
    "barcode",
    "company_name",
    "company_registry",
    "category_id",
    "partner_latitude",
    "partner_longitude",
)
LEAD = (
    "email_from",
    "email_cc",
    "phone",
    "second_phone",
    "contact_name",
    "firstname",
    "lastname",
    "partner_name",
    "birthdate",
    "profession_id",
    "preferred_channel",
    "preferred_moment",
    "function",
    "website",
    "description",
    "street",
    "street2",
    "zip",
    "city",
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

    How it works: cards with posted invoices of the last ten years keep the name and
    the address that stand on them, the others lose these too; leads are emptied,
    subscribers deleted, messages and files on the cards deleted, traces of mailings
    lose their address. The ledger gets a "no" for each address that has none, then
    its rows lose all but the hash: the person stays opposed and is no longer named.
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
        limit = date.today() - relativedelta(years=YEARS_KEPT)
        moves = self._get("account.move").filtered(
            lambda move: move.state == "posted" and move.date >= limit
        )
        kept = {
            "account.move": moves,
            "account.payment": self._get("account.payment"),
            "sale.order": self._get("sale.order").filtered(
                lambda order: order.state == "sale"
            ),
            "sunumarche.purchase.history": self._get("sunumarche.purchase.history"),
        }
        return {name: rows for name, rows in kept.items() if rows}

    def _get(self, name: str):
        return self.found.get(name, self.env.get(name, ()))

    @property
    def named(self):
        """The cards whose name and address stand on documents to be kept."""
        documents = ("account.move", "account.payment", "sale.order")
        rows = [self.kept[name].partner_id for name in documents if name in self.kept]
        return self.partners & self.env["res.partner"].union(*rows)

    def run(self) -> None:
        """Erase; what can be undone of it is nothing."""
        with told_by(LEDGER):
            self._erase()

    def _erase(self) -> None:
        self._oppose()
        self._erase_ledger()
        self._erase_traces()
        self._delete_threads()
        self._erase_block_lists()
        self._erase_users()
        self._get("mailing.contact").unlink()
        self.partners.contact_point_ids.unlink()
        self._erase_leads()
        self._erase_cards()

    def _get_addresses(self) -> set[tuple[str, str, str]]:
        return {
            (channel, key, shown)
            for partner in self.partners
            for channel, key, shown in partner._get_consent_addresses()
        }

    def _oppose(self) -> None:
        """Have each address say no, so that nobody writes to it if it comes back."""
        addresses = self._get_addresses()
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

    def _erase_ledger(self) -> None:
        """Empty what names the person; PostgreSQL lets nothing else change."""
        consents = self.records._find_consents(self.partners)
        self.env["ir.attachment"].search(
            [
                ("res_model", "=", consents._name),
                ("res_field", "=", "document"),
                ("res_id", "in", consents.ids),
            ]
        ).unlink()
        consents.flush_model()
        self.env.execute_query(
            SQL(
                """
                UPDATE sunumarche_consent
                   SET address = NULL,
                       proof = NULL,
                       document_name = NULL,
                       model = NULL,
                       res_id = NULL,
                       partner_id = NULL
                 WHERE id = ANY(%s)
                """,
                consents.ids,
            )
        )
        consents.invalidate_model()

    def _erase_traces(self) -> None:
        self._get("mailing.trace").write(
            {
                "email": False,
                "sms_number": False,
                "address_key": False,
                "message_id": False,
            }
        )

    def _delete_threads(self) -> None:
        """Delete messages and files of the cards; others' threads keep their sense."""
        messages = self._get("mail.message")
        on_cards = messages.filtered(
            lambda message: (
                message.model in ("res.partner", "crm.lead", "mailing.contact")
            )
        )
        (messages - on_cards).write({"body": "", "email_from": False})
        on_cards.unlink()
        self._get("mail.activity").unlink()
        self._get("ir.attachment").exists().unlink()

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

    def _erase_leads(self) -> None:
        for lead in self._get("crm.lead"):
            lead.write(
                {
                    **dict.fromkeys(LEAD, False),
                    "name": self.env._("Erased opportunity %s", lead.id),
                    "partner_id": lead.partner_id.id,
                    "active": lead.active and lead.won_status == "won",
                }
            )
            lead.message_ids.unlink()

    def _erase_cards(self) -> None:
        for partner in self.partners:
            values = dict.fromkeys(CARD, False)
            if partner not in self.named:
                values |= dict.fromkeys(IDENTITY, False)
                values["name"] = self.env._("Erased person %s", partner.id)
            partner.write({**values, "active": False})
            partner.message_ids.unlink()
