import base64
from urllib.parse import urlsplit

from freezegun import freeze_time
from lxml import html

from odoo.tests import HttpCase, tagged

from .mailing_speech_common import SpeechCase

EMAIL = "awa.diop@example.com"
NUMBER = "+221771234567"


@tagged("post_install", "-at_install")
class TestConsentPreferences(SpeechCase, HttpCase):
    """A person's own page and the unsubscribe links, without login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = cls.env["sunumarche.consent"]
        cls.customer = cls._create_customer(email=EMAIL, customer_rank=1)

    def _get_path(self, kind="email", address=EMAIL):
        return urlsplit(self.ledger._get_preferences_url(kind, address)).path

    def _get_rows(self, address=EMAIL):
        rows = self.ledger.search([("address", "=", address)])
        return [
            (row.channel, row.purpose, row.decision, row.source) for row in rows[::-1]
        ]

    def _post(self, path, **form):
        page = html.fromstring(self.url_open(path).content)
        token = page.xpath("//input[@name='csrf_token']/@value")[-1]
        return self.url_open(path, data={"csrf_token": token, **form})

    def test_looking_changes_nothing(self):
        response = self.url_open(self._get_path())
        self.assertEqual(response.status_code, 200)
        self.assertIn(EMAIL, response.text)
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertFalse(self._get_rows())

    def test_a_number_is_shown_as_its_owner_writes_it(self):
        self.company.country_id = self.env.ref("base.sn")
        page = self.url_open(self._get_path("phone", NUMBER)).text
        self.assertIn("77 123 45 67", page)
        self.assertNotIn(NUMBER, page)

    def test_the_page_speaks_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        page = html.fromstring(self.url_open(self._get_path()).content)
        self.assertTrue(page.get("lang").startswith("fr"))

    def test_choices_are_kept_once(self):
        form = {"email-prospecting": "withdrawn", "email-loyalty": "granted"}
        self._post(self._get_path(), **form)
        response = self._post(self._get_path(), **form)
        self.assertEqual(
            set(self._get_rows()),
            {
                ("email", "prospecting", "withdrawn", "preferences"),
                ("email", "loyalty", "granted", "preferences"),
            },
        )
        self.assertEqual(len(self._get_rows()), 2)
        row = self.ledger.search([("address", "=", EMAIL)], limit=1)
        self.assertFalse(row.user_id)
        self.assertEqual(row.partner_id, self.customer)
        page = html.fromstring(response.content)
        checked = page.xpath("//input[@checked]/@id")
        self.assertEqual(set(checked), {"email-loyalty-yes", "email-prospecting-no"})

    def test_nothing_at_all_any_more(self):
        self._post(self._get_path("phone", NUMBER), everything="1")
        self.assertEqual(
            set(self._get_rows(NUMBER)),
            {
                (channel, "all", "withdrawn", "preferences")
                for channel in ("sms", "phone", "whatsapp")
            },
        )
        blocked = self.env["phone.blacklist"].search([("number", "=", NUMBER)])
        self.assertTrue(blocked)

    def test_a_form_without_its_token_changes_nothing(self):
        response = self.url_open(
            self._get_path(), data={"email-prospecting": "granted"}
        )
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._get_rows())

    def test_what_the_form_should_not_hold_is_left_out(self):
        self._post(
            self._get_path(),
            **{
                "sms-prospecting": "granted",
                "email-all": "granted",
                "email-loyalty": "x",
            },
        )
        self.assertFalse(self._get_rows())

    def test_forged_links_lead_nowhere(self):
        path = self._get_path()
        payload, signature = path.rsplit("/", 1)[1].split(".")
        other, _signature = (
            self._get_path(address="x@example.com").rsplit("/", 1)[1].split(".")
        )
        last = "1" if signature.endswith("0") else "0"
        for token in (
            payload,
            f"{payload}.",
            f"{payload}.{signature[:-1]}{last}",
            f"{other}.{signature}",
            f"{payload}.{signature}0",
            "é.x",
            "a.b",
            "WzFd.x",
            "bnVsbA.x",
        ):
            with self.subTest(token=token):
                response = self.url_open(f"/my-choices/{token}")
                self.assertEqual(response.status_code, 404)

    def test_whatever_a_link_holds_nothing_breaks(self):
        signature = self._get_path().rsplit(".", 1)[1]
        for content in (
            "[" * 3000,
            "[" * 1500,
            "{" * 1500,
            '[["email"], "a@example.com"]',
            '[{"email": 1}, "a@example.com"]',
            '["email", ["a@example.com"]]',
            '["email", {"a": 1}]',
            '["email", null]',
            '[null, "a@example.com"]',
            '["letter", "a@example.com"]',
            '["email"]',
            '["email", "a@example.com", 1]',
            '{"email": "a@example.com", "phone": 1}',
            '"ab"',
            "1" * 1700,
            "NaN",
            '["email", "\\ud800"]',
            '["email", "\\u0000"]',
            "\xff",
        ):
            payload = base64.urlsafe_b64encode(content.encode("latin-1")).decode()
            for sign in (signature, "é", "", "%ff"):
                with self.subTest(content=content[:40], sign=sign):
                    response = self.url_open(f"/my-choices/{payload}.{sign}")
                    self.assertEqual(response.status_code, 404)

    def test_a_link_opens_the_page_as_long_as_its_mail_lies_there(self):
        with freeze_time("2016-02-29"):
            path = self._get_path()
        with freeze_time("2036-02-29"):
            self.assertEqual(self._get_path(), path)
            response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        self.assertIn(EMAIL, response.text)

    def test_a_link_of_a_number_is_none_of_an_address(self):
        path = self._get_path("phone", EMAIL)
        signature = path.rsplit(".", 1)[1]
        forged = f"{self._get_path().rsplit('.', 1)[0]}.{signature}"
        self.assertEqual(self.url_open(forged).status_code, 404)

    def test_each_recipient_gets_his_link(self):
        mailing = self._create_mailing(
            self.customer, body_html="<p>Hello</p>", keep_archives=True
        )
        with self.mock_mail_gateway(mail_unlink_sent=False):
            mailing._action_send_mail()
        [mail] = self._new_mails
        [email] = mail._prepare_outgoing_list()
        self.assertIn(self._get_path(), email["body"])
        self.assertIn("unsubscribe_oneclick", email["headers"]["List-Unsubscribe"])

    def test_the_placeholder_becomes_the_link(self):
        base = self.env["mailing.mailing"].get_base_url()
        mailing = self._create_mailing(
            self.customer,
            body_html=f'<p><a href="{base}/my_choices">Mes choix</a></p>',
            keep_archives=True,
        )
        with self.mock_mail_gateway(mail_unlink_sent=False):
            mailing._action_send_mail()
        [email] = self._new_mails._prepare_outgoing_list()
        self.assertEqual(email["body"].count("/my-choices/"), 1)
        self.assertNotIn("/my_choices", email["body"])

    def test_one_click_writes_the_ledger(self):
        mailing = self._create_mailing(self.customer)
        url = mailing._get_unsubscribe_oneclick_url(EMAIL, self.customer.id)
        self.url_open(
            url.replace(mailing.get_base_url(), ""),
            data={"List-Unsubscribe": "One-Click"},
        )
        self.assertEqual(
            self._get_rows(), [("email", "all", "withdrawn", "unsubscribe")]
        )
        row = self.ledger.search([("address", "=", EMAIL)])
        self.assertEqual((row.model, row.res_id), ("mailing.mailing", mailing.id))
        self.assertFalse(row.user_id)

    def test_one_click_on_a_list_leaves_the_list(self):
        subscriber = self._create_subscriber(EMAIL)
        mailing = self._create_mailing(
            self.env["mailing.list"],
            mailing_domain=[],
            contact_list_ids=self.newsletter.ids,
        )
        url = mailing._get_unsubscribe_oneclick_url(EMAIL, subscriber.id)
        self.url_open(url.replace(mailing.get_base_url(), ""), data={"a": "b"})
        self.assertEqual(
            self._get_rows(), [("email", "prospecting", "withdrawn", "unsubscribe")]
        )
        self.assertTrue(subscriber.subscription_ids.opt_out)

    def test_following_an_unsubscribe_link_changes_nothing(self):
        """Mail programs look at links before people do."""
        mailing = self._create_mailing(self.customer)
        url = mailing._get_unsubscribe_oneclick_url(EMAIL, self.customer.id)
        path = url.replace(mailing.get_base_url(), "").replace("_oneclick", "")
        response = self.url_open(path)
        self.assertIn("/my-choices/", response.url)
        self.assertFalse(self._get_rows())
        self.assertFalse(self.env["mail.blacklist"].search([("email", "=", EMAIL)]))
        forged = self.url_open(path.replace("hash_token=", "hash_token=0"))
        self.assertIn(forged.status_code, (400, 401, 403, 404))

    def test_the_stop_link_of_an_sms_writes_the_ledger(self):
        self.customer.phone = NUMBER
        mailing = self._create_sms(self.customer)
        self._send(mailing)
        trace = mailing.mailing_trace_ids
        self.url_open(
            f"/sms/{mailing.id}/unsubscribe/{trace.sms_code}?sms_number=%2B221771234567"
        )
        self.assertEqual(
            self._get_rows(NUMBER), [("sms", "all", "withdrawn", "sms_stop")]
        )
