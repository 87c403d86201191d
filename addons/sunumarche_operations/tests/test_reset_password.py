from lxml import html

from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon


@tagged("post_install", "-at_install")
class TestResetPassword(MailCommon, HttpCase):
    """Who asks for a new password learns nothing of who has an account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("auth_signup.reset_password", "True")
        new_test_user(cls.env, "awa", email="awa@example.com")
        cls.silent = new_test_user(cls.env, "silent", email=False)
        for login in ("twin.one", "twin.two"):
            new_test_user(cls.env, login, email="twins@example.com")
        new_test_user(cls.env, "gone", email="gone@example.com").active = False

    def _ask(self, login):
        """Return what the page says, less what was typed into it."""
        page = html.fromstring(self.url_open("/web/reset_password").content)
        token = page.xpath("//input[@name='csrf_token']/@value")[-1]
        response = self.url_open(
            "/web/reset_password", data={"csrf_token": token, "login": login}
        )
        self.assertEqual(response.status_code, 200)
        main = html.fromstring(response.content).xpath("//main")[0]
        return " ".join(main.text_content().split())

    @mute_logger("odoo.addons.sunumarche_operations.models.res_users")
    def test_the_answer_is_the_same_whoever_is_asked_for(self):
        with self.mock_mail_gateway():
            answers = {
                login: self._ask(login)
                for login in (
                    *("awa", "awa@example.com", "nobody", "nobody@example.com"),
                    *("silent", "twins@example.com", "gone"),
                )
            }
        self.assertEqual(len(set(answers.values())), 1, answers)
        self.assertIn("If there is such an account", answers["awa"])
        for word in ("awa", "silent", "example.com"):
            self.assertNotIn(word, answers["awa"])

    def test_who_has_an_account_gets_his_link(self):
        with self.mock_mail_gateway():
            self._ask("awa")
        self.assertEqual(
            [mail["email_to"] for mail in self._mails], [["awa@example.com"]]
        )
        self.assertIn("/web/reset_password?", self._mails[0]["body"])

    def test_what_stands_in_the_way_is_in_the_log(self):
        logger = "odoo.addons.sunumarche_operations.models.res_users"
        with self.assertLogs(logger) as logged:
            self.env["res.users"].reset_password("nobody")
        self.assertEqual(len(logged.records), 1)

    def test_an_administrator_is_told_what_stands_in_the_way(self):
        with self.assertRaises(UserError):
            self.silent.action_reset_password()
