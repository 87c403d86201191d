import base64
from unittest.mock import Mock, patch

from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ..engine import resources
from ..engine.resources import Refused, ReportResources
from .common import PrintCase

BASE = "http://crm.example:8069"
LOGGER = "odoo.addons.report_weasyprint.engine.resources"


class TestResources(PrintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = new_test_user(cls.env, "print_reader", "base.group_user")
        cls.colleague = new_test_user(cls.env, "print_colleague", "base.group_user")
        cls.picture = base64.b64decode(cls._picture())

    def _resources(self, user=None, **options):
        env = self.env(user=user or self.reader)
        return ReportResources(env, BASE, **options)

    def _refuse(self, *urls, **options):
        with (
            mute_logger(LOGGER),
            patch.object(resources.requests, "get") as get,
            patch("socket.create_connection") as connect,
        ):
            for url in urls:
                with self.subTest(url=url), self.assertRaises(Refused):
                    self._resources(**options).get(url)
        get.assert_not_called()
        connect.assert_not_called()

    def test_no_outside_host_is_asked(self):
        self._refuse(
            "http://127.0.0.1/",
            "http://127.0.0.1:8069/web/image/1",
            "http://localhost:5432/",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::1]/",
            "https://images.example.com/x.png",
            "//images.example.com/x.png",
            f"{BASE}@images.example.com/x.png",
            f"{BASE}\\@images.example.com/x.png",
        )

    def test_no_other_scheme_is_read(self):
        self._refuse(
            "file:///etc/passwd",
            "FILE:///etc/passwd",
            "ftp://crm.example:8069/x",
            "gopher://crm.example:8069/x",
            "javascript:alert(1)",
            "/etc/passwd",
        )

    def test_static_files_are_read_and_nothing_else_of_an_addon(self):
        content = self._resources().get("/web/static/img/placeholder.png").content
        self.assertTrue(content.startswith(b"\x89PNG"))
        self._refuse(
            "/web/static/../__manifest__.py",
            "/web/static/%2e%2e/__manifest__.py",
            "/web/static/..%2f..%2fbase/security/ir.model.access.csv",
            "/web/static/../../../../../../etc/passwd",
            "/web/__manifest__.py",
            "/web/static/none.png",
            "/../../etc/passwd",
        )

    def test_routes_that_are_no_files_are_not_run(self):
        self._refuse("/web/session/logout", "/web/dataset/call_kw", "/odoo", "/")

    def test_own_addresses_are_read_without_a_request(self):
        with patch.object(resources.requests, "get") as get:
            for url in ("/web/static/img/logo.png", f"{BASE}/web/static/img/logo.png"):
                self.assertTrue(self._resources().get(url).content)
        get.assert_not_called()

    def test_a_data_address_is_decoded(self):
        got = self._resources().get("data:image/png;base64,aGk=")
        self.assertEqual((got.content, got.mimetype), (b"hi", "image/png"))
        self.assertEqual(self._resources().get("data:,a%20b").content, b"a b")
        self._refuse("data:image/png")

    def test_an_attachment_is_read_with_the_users_rights(self):
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.colleague)
            .create({"name": "private", "raw": self.picture})
        )
        for path in ("content", "image"):
            url = f"/web/{path}/{attachment.id}"
            got = self._resources(self.colleague).get(url)
            self.assertEqual(got.content, self.picture)
            self._refuse(url, f"{url}?access_token=guess")

    def test_superuser_mode_of_the_caller_is_not_used(self):
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.colleague)
            .create({"name": "private", "raw": self.picture})
        )
        env = self.env(user=self.reader, su=True)
        with mute_logger(LOGGER), self.assertRaises(Refused):
            ReportResources(env, BASE).get(f"/web/content/{attachment.id}")

    def test_a_token_opens_its_attachment(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "private", "raw": self.picture}
        )
        [token] = attachment.generate_access_token()
        url = f"/web/content/{attachment.id}?access_token={token}"
        self.assertEqual(self._resources().get(url).content, self.picture)

    def test_an_image_of_a_record_is_resized(self):
        partner = self.reader.partner_id
        partner.image_1920 = self._picture()
        url = f"/web/image/res.partner/{partner.id}/image_1920"
        whole = self._resources().get(url).content
        small = self._resources().get(f"{url}/60x40").content
        self.assertEqual(whole[:4], small[:4])
        self.assertLess(len(small), len(whole))

    def test_a_field_that_is_no_picture_is_refused(self):
        user = self.reader.id
        self._refuse(
            f"/web/content/res.users/{user}/password",
            "/web/content/res.users/999999999/image_1920",
            "/web/content/no.model/1/x",
        )

    def test_an_attachment_kept_outside_is_not_followed(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "far", "type": "url", "url": "http://127.0.0.1/x.png"}
        )
        self._refuse(f"/web/content/{attachment.id}", user=self.env.user)

    def test_barcodes_are_drawn(self):
        for url in (
            "/report/barcode/QR/abc?width=60&height=60",
            "/report/barcode/?barcode_type=Code128&value=61000&width=200&height=50",
        ):
            got = self._resources().get(url)
            self.assertTrue(got.content.startswith(b"\x89PNG"))
        self._refuse("/report/barcode/QR/a?width=99999&height=99999")

    def test_the_logo_of_a_company(self):
        self.assertTrue(self._resources().get("/logo.png").content)
        got = self._resources().get(
            f"/web/binary/company_logo?company={self.company.id}"
        )
        self.assertTrue(got.content)

    def test_compiled_sheets_are_read(self):
        url = "/web/assets/1234567/web.report_assets_common.min.css"
        got = self._resources().get(url)
        self.assertIn(b".container", got.content)
        self._refuse("/web/assets/1234567/web.assets_web.min.js")

    def test_an_allowed_host_is_asked_once_and_not_followed_elsewhere(self):
        answer = Mock(status_code=302, headers={"Location": "http://127.0.0.1/"})
        answer.__enter__ = lambda self: self
        answer.__exit__ = lambda self, *error: None
        allowed = {"allowed_hosts": ["images.example.com"]}
        with (
            mute_logger(LOGGER),
            patch.object(resources.requests, "get", return_value=answer) as get,
        ):
            with self.assertRaises(Refused):
                self._resources(**allowed).get("https://images.example.com/x.png")
            self.assertFalse(get.call_args.kwargs["allow_redirects"])
            answer.status_code = 200
            answer.headers = {"Content-Type": "image/png"}
            answer.iter_content = lambda size: [b"png"]
            got = self._resources(**allowed).get("https://images.example.com/x.png")
        self.assertEqual(got.content, b"png")
        self._refuse("https://other.example.com/x.png", **allowed)

    def test_an_endless_answer_is_cut(self):
        answer = Mock(status_code=200, headers={})
        answer.__enter__ = lambda self: self
        answer.__exit__ = lambda self, *error: None
        answer.iter_content = lambda size: (b"x" * size for _ in range(10**6))
        with (
            mute_logger(LOGGER),
            patch.object(resources.requests, "get", return_value=answer),
            self.assertRaises(Refused),
        ):
            self._resources(allowed_hosts=["a.example"]).get("http://a.example/")
