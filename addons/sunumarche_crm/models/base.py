from odoo import models
from odoo.exceptions import UserError


class Base(models.AbstractModel):
    _inherit = "base"

    def export_data(self, fields_to_export):
        """Export, and keep in the journal who took what, or tried to."""
        try:
            result = super().export_data(fields_to_export)
        except UserError as refusal:
            self._journal_export(fields_to_export, refusal)
            raise
        if self:
            self._journal_export(fields_to_export)
        return result

    def _journal_export(self, field_names, refusal=None):
        """Keep an export; a refused one, or a reader's, on a cursor of its own."""
        journal = self.env["sunumarche.journal"]
        if refusal:
            summary = self.env._("Export refused, records: %s", len(self))
        else:
            summary = self.env._("Records exported: %s", len(self))
        event = {
            "model": self._name,
            "summary": summary,
            "after": {"fields": list(field_names), "count": len(self)},
            "company_id": self.env.company.id,
        }
        if refusal or self.env.cr.readonly:
            with journal._apart() as apart:
                apart._record("export", [event])
        else:
            journal._record("export", [event])
