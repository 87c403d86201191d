from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.sunumarche_perimeter.hooks import SIGNUP_PARAMETER


@tagged("post_install", "-at_install")
class TestSignup(HttpCase):
    """Whoever has no invitation has no account, and leaves no contact."""

    def _sign_up(self, **values):
        self.authenticate(None, None)
        token = Request.csrf_token(self)
        person = {"name": "Zq", "password": "long-enough-1", "login": "zq@evil.example"}
        person["confirm_password"] = person["password"]
        return self.url_open(
            "/web/signup", data={**person, **values, "csrf_token": token}
        )

    def _known(self):
        contacts = self.env["res.partner"].with_context(active_test=False)
        return contacts.search_count([("email", "=", "zq@evil.example")])

    def test_it_is_by_invitation(self):
        scope = self.env["ir.config_parameter"].get_param(SIGNUP_PARAMETER)
        self.assertEqual(scope, "b2b")

    def test_the_page_is_not_there(self):
        self.assertEqual(self.url_open("/web/signup").status_code, 404)

    def test_nobody_signs_himself_up(self):
        self.assertEqual(self._sign_up().status_code, 404)
        self.assertEqual(self._known(), 0)

    def test_a_forged_invitation_is_refused(self):
        self._sign_up(token="forged")
        self.assertEqual(self._known(), 0)
