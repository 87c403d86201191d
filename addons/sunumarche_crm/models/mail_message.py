from odoo import models

from ..engine.named_records import NamedRecords


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _check_naming(self, vals_list, nested=False):
        """A record's own contact and its followers may be written to by its readers."""
        kept = [self._leave_out_reached(vals) for vals in vals_list]
        return super()._check_naming(kept, nested=nested)

    def _leave_out_reached(self, vals):
        partner_ids, model = vals.get("partner_ids"), vals.get("model")
        if self.env.su or not partner_ids or model not in self.env:
            return vals
        record = self.env[model].browse(vals.get("res_id") or ())
        if not hasattr(record, "_get_reached_ids"):
            return vals
        named = NamedRecords(self).read_ids("partner_ids", vals)
        return {
            **vals,
            "partner_ids": list(named.difference(record._get_reached_ids(named))),
        }
