import io
import json
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.sunumarche_crm.models.ir_module_module import PATH


@tagged("post_install", "-at_install")
class TestEvidence(HttpCase):
    """The journal and the ledger go with the addon only once somebody has them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.modules = cls.env["ir.module.module"]
        cls.ours = cls.modules.search([("name", "=", "sunumarche_crm")])
        cls.crm = cls.modules.search([("name", "=", "crm")])
        cls.consent = cls._say("awa@example.com")
        cls.env["sunumarche.journal"]._record("price", [{"record_name": "Lunettes"}])
        cls.env.flush_all()

    @classmethod
    def _say(cls, address):
        return cls.env["sunumarche.consent"].create(
            {
                "channel": "email",
                "address": address,
                "purpose": "loyalty",
                "decision": "granted",
                "proof": "Said so",
                "document": "QmFzZSA2NA==",
            }
        )

    def _check_refused(self):
        ways = (
            self.ours.button_uninstall,
            self.ours.module_uninstall,
            self.crm.button_uninstall,
        )
        for way in ways:
            with self.subTest(way=way), self.assertRaises(UserError) as refusal:
                way()
            self.assertIn(PATH, str(refusal.exception))
        self.assertEqual(self.ours.state, "installed")

    def test_it_is_refused_while_there_are_rows(self):
        self._check_refused()

    def test_no_context_opens_it(self):
        keys = ("_force_unlink", "module", "install_mode", "sunumarche_evidence")
        with self.assertRaises(UserError):
            self.ours.with_context(**dict.fromkeys(keys, True)).button_uninstall()

    def test_what_was_downloaded_may_go(self):
        self.modules._take_evidence_out().close()
        self.ours.button_uninstall()
        self.assertEqual(self.ours.state, "to remove")

    def test_what_came_after_the_download_stays(self):
        self.modules._take_evidence_out().close()
        self._say("binta@example.com")
        self._check_refused()

    def test_a_claim_of_a_download_is_not_one(self):
        event = {"record_name": "journal and consents", "after": {}}
        self.env["sunumarche.journal"]._record("export", [event])
        self._check_refused()

    def test_the_file_holds_every_row_and_document(self):
        self.authenticate("admin", "admin")
        answer = self.url_open(PATH)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        lines = archive.read("consent.jsonl").decode().splitlines()
        words = {row["id"]: row for row in map(json.loads, lines)}
        self.assertEqual(len(words), self.env["sunumarche.consent"].search_count([]))
        self.assertEqual(words[self.consent.id]["address"], "awa@example.com")
        document = archive.read(f"documents/{self.consent.id}-document")
        self.assertEqual(document, b"Base 64")
        events = archive.read("journal.jsonl").decode().splitlines()
        self.assertIn("Lunettes", [json.loads(row)["record_name"] for row in events])
        taken = self.env["sunumarche.journal"].search([], limit=1, order="id desc")
        self.assertEqual(taken.user_id, self.env.ref("base.user_admin"))
        self.assertEqual(taken.after["sunumarche_journal"], len(events))

    def test_nobody_else_downloads_it(self):
        clerk = new_test_user(self.env, "clerk", "base.group_user")
        self.authenticate("clerk", "clerk")
        self.assertEqual(self.url_open(PATH).status_code, 404)
        with self.assertRaises(AccessError):
            self.modules.with_user(clerk)._take_evidence_out()
