from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.sunumarche_operations.models.backup_run import UNWATCHED_PARAMETER

BANNER = 'id="sunumarche_operations_banner"'


@tagged("post_install", "-at_install")
class TestBanner(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(UNWATCHED_PARAMETER, False)
        cls.env["sunumarche.backup.run"].search([("id", "!=", 0)]).unlink()
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

    def test_the_list_of_backups_opens(self):
        self.browser_js(
            "/odoo/backups",
            "console.log('test successful')",
            ready="!!document.querySelector('.o_view_nocontent, .o_list_view')",
            login="the-chief",
        )
