from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.consent_key import get_address_hash
from ..engine.consent_source import BOUNCE, LEDGER, get_source, is_told_by, told_by
from ..engine.consent_words import PURPOSES, ConsentWords

BLOCK_LISTS = {"email": "mail.blacklist", "sms": "phone.blacklist"}
SILENT = {"tracking_disable": True, "mail_create_nolog": True}


class Consent(models.Model):
    """What happens elsewhere and is a word: block lists, lists, links, STOP.

    Core's block lists hold the addresses whose latest words are "no" to everything,
    and those that nothing arrives at. Whatever is recorded, in whatever order, they
    follow what the ledger then says; what they are told by it is not written twice.
    """

    _inherit = "sunumarche.consent"

    @api.model_create_multi
    def create(self, vals_list):
        consents = super().create(vals_list)
        if not is_told_by(LEDGER):
            consents._mirror_block_lists()
        return consents

    @api.model
    def _take_in(self, words, source):
        """Record what happened elsewhere; ``source`` unless ``told_by`` says another.

        A bounce is no word: the address is unreachable, its person opposed nothing.
        """
        if is_told_by(BOUNCE, LEDGER) or not words:
            return self.browse()
        common = {"source": source}
        if told := get_source():
            common = {"source": told.name, "model": told.model, "res_id": told.res_id}
        once = {tuple(sorted(word.items())): word for word in words}
        return self._record([{**common, **word} for word in once.values()])

    @api.model
    def _repeat_under_new_keys(self, names):
        """Say again, by their new key, the words of addresses of these domains.

        Rows never change: a domain's rule that does would leave them behind.
        """
        # sudo: sunumarche.consent - a rule of a domain concerns everybody's words
        consents = self.sudo()
        said = consents.search(
            Domain("channel", "=", "email")
            & Domain.OR(Domain("address", "=like", f"%@{name}") for name in names),
            order="date, id",
        )
        known = {
            (one.address_hash, one.date, one.purpose, one.decision) for one in said
        }
        words = []
        for consent in said:
            _address, key = self._get_key(
                {"channel": "email", "address": consent.address}
            )
            mark = (get_address_hash(key), consent.date, consent.purpose)
            if (*mark, consent.decision) not in known:
                known.add((*mark, consent.decision))
                words.append(consent.copy_data()[0])
        with told_by(LEDGER):
            consents.create(words)

    def _mirror_block_lists(self):
        """Bring core's block lists in line with what the ledger says now."""
        for channel, name in BLOCK_LISTS.items():
            rows = self.filtered_domain([("channel", "=", channel)])
            opposed, before = rows._find_opposed(), rows._find_opposed(self.ids)
            closed = {row.address for row in rows if row.address_hash in opposed}
            # sudo: block lists - they repeat what the ledger says
            block_list = self.env[name].sudo().with_context(**SILENT)
            with told_by(LEDGER):
                block_list._close(closed - {False})
                block_list._open(self._get_spellings(channel, before - opposed))

    def _check_lifted(self):
        """Refuse to take off a block list whose own "no" keeps him on it."""
        opposed = self._find_opposed()
        if kept := self.filtered(lambda row: row.address_hash in opposed)[:1]:
            raise UserError(
                self.env._(
                    "%s said no himself. Only his own newer yes counts: record it with "
                    "its proof, or let him choose on his page.",
                    kept.address,
                )
            )

    def _find_opposed(self, without=()):
        """Return the hashes of these rows whose latest words refuse everything.

        :param without: ids of rows as if they had not been said
        """
        pairs = {(row.channel, row.address_hash) for row in self}
        words = ConsentWords(self.env).get_by_hash(pairs, without)
        return {
            address_hash
            for channel, address_hash in pairs
            if all(
                (word := words.get((channel, address_hash, purpose)))
                and word.decision == "withdrawn"
                for purpose in PURPOSES
            )
        }

    @api.model
    def _get_spellings(self, channel, hashes):
        """Return the addresses under which these mailboxes or numbers were named."""
        # sudo: sunumarche.consent - spellings of an address that spoke for itself
        rows = self.sudo().search_fetch(
            [("channel", "=", channel), ("address_hash", "in", list(hashes))],
            ["address"],
        )
        return set(rows.mapped("address")) - {False}
