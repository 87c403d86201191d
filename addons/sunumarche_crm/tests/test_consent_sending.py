from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.sms.models.sms_sms import SmsSms

from ..engine.consent_source import BOUNCE, told_by
from .mailing_speech_common import SpeechCase

EMAIL = "awa@example.com"
NUMBER = "+221771234567"
SUBJECTS = ("Tabaski", "Sale", "Invoice")
SENT = "odoo.addons.sms.tools.sms_api.SmsApi._send_sms_batch"


@tagged("post_install", "-at_install")
class TestConsentSending(SpeechCase):
    """Nothing is handed over to who has said no, whichever way it was written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer(
            email=EMAIL, phone=NUMBER, customer_rank=1, user_id=cls.awa.id
        )
        cls.other = cls._create_customer(
            "Other", email="other@example.com", phone="+221781234567", customer_rank=1
        )
        cls.both = cls.customer | cls.other

    def _say(self, decision="withdrawn", purpose="prospecting", **values):
        return self.env["sunumarche.consent"]._record(
            [
                {
                    "channel": "email",
                    "address": EMAIL,
                    "purpose": purpose,
                    "decision": decision,
                    "source": "preferences",
                    **values,
                }
            ]
        )

    def _stop(self, **values):
        self._say(purpose="all", channel="sms", address=NUMBER, **values)

    def _queue(self, records, **values):
        """Compose a mailing whose mails wait."""
        self.env["ir.config_parameter"].set_param("mail.mail.force.send.limit", 1)
        mailing = self._create_mailing(records, **values)
        with self.mock_mail_gateway():
            mailing._action_send_mail()
        self.assertFalse(self._mails)
        return mailing

    def _run_queue(self):
        with self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        return {
            mail["email_to"][0] for mail in self._mails if mail["subject"] in SUBJECTS
        }

    def _mail_from_list(self, records, user=None, **values):
        composer = (
            self.env["mail.compose.message"]
            .with_user(user or self.env.user)
            .create(
                {
                    "composition_mode": "mass_mail",
                    "model": records._name,
                    "res_ids": records.ids,
                    "subject": "Sale",
                    "body": "<p>Come</p>",
                    "auto_delete": False,
                    "force_send": True,
                    **values,
                }
            )
        )
        with self.mock_mail_gateway():
            composer._action_send_mail()
        return {mail["email_to"][0] for mail in self._mails}

    def _text(self, records, mode="mass", **values):
        composer = self.env["sms.composer"].create(
            {
                "composition_mode": mode,
                "res_model": records._name,
                "res_ids": records.ids,
                "body": "Come",
                "mass_force_send": True,
                **values,
            }
        )
        return composer._action_send_sms()

    def test_who_says_no_while_his_mail_waits_is_not_written_to(self):
        mailing = self._queue(self.both)
        self._say()
        self.assertEqual(self._run_queue(), {'"Other" <other@example.com>'})
        self.assertEqual(
            self._get_outcome(mailing),
            {self.customer.id: "consent_withdrawn", self.other.id: None},
        )
        mail = self.env["mail.mail"].search([("mailing_id", "=", mailing.id)])
        waiting = mail.filtered(lambda one: one.recipient_ids == self.customer)
        self.assertEqual(
            (waiting.state, waiting.failure_type), ("cancel", "mail_optout")
        )

    def test_a_no_to_another_purpose_lets_the_waiting_mail_go(self):
        self._queue(self.both)
        self._say(purpose="loyalty")
        self.assertEqual(len(self._run_queue()), 2)

    def test_a_waiting_invoice_goes_out(self):
        mail = self.env["mail.mail"].create(
            {"email_to": EMAIL, "subject": "Invoice", "body_html": "<p>Due</p>"}
        )
        self._say(purpose="all")
        self.assertEqual(self._run_queue(), {EMAIL})
        self.assertEqual(mail.exists().state or "sent", "sent")

    def test_who_says_stop_while_his_sms_waits_gets_none(self):
        mailing = self._create_sms(self.both)
        with patch.object(SmsSms, "send"):
            mailing._action_send_mail()
        self._stop()
        waiting = self.env["sms.sms"].search([("mailing_id", "=", mailing.id)])
        numbers = []
        with patch(SENT, lambda api, messages, **rest: self._accept(messages, numbers)):
            waiting.send(unlink_sent=False)
        self.assertEqual(numbers, ["+221781234567"])
        self.assertEqual(
            self._get_outcome(mailing),
            {self.customer.id: "consent_withdrawn", self.other.id: None},
        )

    @staticmethod
    def _accept(messages, numbers):
        sent = [one for message in messages for one in message["numbers"]]
        numbers += [one["number"] for one in sent]
        return [{"uuid": one["uuid"], "state": "success"} for one in sent]

    def test_a_message_to_a_list_of_customers_obeys(self):
        self._say()
        sent = self._mail_from_list(self.both)
        self.assertEqual(sent, {'"Other" <other@example.com>'})
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "=", self.customer.id), ("subject", "=", "Sale")]
        )
        self.assertEqual((mail.state, mail.failure_type), ("cancel", "mail_optout"))
        self.assertIn("Opposed", mail.failure_reason)

    def test_a_salesperson_s_message_to_his_customers_obeys(self):
        self._say()
        self.assertFalse(self._mail_from_list(self.customer, self.awa))

    def test_a_message_to_leads_and_subscribers_obeys(self):
        self._say()
        for record in (
            self._create_lead(email_from="Awa <AWA@example.com>"),
            self._create_subscriber(EMAIL),
        ):
            self.assertFalse(self._mail_from_list(record), record._name)

    def test_prospects_are_asked_first(self):
        lead = self._create_lead(email_from="new@example.com")
        self.assertFalse(self._mail_from_list(lead))
        self._say("granted", address="new@example.com")
        self.assertEqual(len(self._mail_from_list(lead)), 1)

    def test_quotations_to_a_list_go_out(self):
        self._say()
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertEqual(len(self._mail_from_list(order)), 1)

    def test_a_message_to_a_list_waits_and_asks_again(self):
        self.assertFalse(self._mail_from_list(self.both, force_send=False))
        self._say()
        self.assertEqual(self._run_queue(), {'"Other" <other@example.com>'})

    def test_each_of_several_addresses_has_to_agree(self):
        self.customer.email = f"home@example.com, {EMAIL}"
        self._say()
        self.assertFalse(self._mail_from_list(self.customer))
        outcome = self._send(self._create_mailing(self.customer))
        self.assertEqual(outcome, {self.customer.id: "consent_withdrawn"})

    def test_an_sms_to_a_list_obeys(self):
        for purpose in ("service", "loyalty", "prospecting"):
            self._say(purpose=purpose, channel="sms", address=NUMBER)
        with patch.object(SmsSms, "_send"):
            messages = self._text(self.both)
        self.assertEqual(
            {sms.number: (sms.state, sms.failure_type) for sms in messages},
            {
                NUMBER: ("canceled", "sms_blacklist"),
                "+221781234567": ("outgoing", False),
            },
        )

    def test_an_sms_to_a_list_obeys_a_no_to_offers(self):
        self._say(channel="sms", address=NUMBER)
        with patch.object(SmsSms, "_send"):
            messages = self._text(self.customer)
        self.assertEqual(
            (messages.state, messages.failure_type), ("canceled", "sms_optout")
        )

    def test_one_sms_to_a_number_that_said_stop_is_refused(self):
        self._stop()
        composers = self.env["sms.composer"].with_context(
            default_res_model="res.partner", default_res_id=self.customer.id
        )
        form = Form(composers)
        self.assertIn("no to every message", form.consent_warning)
        form.body = "Hello"
        composer = form.save()
        with self.assertRaisesRegex(UserError, "no to every message"):
            composer.action_send_sms()
        with patch.object(SmsSms, "_send"), self.assertRaises(UserError):
            self.env["sms.composer"].create(
                {"composition_mode": "numbers", "numbers": NUMBER, "body": "x"}
            )._action_send_sms()

    def test_one_sms_to_who_refuses_offers_goes_out(self):
        self._say(channel="sms", address=NUMBER)
        with patch.object(SmsSms, "_send"):
            sent = self._text(
                self.customer, "comment", res_id=self.customer.id, res_ids=False
            )
        self.assertTrue(sent)

    def test_the_sms_of_an_order_goes_out(self):
        self._stop()
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        with patch.object(SmsSms, "_send"):
            self.assertTrue(
                self._text(order, "comment", res_id=order.id, res_ids=False)
            )

    # ---- a word follows the person ----

    def _is_held(self, records=None, **values):
        outcome = self._send(self._create_mailing(records or self.customer, **values))
        return set(outcome.values()) == {"consent_withdrawn"}

    def test_a_word_follows_a_changed_address(self):
        self._say()
        self.customer.email = "new@example.com"
        self.assertTrue(self._is_held())
        self._say("granted", address="new@example.com")
        self.assertFalse(self._is_held())

    def test_a_word_of_before_the_card_follows_a_changed_address(self):
        self._say(address="early@example.com")
        self.other.email = "early@example.com"
        self.other.email = "late@example.com"
        self.assertTrue(self._is_held(self.other))

    def test_stop_from_the_second_number_holds_for_the_first(self):
        self.customer.second_phone = "+221701234567"
        self._say(purpose="all", channel="sms", address="+221701234567")
        outcome = self._send(self._create_sms(self.customer))
        self.assertEqual(outcome, {self.customer.id: "consent_withdrawn"})

    def test_a_no_of_the_address_itself_stands(self):
        self.customer.second_phone = "+221701234567"
        self._say(channel="sms", address=NUMBER, date="2025-01-01 00:00:00")
        self._say("granted", channel="sms", address="+221701234567")
        outcome = self._send(self._create_sms(self.customer))
        self.assertEqual(outcome, {self.customer.id: "consent_withdrawn"})

    def _link(self):
        self.env["sunumarche.contact.link"].create(
            {
                "partner_id": self.customer.id,
                "other_partner_id": self.other.id,
                "type_id": self.env.ref("sunumarche_crm.link_type_same_person").id,
            }
        )

    def test_cards_of_one_person_have_one_word_and_one_message(self):
        self._link()
        outcome = self._send(self._create_mailing(self.both))
        self.assertEqual(sorted(outcome.values(), key=str), [None, "mail_dup"])
        self._say()
        self.assertTrue(self._is_held(self.both))

    def test_a_link_that_has_ended_links_nobody(self):
        self._link()
        self.customer.link_ids.date_end = "2025-06-01"
        self._say()
        outcome = self._send(self._create_mailing(self.both))
        self.assertEqual(
            outcome, {self.customer.id: "consent_withdrawn", self.other.id: None}
        )

    def test_a_family_s_number_makes_no_person_of_it(self):
        self.other.phone = NUMBER
        self.customer.email = "changed@example.com"
        self._say(address="changed@example.com")
        self.assertFalse(self._is_held(self.other))

    def test_who_left_a_list_left_its_new_purpose(self):
        self.newsletter.consent_purpose = "loyalty"
        self._create_subscriber(EMAIL, opt_out=True)
        self.assertFalse(self._is_held())
        self.newsletter.consent_purpose = "prospecting"
        self.assertTrue(self._is_held(subject="Again"))

    def test_an_archived_customer_is_no_prospect(self):
        lead = self._create_lead(email_from=EMAIL)
        self._say("granted")
        self.customer.active = False
        outcome = self._send(self._create_mailing(lead))
        self.assertEqual(outcome, {lead.id: "speech_audience"})
        self.assertTrue(
            self.env["res.partner"]
            .with_context(active_test=False)
            .search([("id", "=", self.customer.id), ("is_customer", "=", True)])
        )
        self.env.invalidate_all()
        self.assertTrue(self.customer.is_customer)

    def test_who_received_the_test_receives_the_mailing(self):
        mailing = self._create_mailing(self.customer)
        self.env["mailing.trace"].create(
            {
                "trace_type": "mail",
                "email": EMAIL,
                "mass_mailing_id": mailing.id,
                "model": "res.partner",
                "res_id": self.other.id,
                "is_test_trace": True,
                "trace_status": "sent",
            }
        )
        with self.mock_mail_gateway():
            mailing._action_send_mail()
        traces = mailing.mailing_trace_ids.filtered(lambda one: not one.is_test_trace)
        self.assertEqual(traces.mapped("failure_type"), [False])

    def test_a_bounce_of_meanwhile_is_no_word(self):
        self._queue(self.both)
        with told_by(BOUNCE):
            self.env["mail.blacklist"]._add(EMAIL)
        self.assertEqual(len(self._run_queue()), 2)
