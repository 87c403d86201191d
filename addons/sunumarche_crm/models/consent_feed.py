from odoo import api, models
from odoo.fields import Domain

from ..engine.consent_key import get_address_hash

# Context keys: the source of what happens, and the record that proves it.
SOURCE = "consent_source"
REFERENCE = "consent_reference"
# A source that is no word of anybody: an address that nothing arrives at.
BOUNCE = "bounce"
SILENT = {"tracking_disable": True, "mail_create_nolog": True}


class Consent(models.Model):
    """What happens elsewhere and is a word: block lists, lists, links, STOP.

    The ledger and core's block lists say the same: a "no" to everything enters the
    block list, a "yes" takes the address out of it, and the other way round. What
    comes from the ledger carries ``SOURCE = "ledger"`` and is not written twice.
    """

    _inherit = "sunumarche.consent"

    @api.model_create_multi
    def create(self, vals_list):
        consents = super().create(vals_list)
        if not self.env.context.get(SOURCE):
            consents._mirror_block_lists()
        return consents

    @api.model
    def _take_in(self, words, source):
        """Record what happened elsewhere; ``source`` unless the context says another.

        A bounce is no word: the address is unreachable, its person opposed nothing.
        """
        source = self.env.context.get(SOURCE, source)
        if source in (BOUNCE, "ledger") or not words:
            return self.browse()
        model, res_id = self.env.context.get(REFERENCE, (False, False))
        common = {"source": source, "model": model, "res_id": res_id}
        told = {tuple(sorted(word.items())): word for word in words}
        return self.with_context(**{SOURCE: source})._record(
            [{**common, **word} for word in told.values()]
        )

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
        consents.with_context(**{SOURCE: "ledger"}).create(words)

    def _mirror_block_lists(self):
        """Bring core's block lists in line with the rows just recorded."""
        for channel, name in (("email", "mail.blacklist"), ("sms", "phone.blacklist")):
            closed, opened = set(), set()
            for consent in self.filtered_domain([("channel", "=", channel)]):
                if consent.decision != "withdrawn":
                    opened.add(consent.address)
                elif consent.purpose == "all":
                    closed.add(consent.address)
            # sudo: block lists - they repeat what the ledger says
            block_list = self.env[name].sudo()
            block_list = block_list.with_context(**SILENT, **{SOURCE: "ledger"})
            block_list._close(closed)
            block_list._open(opened - closed)
