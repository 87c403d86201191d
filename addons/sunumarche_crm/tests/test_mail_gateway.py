from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_customer_scope import ScopeCase

MAIL = """From: awa@example.com
To: crm@example.com
Subject: Bonjour
Message-Id: <gateway-{}@example.com>
Content-Type: text/plain; charset=utf-8

Bonjour
"""


@tagged("post_install", "-at_install")
class TestMailGateway(ScopeCase):
    """Core writes what a mail says as superuser: people do not hand mails in."""

    def _process(self, user, values=None):
        mail = MAIL.format(user.login)
        threads = self.env["mail.thread"].with_user(user)
        return threads.message_process("crm.lead", mail, custom_values=values)

    def test_an_employee_hands_no_mail_in(self):
        stranger = self.customers["cheikh"]
        users = self.awa, new_test_user(self.env, "clerk", "base.group_user")
        for user in users:
            for values in (None, {"partner_id": stranger.id, "user_id": user.id}):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    self._process(user, values)
        self.assertFalse(self.env["crm.lead"].search([("name", "=", "Bonjour")]))

    def test_the_gateway_and_the_technical_administrator_do(self):
        administrator = new_test_user(self.env, "technician", "base.group_system")
        for user in (self.env.ref("base.user_root"), administrator):
            lead = self.env["crm.lead"].browse(self._process(user))
            self.assertEqual(lead.name, "Bonjour")
