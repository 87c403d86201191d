from odoo.tests import tagged

from .mailing_speech_common import SpeechCase


@tagged("post_install", "-at_install")
class TestMailingHole(SpeechCase):
    """Who left a list is not written to through another model, as in Odoo's core."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.email = "awa@example.com"
        subscriber = cls._create_subscriber(cls.email)
        subscriber.subscription_ids.opt_out = True

    def test_who_left_a_list_gets_nothing_as_a_customer(self):
        customer = self._create_customer(email=self.email)
        outcome = self._send(self._create_mailing(customer))
        self.assertEqual(outcome, {customer.id: "consent_withdrawn"})

    def test_who_left_a_list_gets_nothing_as_a_lead(self):
        lead = self._create_lead(email_from=self.email)
        outcome = self._send(self._create_mailing(lead))
        self.assertEqual(outcome, {lead.id: "consent_withdrawn"})
