from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..engine.consent_guard import CONSENT_GUARD
from ..engine.consent_key import get_address_hash, get_post_key
from ..engine.consent_words import EVERY_PURPOSE


class Consent(models.Model):
    """A person's yes or no: to be reached on one channel, at one address, for what.

    One row per word said. The ledger is append-only for everybody: who changes his
    mind adds a row, and the latest by ``date`` counts (``engine/consent_words.py``).
    Addresses are found by the hash of their common key, so that erasing a person
    takes his address out of the ledger and leaves his "no" in force.
    """

    _name = "sunumarche.consent"
    _inherit = ["sunumarche.customer.record"]
    _description = "Consent"
    _order = "date desc, id desc"
    _rec_name = "address"
    _log_access = False

    date = fields.Datetime(
        required=True,
        default=fields.Datetime.now,
        help="When the person said it. The latest word counts.",
    )
    channel = fields.Selection(
        [
            ("email", "E-mail"),
            ("sms", "SMS"),
            ("phone", "Telephone"),
            ("whatsapp", "WhatsApp"),
            ("post", "Post"),
        ],
        required=True,
    )
    address = fields.Char(
        help="The e-mail address or telephone number that the person spoke of. Empty "
        "for post, and once the person's data were erased.",
    )
    address_hash = fields.Char(
        string="Mark of the Address", required=True, readonly=True, copy=False
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="set null",
        help="The contact with this address, if there is only one.",
    )
    purpose = fields.Selection(
        [
            ("service", "Service"),
            ("loyalty", "Loyalty"),
            ("prospecting", "Prospecting"),
            (EVERY_PURPOSE, "Everything"),
        ],
        required=True,
    )
    decision = fields.Selection(
        [
            ("granted", "Yes"),
            ("withdrawn", "No"),
            ("lifted", "No longer opposed"),
        ],
        string="Word",
        required=True,
        help="No longer opposed: staff took back what the same source had said, a "
        "block list or a mailing list. This is no consent, and other words stand.",
    )
    source = fields.Selection(
        [
            ("form", "Form"),
            ("spoken", "Said by telephone or in the shop"),
            ("letter", "Letter"),
            ("message", "E-mail or message received"),
            ("import", "Import"),
            ("preferences", "Preference page"),
            ("unsubscribe", "Unsubscribe link"),
            ("sms_stop", "STOP by SMS"),
            ("blacklist", "Block list"),
            ("list", "Mailing list"),
            ("erasure", "Erasure of personal data"),
            ("merge", "Merge of contacts"),
        ],
        required=True,
        default="spoken",
    )
    proof = fields.Text(help="What shows that the person said so: words, form, place.")
    document = fields.Binary(attachment=True, help="The signed form, the letter.")
    document_name = fields.Char()
    model = fields.Char(string="Technical Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record ID", model_field="model", readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Recorded by",
        readonly=True,
        help="Empty when the person did it himself.",
    )

    _word_idx = models.Index("(address_hash, channel, date DESC, id DESC)")

    def init(self):
        """Let PostgreSQL itself refuse changes."""
        for statement in CONSENT_GUARD.install():
            self.env.execute_query(statement)

    @api.model
    def _selection_channel(self):
        return self._fields["channel"]._description_selection(self.env)

    @api.model
    def _selection_purpose(self):
        return self._fields["purpose"]._description_selection(self.env)

    @api.model
    def _get_mailing_purposes(self):
        """Return the purposes that one message may have."""
        return [one for one in self._selection_purpose() if one[0] != EVERY_PURPOSE]

    @api.constrains("date")
    def _check_date(self):
        if any(consent.date > fields.Datetime.now() for consent in self):
            raise ValidationError(
                self.env._("Nobody can have said something in the future.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._complete(vals_list))

    def write(self, vals):  # pylint: disable=method-required-super
        self.check_access("write")
        raise UserError(
            self.env._(
                "What stands in the consent ledger cannot be changed. Record what the "
                "person says now."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(
            self.env._("What stands in the consent ledger cannot be deleted.")
        )

    @api.model
    def _complete(self, vals_list):
        """Return the values with the hash of each address and the contact of it."""
        keys = [self._get_key(vals) for vals in vals_list]
        partners = self._find_partners({key for _address, key in keys})
        return [
            {
                **vals,
                "address": address,
                "address_hash": get_address_hash(key),
                "partner_id": vals.get("partner_id") or partners.get(key),
            }
            for vals, (address, key) in zip(vals_list, keys, strict=True)
        ]

    @api.model
    def _get_key(self, vals):
        """Return the address as it is kept and its common key; error if it is none."""
        channel, address = vals.get("channel"), vals.get("address")
        service = self.env["sunumarche.common.key"]
        if channel == "post":
            if not vals.get("partner_id"):
                raise ValidationError(
                    self.env._("A consent for letters needs the contact.")
                )
            return False, get_post_key(vals["partner_id"])
        if channel == "email":
            kept = tools.email_normalize(address, strict=False) if address else None
            key = service._get_email_key(address)
        else:
            kept = key = service._get_phone_key(address)
        if key:
            return kept, key
        if channel == "email":
            raise ValidationError(
                self.env._("“%s” is not an e-mail address.", address or "")
            )
        raise ValidationError(
            self.env._("“%s” is not a telephone number.", address or "")
        )

    @api.model
    def _find_partners(self, keys):
        """Return ``{key: id}`` of the keys that one contact alone has.

        Of contacts whom the user may read: he must not learn whose an address is.
        """
        model = self.env["res.partner"]
        found = {}
        names = model._get_common_key_fields()
        for name in (*names["email"], *names["phone"]):
            for key, ids in model._read_group(
                [(name, "in", list(keys))], [name], ["id:array_agg"]
            ):
                found.setdefault(key, set()).update(ids)
        return {key: ids.pop() for key, ids in found.items() if len(ids) == 1}

    @api.model
    def _record(self, words):
        """Add one row a word, for code of the system.

        :param words: dicts of ``channel``, ``address``, ``purpose``, ``decision``,
            ``source``, and ``proof``, ``model``, ``res_id``, ``user_id`` if known;
            what is no address is left out, as nobody can be reached there
        """
        # sudo: sunumarche.consent - the ledger is written by what happens
        ledger = self.sudo()
        author = self.env.user
        common = {"user_id": False if author._is_public() else author.id}
        return ledger.create(
            [{**common, **word} for word in words if self._has_key(word)]
        )

    @api.model
    def _has_key(self, word):
        service = self.env["sunumarche.common.key"]
        if word["channel"] == "post":
            return bool(word.get("partner_id"))
        if word["channel"] == "email":
            return bool(service._get_email_key(word.get("address")))
        return bool(service._get_phone_key(word.get("address")))

    @api.model
    def _record_stop_sms(self, number, text=""):
        """Take in a STOP that a number answered by SMS; for gateways of operators."""
        return self._record(
            [
                {
                    "channel": "sms",
                    "address": number,
                    "purpose": "all",
                    "decision": "withdrawn",
                    "source": "sms_stop",
                    "proof": text,
                    "user_id": False,
                }
            ]
        )

    @api.model
    def _find_of(self, person):
        hashes = [get_address_hash(key) for _channel, key, _shown in person.addresses]
        return self.search([("address_hash", "in", hashes)])

    def _erase_person(self, person):
        """Empty what names the person; PostgreSQL lets nothing else change.

        Of the "no" too that was written down for him a moment ago.
        """
        consents = self._find_of(person)
        self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "document"),
                ("res_id", "in", consents.ids),
            ]
        ).unlink()
        self.flush_model()
        self.env.execute_query(
            tools.SQL(
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
        self.invalidate_model()
