from odoo import api, models

from ..engine.consent_source import is_told_by


class BlockListMixin(models.AbstractModel):
    """A block list of core whose additions and removals are words of the ledger.

    Inherit it after the model, so that ``create`` sees what core really creates.
    """

    _name = "sunumarche.block.list.mixin"
    _description = "Block List in the Ledger"

    @api.model
    def _get_block_list_kind(self):
        """Return the channel and the field of the address."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records.filtered("active")._record_words("withdrawn")
        return records

    def write(self, vals):
        before = {record: record.active for record in self}
        result = super().write(vals)
        changed = self.filtered(lambda record: record.active != before[record])
        closed = changed.filtered("active")
        closed._record_words("withdrawn")
        (changed - closed)._record_words("lifted")
        return result

    def unlink(self):
        words = self.filtered("active")._get_words("lifted")
        result = super().unlink()
        self._take_in(words)
        return result

    def _record_words(self, decision):
        self._take_in(self._get_words(decision))

    def _get_words(self, decision):
        channel, field = self._get_block_list_kind()
        return [
            {
                "channel": channel,
                "address": record[field],
                "purpose": "all",
                "decision": decision,
            }
            for record in self
        ]

    @api.model
    def _take_in(self, words):
        said = self.env["sunumarche.consent"]._take_in(words, "blacklist")
        if not is_told_by("unsubscribe", "sms_stop"):
            said.filtered_domain([("decision", "=", "lifted")])._check_lifted()

    @api.model
    def _close(self, addresses):
        """Put addresses on the list."""
        _channel, field = self._get_block_list_kind()
        known = self.with_context(active_test=False).search(
            [(field, "in", list(addresses))]
        )
        known.filtered(lambda record: not record.active).active = True
        new = addresses - set(known.mapped(field)) - {False}
        self.create([{field: address} for address in sorted(new)])

    @api.model
    def _open(self, addresses):
        """Take addresses off the list."""
        _channel, field = self._get_block_list_kind()
        self.search([(field, "in", list(addresses))]).active = False
