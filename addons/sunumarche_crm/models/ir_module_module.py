import tempfile

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..engine.evidence import Evidence

OURS = "sunumarche_crm"
PATH = "/sunumarche_crm/evidence"
# What the journal says of a download of itself.
DOWNLOAD = "journal and consents"


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def button_uninstall(self):
        self._refuse_to_lose_evidence(self | self.downstream_dependencies())
        return super().button_uninstall()

    def module_uninstall(self):
        self._refuse_to_lose_evidence(self)
        return super().module_uninstall()

    @api.model
    def _refuse_to_lose_evidence(self, modules):
        """Keep the journal and the ledger until somebody has taken all of them out."""
        if OURS not in modules.mapped("name"):
            return
        counts = Evidence(self.env).count()
        if any(counts.values()) and not self._is_evidence_out(counts):
            raise UserError(
                self.env._(
                    "Uninstalling would delete the journal (%(events)s events) and the "
                    "ledger of consents (%(words)s words), for which the company "
                    "answers. An administrator downloads them first, from %(path)s, "
                    "keeps the file, and uninstalls before anything else is written.",
                    events=counts["sunumarche_journal"],
                    words=counts["sunumarche_consent"],
                    path=self.get_base_url() + PATH,
                )
            )

    @api.model
    def _is_evidence_out(self, counts):
        """Tell whether the last download holds all rows, but for the one it wrote."""
        # sudo: whoever uninstalls, the journal says what was downloaded
        journal = self.env["sunumarche.journal"].sudo()
        downloads = [("kind", "=", "export"), ("record_name", "=", DOWNLOAD)]
        last = journal.search(downloads, order="id desc", limit=1)
        held = dict(last.after or {})
        held["sunumarche_journal"] = held.get("sunumarche_journal", -1) + 1
        return last.model == self._name and all(
            counts[table] <= held.get(table, 0) for table in counts
        )

    @api.model
    def _take_evidence_out(self):
        """Return the archive, an open file; the journal keeps who took it."""
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Only administrators take the journal out."))
        archive = tempfile.TemporaryFile()  # noqa: SIM115 - closed once it is sent
        written = Evidence(self.env).write_archive(archive)
        self.env["sunumarche.journal"]._record(
            "export",
            [{"model": self._name, "record_name": DOWNLOAD, "after": written}],
        )
        archive.seek(0)
        return archive
