from odoo.tests import tagged

from ..models.consent_feed import BOUNCE, SOURCE
from .mailing_speech_common import SpeechCase

EMAIL = "awa@example.com"
NUMBER = "+221771234567"


@tagged("post_install", "-at_install")
class TestConsentFeed(SpeechCase):
    """What happens in core's lists enters the ledger, once, with its source."""

    def _get_rows(self, address=EMAIL):
        rows = self.env["sunumarche.consent"].search([("address", "=", address)])
        return [
            (row.channel, row.purpose, row.decision, row.source) for row in rows[::-1]
        ]

    def test_blocking_and_unblocking_an_address(self):
        block_list = self.env["mail.blacklist"]
        block_list._add(EMAIL)
        block_list._add(EMAIL)
        block_list._remove(EMAIL)
        self.assertEqual(
            self._get_rows(),
            [
                ("email", "all", "withdrawn", "blacklist"),
                ("email", "all", "lifted", "blacklist"),
            ],
        )

    def test_blocking_a_number(self):
        self.env["phone.blacklist"].add(NUMBER)
        self.env["phone.blacklist"].remove(NUMBER)
        self.assertEqual(
            self._get_rows(NUMBER),
            [
                ("sms", "all", "withdrawn", "blacklist"),
                ("sms", "all", "lifted", "blacklist"),
            ],
        )

    def test_deleting_from_the_block_list_lifts(self):
        self.env["mail.blacklist"]._add(EMAIL).unlink()
        self.assertEqual(self._get_rows()[-1][2], "lifted")

    def test_leaving_a_list_is_a_word_for_its_purpose(self):
        self.newsletter.consent_purpose = "loyalty"
        subscriber = self._create_subscriber(EMAIL)
        subscriber.subscription_ids.opt_out = True
        subscriber.subscription_ids.opt_out = True
        self.assertEqual(self._get_rows(), [("email", "loyalty", "withdrawn", "list")])

    def test_leaving_a_list_counts_for_the_number_too(self):
        subscriber = self._create_subscriber(EMAIL, mobile=NUMBER)
        subscriber.subscription_ids.opt_out = True
        self.assertEqual(
            self._get_rows(NUMBER), [("sms", "prospecting", "withdrawn", "list")]
        )

    def test_staff_who_put_somebody_back_record_no_consent(self):
        subscriber = self._create_subscriber(EMAIL, opt_out=True)
        subscriber.subscription_ids.opt_out = False
        self.assertEqual(self._get_rows()[-1][2], "lifted")

    def test_who_comes_back_himself_consents(self):
        subscriber = self._create_subscriber(EMAIL, opt_out=True)
        public = self.env.ref("base.public_user")
        subscriptions = subscriber.subscription_ids.with_user(public).sudo()
        subscriptions.write({"opt_out": False})
        self.assertEqual(self._get_rows()[-1][2], "granted")
        row = self.env["sunumarche.consent"].search([("address", "=", EMAIL)], limit=1)
        self.assertFalse(row.user_id)

    def test_a_bounce_is_no_word(self):
        self.env["mail.blacklist"].with_context(**{SOURCE: BOUNCE})._add(EMAIL)
        self.assertFalse(self._get_rows())

    def test_stop_by_sms(self):
        self.env["sunumarche.consent"]._record_stop_sms("77 123 45 67", "STOP")
        self.assertEqual(
            self._get_rows(NUMBER), [("sms", "all", "withdrawn", "sms_stop")]
        )
        blocked = self.env["phone.blacklist"].search([("number", "=", NUMBER)])
        self.assertTrue(blocked)

    def test_a_yes_takes_the_address_off_the_block_list(self):
        self.env["mail.blacklist"]._add(EMAIL)
        self.env["sunumarche.consent"].create(
            {
                "channel": "email",
                "address": EMAIL,
                "purpose": "loyalty",
                "decision": "granted",
                "proof": "Form 12",
            }
        )
        self.assertFalse(self.env["mail.blacklist"].search([("email", "=", EMAIL)]))
        self.assertEqual(len(self._get_rows()), 2)

    def test_an_import_of_many_is_one_create(self):
        emails = [f"person{number}@example.com" for number in range(300)]
        self.env["mail.blacklist"].create([{"email": email} for email in emails])
        count = self.env["sunumarche.consent"].search_count(
            [("address", "in", emails), ("decision", "=", "withdrawn")]
        )
        self.assertEqual(count, 300)
        with self.assertQueryCount(60):
            self.env["sunumarche.consent"]._record(
                [
                    {
                        "channel": "email",
                        "address": email,
                        "purpose": "loyalty",
                        "decision": "withdrawn",
                        "source": "import",
                    }
                    for email in emails
                ]
            )
