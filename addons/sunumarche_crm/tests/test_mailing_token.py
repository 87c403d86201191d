from odoo.tests import HttpCase, new_test_user, tagged

from .mailing_speech_common import SpeechCase

EMAIL = "awa.diop@example.com"


@tagged("post_install", "-at_install")
class TestMailingToken(SpeechCase, HttpCase):
    """An account that names an address speaks for nobody: the mail's token does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer(email=EMAIL, customer_rank=1)
        cls.mailing = cls._create_mailing(cls.customer)
        for login, group in (
            ("portal.awa", "base.group_portal"),
            ("clerk", "base.group_user"),
            ("mailer", "mass_mailing.group_mass_mailing_user"),
        ):
            new_test_user(cls.env, login, group, email=EMAIL)

    def _post(self, path, **values):
        answer = self.url_open(f"/mailing/{path}", json={"params": values})
        return answer.json()["result"]

    def _get_words(self):
        return self.env["sunumarche.consent"].search([("address", "=", EMAIL)])

    def test_no_account_speaks_for_the_address_it_names(self):
        self.env["mail.blacklist"]._add(EMAIL)
        said = self._get_words()
        for login in ("portal.awa", "clerk", "mailer"):
            self.authenticate(login, login)
            for path in ("blocklist/add", "blocklist/remove", "list/update"):
                with self.subTest(login=login, path=path):
                    self.assertEqual(self._post(path, email=EMAIL), "error")
            path = f"/mailing/{self.mailing.id}/unsubscribe"
            self.assertEqual(self.url_open(path).status_code, 400)
            self.assertEqual(self.url_open("/mailing/my").status_code, 404)
        self.assertEqual(self._get_words(), said)

    def test_the_token_of_the_mail_does(self):
        token = self.mailing._generate_mailing_recipient_token(self.customer.id, EMAIL)
        values = {
            "mailing_id": self.mailing.id,
            "document_id": self.customer.id,
            "email": EMAIL,
        }
        self.authenticate(None, None)
        forged = self._post("blocklist/add", hash_token="0", **values)
        self.assertEqual(forged, "unauthorized")
        self.assertFalse(self._get_words())
        self._post("blocklist/add", hash_token=token, **values)
        self.assertEqual(self._get_words().mapped("decision"), ["withdrawn"])

    def test_who_may_read_a_mailing_sees_it_without_a_token(self):
        self.mailing.body_html = (
            "<p>New frames</p><a href='/unsubscribe_from_list'>x</a>"
        )
        path = f"/mailing/{self.mailing.id}/view"
        self.authenticate("mailer", "mailer")
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("New frames", answer.text)
        self.assertNotIn("hash_token", answer.text)
        self.env["res.users"].search([("login", "=", "mailer")]).email = False
        self.assertEqual(self.url_open(path).status_code, 200)
        for login in ("portal.awa", "clerk", None):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(path).status_code, 400)
