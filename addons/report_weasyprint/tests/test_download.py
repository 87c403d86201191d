import json

from odoo.tests import HttpCase, new_test_user, tagged

from .common import Pdf

# In tests, Odoo makes HTML of reports unless it is told otherwise.
CONTEXT = json.dumps({"force_report_rendering": True})


@tagged("post_install", "-at_install")
class TestDownload(HttpCase):
    def _download(self, login):
        new_test_user(self.env, login, "base.group_user")
        self.authenticate(login, login)
        company = self.env.company
        return self.url_open(
            f"/report/pdf/web.preview_externalreport/{company.id}?context={CONTEXT}"
        )

    def test_a_user_downloads_a_pdf(self):
        answer = self._download("print_download")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn("sample of an external report", Pdf(answer.content).text())

    def test_the_web_client_is_told_that_pdfs_can_be_made(self):
        self.authenticate("admin", "admin")
        answer = self.url_open(
            "/report/check_wkhtmltopdf",
            data=json.dumps({"params": {}}),
            headers={"Content-Type": "application/json"},
        )
        self.assertEqual(answer.json()["result"], "ok")
