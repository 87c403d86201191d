import re
from urllib.parse import urlsplit

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.sunumarche_operations.models.backup_run import UNWATCHED_PARAMETER
from odoo.addons.sunumarche_operations.models.res_users import FACTOR_PARAMETER

from .test_backup_run import quiet

BANNER = 'id="sunumarche_operations_banner"'


@tagged("post_install", "-at_install")
class TestBanner(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(UNWATCHED_PARAMETER, False)
        cls.env["sunumarche.backup.run"].search([("id", "!=", 0)]).unlink()
        quiet(cls.env)
        new_test_user(cls.env, "the-chief", "base.group_system")
        new_test_user(cls.env, "the-clerk", "base.group_user")

    def _page(self, login):
        self.authenticate(login, login)
        return self.url_open("/odoo").text

    def test_an_administrator_is_told_and_an_employee_is_not(self):
        page = self._page("the-chief")
        self.assertIn(BANNER, page)
        self.assertIn("This database has never been backed up.", page)
        self.assertNotIn(BANNER, self._page("the-clerk"))

    def test_there_is_no_banner_when_nothing_is_wrong(self):
        self.env["ir.config_parameter"].set_param(UNWATCHED_PARAMETER, "True")
        self.assertNotIn(BANNER, self._page("the-chief"))

    def test_the_login_page_tells_nobody(self):
        self.assertNotIn(BANNER, self.url_open("/web/login").text)

    def test_an_exporter_is_asked_for_a_code_before_he_is_in(self):
        self.env["ir.config_parameter"].set_param(FACTOR_PARAMETER, "True")
        groups = "base.group_user,base.group_allow_export"
        new_test_user(self.env, "exporter", groups, email="exporter@example.com")
        page = self.url_open("/web/login").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        form = {"login": "exporter", "password": "exporter", "csrf_token": token}
        answer = self.url_open("/web/login", data=form, allow_redirects=False)
        self.assertEqual(urlsplit(answer.headers["Location"]).path, "/web/login/totp")
        answer = self.url_open("/odoo", allow_redirects=False)
        self.assertEqual(urlsplit(answer.headers["Location"]).path, "/web/login")

    def test_the_list_of_backups_opens(self):
        self.browser_js(
            "/odoo/backups",
            "console.log('test successful')",
            ready="!!document.querySelector('.o_view_nocontent, .o_list_view')",
            login="the-chief",
        )
