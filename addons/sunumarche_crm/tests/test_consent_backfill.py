from odoo.tests import tagged

from ..engine.consent_backfill import ConsentBackfill
from ..engine.consent_source import LEDGER, told_by
from .mailing_speech_common import SpeechCase


@tagged("post_install", "-at_install")
class TestConsentBackfill(SpeechCase):
    """What core knew before the ledger is in it, once."""

    def test_lists_of_core_are_taken_in(self):
        with told_by(LEDGER):
            self.env["mail.blacklist"].create({"email": "awa@example.com"})
            self.env["phone.blacklist"].create({"number": "+221771234567"})
            self.env["mail.blacklist"].create(
                {"email": "b@example.com", "active": False}
            )
            self.env["mailing.contact"].create(
                {
                    "email": "binta@example.com",
                    "subscription_ids": [
                        (0, 0, {"list_id": self.newsletter.id, "opt_out": True})
                    ],
                }
            )
        self.env.flush_all()
        recorded = ConsentBackfill(self.env).run()
        rows = self.env["sunumarche.consent"].search([], limit=recorded)
        self.assertEqual(
            {(row.channel, row.address, row.purpose, row.source) for row in rows},
            {
                ("email", "awa@example.com", "all", "blacklist"),
                ("sms", "+221771234567", "all", "blacklist"),
                ("email", "binta@example.com", "prospecting", "list"),
            },
        )
        self.assertEqual(set(rows.mapped("decision")), {"withdrawn"})
        self.assertEqual(ConsentBackfill(self.env).run(), 0)

    def test_earlier_traces_get_their_key(self):
        customer = self._create_customer(email="a.b+c@gmail.com", customer_rank=1)
        mailing = self._create_mailing(customer)
        self._send(mailing)
        trace = mailing.mailing_trace_ids
        self.assertEqual(trace.address_key, "ab@gmail.com")
        trace.address_key = False
        self.env.flush_all()
        ConsentBackfill(self.env).fill_trace_keys()
        self.assertEqual(trace.address_key, "ab@gmail.com")
