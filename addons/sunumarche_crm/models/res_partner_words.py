from odoo import models

from ..engine.consent_key import get_address_hash
from ..engine.consent_source import LEDGER, told_by
from ..engine.consent_words import ConsentWords


class ResPartner(models.Model):
    """A contact whose words stay his when he changes his address or number."""

    _inherit = "res.partner"

    def write(self, vals):
        if not {"email", "phone", "second_phone"} & vals.keys():
            return super().write(vals)
        before = {partner: partner._get_own_keys() for partner in self}
        result = super().write(vals)
        for partner, keys in before.items():
            partner._keep_words(keys - partner._get_own_keys())
        return result

    def _get_own_keys(self):
        names = self._get_common_key_fields()
        return {self[name] for name in (*names["email"], *names["phone"]) if self[name]}

    def _keep_words(self, keys):
        """Repeat on the card the last words of addresses given up, if nobody's.

        The rows themselves stay nobody's: that an address stood on a card for a while
        does not make what it said before the card's. Words of erased people name
        nobody any more.
        """
        if not keys:
            return
        # sudo: sunumarche.consent - the ledger is written by what happens
        ledger = self.env["sunumarche.consent"].sudo()
        hashes = [get_address_hash(key) for key in keys]
        said = ledger.search([("address_hash", "in", hashes), ("address", "!=", False)])
        pairs = {(row.channel, row.address_hash) for row in said}
        latest = {
            word.consent_id
            for word in ConsentWords(self.env).get_by_hash(pairs).values()
        }
        words = said.filtered(lambda row: row.id in latest and not row.partner_id)
        with told_by(LEDGER):
            ledger.create(
                [{**row.copy_data()[0], "partner_id": self.id} for row in words]
            )
