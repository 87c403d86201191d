from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import tagged

from ..engine.consent_source import BOUNCE, told_by
from ..engine.consent_words import PURPOSES, ConsentWords
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

    def _say(self, decision="withdrawn", purpose="all", days=0, **values):
        return self.env["sunumarche.consent"]._record(
            [
                {
                    "channel": "email",
                    "address": EMAIL,
                    "purpose": purpose,
                    "decision": decision,
                    "source": "preferences",
                    "date": Datetime.now() - timedelta(days),
                    **values,
                }
            ]
        )

    def _get_words(self, address=EMAIL):
        words = ConsentWords(self.env).get([("email", address)])
        return [
            word and word.decision
            for purpose in PURPOSES
            for word in [words.get(("email", address, purpose))]
        ]

    def _is_blocked(self, address=EMAIL):
        return bool(self.env["mail.blacklist"].search([("email", "=", address)]))

    def test_clearing_a_bounce_takes_back_no_word_of_the_person(self):
        self._say(purpose="prospecting")
        with told_by(BOUNCE):
            self.env["mail.blacklist"]._add(EMAIL)
        self.env["mail.blacklist"].with_user(self.marketer)._remove(EMAIL)
        self.assertFalse(self._is_blocked())
        self.assertEqual(self._get_words(), [None, None, "withdrawn"])

    def test_unticking_an_opt_out_takes_back_no_word_of_the_person(self):
        self._say(purpose="prospecting", days=3)
        subscriber = self._create_subscriber(EMAIL, opt_out=True)
        subscriber.subscription_ids.opt_out = False
        self.assertEqual(self._get_words(), [None, None, "withdrawn"])

    def test_unticking_one_opt_out_of_two_takes_back_nothing(self):
        other = self.env["mailing.list"].create({"name": "Offers"})
        subscriber = self._create_subscriber(
            EMAIL, lists=self.newsletter | other, opt_out=True
        )
        first, last = subscriber.subscription_ids
        first.opt_out = False
        self.assertEqual(self._get_words(), [None, None, "withdrawn"])
        last.opt_out = False
        self.assertEqual(self._get_words(), [None, None, None])

    def test_who_refused_everything_himself_is_not_unblocked(self):
        self._say()
        block_list = self.env["mail.blacklist"].with_user(self.marketer)
        blocked = block_list.search([("email", "=", EMAIL)])
        with self.assertRaisesRegex(UserError, "said no himself"):
            block_list._remove(EMAIL)
        with self.assertRaisesRegex(UserError, "said no himself"):
            blocked.sudo().unlink()
        self.assertTrue(self._is_blocked())

    def test_what_was_said_before_a_block_holds_once_it_is_lifted(self):
        self._say("granted", "loyalty", days=9)
        self.env["mail.blacklist"]._add(EMAIL)
        self.assertEqual(self._get_words(), ["withdrawn"] * 3)
        self.env["mail.blacklist"]._remove(EMAIL)
        self.assertEqual(self._get_words(), [None, "granted", None])

    def test_the_block_list_follows_dates_and_not_the_order_of_entry(self):
        self._say("granted", days=1)
        self._say("withdrawn", days=400)
        self.assertFalse(self._is_blocked())
        self._say("withdrawn")
        self._say("granted", days=400)
        self.assertTrue(self._is_blocked())

    def test_three_refusals_are_a_refusal_of_everything(self):
        for purpose in PURPOSES:
            self.assertFalse(self._is_blocked())
            self._say(purpose=purpose)
        self.assertTrue(self._is_blocked())

    def test_a_yes_to_service_leaves_the_other_refusals(self):
        self._say(days=2)
        self._say("granted", "service")
        self.assertFalse(self._is_blocked())
        self.assertEqual(self._get_words(), ["granted", "withdrawn", "withdrawn"])

    def test_a_yes_opens_each_spelling_and_no_bounce(self):
        self._say(address="a.wa+x@gmail.com", days=2)
        self._say("granted", "loyalty", address="awa@gmail.com")
        self.assertFalse(self._is_blocked("a.wa+x@gmail.com"))
        with told_by(BOUNCE):
            self.env["mail.blacklist"]._add("awa@gmail.com")
        self._say("granted", "service", address="awa@gmail.com")
        self.assertTrue(self._is_blocked("awa@gmail.com"))

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
        with told_by(BOUNCE):
            self.env["mail.blacklist"]._add(EMAIL)
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
