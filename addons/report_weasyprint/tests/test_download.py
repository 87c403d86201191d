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

    def test_a_document_with_too_many_lines_is_refused(self):
        report = self.env["ir.actions.report"].search(
            [("report_name", "=", "web.preview_externalreport")]
        )
        view = self.env.ref("web.preview_externalreport")
        rows = '<table><tr t-foreach="range(501)" t-as="n"><td/></tr></table>'
        view.arch = f'<t><t t-call="web.html_container">{rows}</t></t>'
        answer = self._download("print_lines")
        self.assertIn("This document has 501 lines", answer.text)
        view.arch = view.arch.replace("501", "500")
        company = self.env.company
        pdf = report.with_context(force_report_rendering=True)._render_qweb_pdf(
            report.report_name, company.ids
        )[0]
        self.assertEqual(pdf[:5], b"%PDF-")

    def test_the_web_client_is_told_that_pdfs_can_be_made(self):
        self.authenticate("admin", "admin")
        answer = self.url_open(
            "/report/check_wkhtmltopdf",
            data=json.dumps({"params": {}}),
            headers={"Content-Type": "application/json"},
        )
        self.assertEqual(answer.json()["result"], "ok")
