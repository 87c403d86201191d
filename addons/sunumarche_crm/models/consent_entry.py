from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import clean_context

from ..engine.consent_key import get_address_hash
from ..engine.consent_source import IMPORT, is_told_by, told_by
from ..engine.consent_words import SPOKEN_SOURCES, ConsentWords

# What staff may enter: the person's own word. To take a "no" back is not one.
SPOKEN_DECISIONS = ("granted", "withdrawn")
# Law 2008-12 on personal data: before it, nobody was asked in this sense.
FIRST_DATE = "2008-01-25 00:00:00"


class Consent(models.Model):
    """What staff may enter: the word of a person whom they see, with its proof.

    A word decides what somebody receives, and overrules what he said before. So the
    address has to be of a contact, lead or subscriber whom the user may read; a "yes"
    wants that nobody else has it whom he may not, since it would be said for him too,
    and that no "no" stands which the address said before it was on this card: a card
    does not make its writer the spokesman of whatever address he writes on it.
    """

    _inherit = "sunumarche.consent"

    @api.constrains("date")
    def _check_first_date(self):
        first = fields.Datetime.to_datetime(FIRST_DATE)
        if any(consent.date < first for consent in self):
            raise ValidationError(
                self.env._("There are no consents from before the law of 2008.")
            )

    @api.model
    def load(self, fields, data):
        with told_by(IMPORT):
            return super().load(fields, data)

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        self.check_access("create")
        # Defaults of the client would slip in what was not checked.
        consents = self.with_context(clean_context(self.env.context))  # pylint: disable=context-overridden
        entered = [consents._prepare_entered(vals) for vals in vals_list]
        return super(Consent, consents).create(entered)

    @api.model
    def _prepare_entered(self, vals):
        """Return what is recorded of what a user enters; error if he may not."""
        importing = is_told_by(IMPORT)
        vals = {"source": "import" if importing else "spoken", **vals}
        self._check_spoken(vals, importing)
        partner = self._get_named_contact(vals)
        _address, key = self._get_key({**vals, "partner_id": partner.id})
        if partner:
            self._check_own_address(partner, key, vals.get("address"))
        self._check_in_sight(partner, key, vals)
        partner_id = partner.id or self._find_partners({key}).get(key)
        self._check_own_no(partner_id, key, vals)
        return {
            **vals,
            "partner_id": partner_id,
            "user_id": self.env.uid,
            "model": False,
            "res_id": False,
        }

    @api.model
    def _check_spoken(self, vals, importing):
        allowed = (*SPOKEN_SOURCES, IMPORT) if importing else SPOKEN_SOURCES
        if (
            vals["source"] not in allowed
            or vals.get("decision") not in SPOKEN_DECISIONS
        ):
            raise UserError(self.env._("Only the system records such words."))
        if not (vals.get("proof") or vals.get("document")):
            raise UserError(
                self.env._(
                    "%s: say how this can be proved: the form, the person's words, "
                    "the place.",
                    vals.get("address") or self.env._("Consent"),
                )
            )

    @api.model
    def _get_named_contact(self, vals):
        partner = self._fields["partner_id"].convert_to_cache(
            vals.get("partner_id"), self, validate=False
        )
        partner = self.env["res.partner"].browse(partner)
        partner.check_access("read")
        return partner

    @api.model
    def _check_own_address(self, partner, key, address):
        """A word said by a contact is of an address that he has, or had."""
        own = {known for _channel, known, _shown in partner._get_consent_addresses()}
        had = [
            ("partner_id", "=", partner.id),
            ("address_hash", "=", get_address_hash(key)),
        ]
        if key not in own and not self.search_count(had, limit=1):
            raise UserError(
                self.env._(
                    "“%(address)s” is no address of %(contact)s. Write it on the card "
                    "first.",
                    address=address or "",
                    contact=partner.display_name,
                )
            )

    @api.model
    def _speaks_for_all(self):
        return "all" in self.env.user._get_customer_scopes()

    @api.model
    def _check_own_no(self, partner_id, key, vals):
        """Refuse a yes where a "no" stands that this contact did not say."""
        if vals["decision"] != "granted" or self._speaks_for_all():
            return
        if ConsentWords(self.env).has_foreign_no(
            vals["channel"], key, vals["purpose"], partner_id or 0, self.env.uid
        ):
            raise UserError(
                self.env._(
                    "“%s” said no before it stood on this card. Only its own yes "
                    "counts now: let the person choose on his page.",
                    vals.get("address") or "",
                )
            )

    @api.model
    def _check_in_sight(self, partner, key, vals):
        """Refuse to speak for those whom the user may not read."""
        if vals.get("channel") == "post" or self._speaks_for_all():
            return
        if vals["channel"] == "email":
            known = self.env["sunumarche.common.key"]._lookup(emails=[key])
        else:
            known = self.env["sunumarche.common.key"]._lookup(phones=[key])
        is_known = partner or any(row.is_visible for row in known)
        is_shared = not all(row.is_visible for row in known)
        if not is_known or (is_shared and vals["decision"] == "granted"):
            raise UserError(
                self.env._(
                    "You may only record what the customers say whom you look after: "
                    "“%s” is not the address of one, or of others as well.",
                    vals.get("address") or "",
                )
            )
