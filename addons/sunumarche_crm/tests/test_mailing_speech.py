from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from ..engine.consent_source import BOUNCE, told_by
from ..engine.suppression import Suppression
from .mailing_speech_common import SpeechCase

MODELS = ("res.partner", "crm.lead", "mailing.contact", "sale.order")
# A person's state -> what a mailing of prospecting to everybody makes of it.
STATES = {
    "nothing said": None,
    "granted": None,
    "withdrawn": "consent_withdrawn",
    "lifted": None,
    "withdrawn, then granted": None,
    "withdrawn from loyalty": None,
    "withdrawn from everything": "consent_withdrawn",
}
WORDS = {
    "nothing said": [],
    "granted": [("granted", "prospecting")],
    "withdrawn": [("withdrawn", "prospecting")],
    "lifted": [("withdrawn", "prospecting"), ("lifted", "prospecting")],
    "withdrawn, then granted": [
        ("withdrawn", "prospecting"),
        ("granted", "prospecting"),
    ],
    "withdrawn from loyalty": [("withdrawn", "loyalty")],
    "withdrawn from everything": [("withdrawn", "all")],
}


@tagged("post_install", "-at_install")
class TestMailingSpeech(SpeechCase):
    """Who receives a mailing: model by channel by state, and one speech for all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.mailing_email_cap = 0
        cls.env.company.mailing_sms_cap = 0
        cls.count = 0

    def _create_person(self, model, is_customer=True):
        """A record of the model, its address and its number."""
        type(self).count += 1
        email = f"person{self.count}@example.com"
        number = f"+22177100{self.count:04}"
        rank = 1 if is_customer else 0
        if model == "crm.lead":
            lead = self._create_lead(email_from=email, phone=number)
            return lead, email, number
        if model == "mailing.contact":
            return self._create_subscriber(email, mobile=number), email, number
        partner = self._create_customer(email=email, phone=number, customer_rank=rank)
        if model == "sale.order":
            order = self.env["sale.order"].create({"partner_id": partner.id})
            return order, email, number
        return partner, email, number

    def _say(self, channel, address, words):
        for decision, purpose in words:
            self.env["sunumarche.consent"].create(
                {
                    "channel": channel,
                    "address": address,
                    "purpose": purpose,
                    "decision": decision,
                    "proof": "Said so",
                }
            )

    def _send_both(self, channel, records, **values):
        create = self._create_mailing if channel == "email" else self._create_sms
        return self._send(create(records, **values))

    def test_matrix_of_models_channels_and_states(self):
        for channel in ("email", "sms"):
            for model in MODELS:
                expected, records = {}, self.env[model]
                for state, words in WORDS.items():
                    record, email, number = self._create_person(model)
                    self._say(channel, email if channel == "email" else number, words)
                    records |= record
                    expected[record.id] = STATES[state]
                    is_lead = model == "crm.lead"
                    if is_lead and not expected[record.id] and "granted" not in state:
                        expected[record.id] = "consent_missing"
                with self.subTest(channel=channel, model=model):
                    self.assertEqual(self._send_both(channel, records), expected)

    def test_service_reaches_who_opposed_offers_only(self):
        partner, email, _number = self._create_person("res.partner")
        self._say("email", email, [("withdrawn", "prospecting")])
        mailing = self._create_mailing(partner, consent_purpose="service")
        self.assertEqual(self._send(mailing), {partner.id: None})

    def test_a_spelling_of_the_same_mailbox_is_opposed_too(self):
        self._say("email", "awa.diop@gmail.com", [("withdrawn", "prospecting")])
        partner = self._create_customer(email="awadiop+x@gmail.com", customer_rank=1)
        outcome = self._send(self._create_mailing(partner))
        self.assertEqual(outcome, {partner.id: "consent_withdrawn"})

    def test_a_prospect_without_consent_gets_nothing(self):
        partner, _email, _number = self._create_person("res.partner", False)
        outcome = self._send(self._create_mailing(partner))
        self.assertEqual(outcome, {partner.id: "consent_missing"})

    def test_a_mailing_on_leads_is_for_prospects(self):
        lead, email, _number = self._create_person("crm.lead")
        self._say("email", email, [("granted", "prospecting")])
        self._create_customer(email=email, customer_rank=1)
        mailing = self._create_mailing(lead)
        self.assertEqual(mailing.speech_audience, "prospects")
        self.assertEqual(self._send(mailing), {lead.id: "speech_audience"})

    def test_the_contact_of_a_company_that_bought_is_a_customer(self):
        company = self._create_customer("Sarl", is_company=True, customer_rank=1)
        lead, email, _number = self._create_person("crm.lead")
        self._create_customer(email=email, parent_id=company.id)
        outcome = self._send(self._create_mailing(lead))
        self.assertEqual(outcome, {lead.id: "speech_audience"})

    def test_a_mailing_for_customers_leaves_prospects_out(self):
        prospect, email, _number = self._create_person("res.partner", False)
        self._say("email", email, [("granted", "prospecting")])
        mailing = self._create_mailing(prospect, speech_audience="customers")
        self.assertEqual(self._send(mailing), {prospect.id: "speech_audience"})

    def test_two_records_with_one_address_get_one_message(self):
        first = self._create_customer(email="a.b@gmail.com", customer_rank=1)
        second = self._create_customer(email="ab@gmail.com", customer_rank=1)
        mailing = self._create_mailing(first | second)
        outcome = self._send(mailing)
        self.assertEqual(sorted(outcome.values(), key=str), [None, "mail_dup"])

    def test_the_same_mailing_to_another_model_repeats_nothing(self):
        partner, email, _number = self._create_person("res.partner")
        subscriber = self._create_subscriber(email)
        mailing = self._create_mailing(partner)
        self._send(mailing)
        mailing.write(
            {
                "mailing_model_id": self.env["ir.model"]._get_id("mailing.contact"),
                "mailing_domain": [("id", "=", subscriber.id)],
            }
        )
        outcome = self._send(mailing)
        self.assertEqual(
            sorted(outcome.values(), key=str), [None, "mail_dup"], "one trace each"
        )

    def test_no_more_than_the_company_s_limit(self):
        self.env.company.write({"mailing_email_cap": 2, "mailing_email_cap_days": 30})
        partner, _email, _number = self._create_person("res.partner")
        outcomes = [self._send(self._create_mailing(partner)) for _ in range(3)]
        self.assertEqual(
            [outcome[partner.id] for outcome in outcomes],
            [None, None, "speech_frequency"],
        )
        service = self._create_mailing(partner, consent_purpose="service")
        self.assertEqual(self._send(service), {partner.id: None})

    def test_cards_of_one_person_have_one_limit(self):
        self.env.company.mailing_email_cap = 1
        card, other = (
            self._create_customer(email=f"{name}@example.com", customer_rank=1)
            for name in ("one", "two")
        )
        link = self.env["sunumarche.contact.link"].create(
            {
                "partner_id": card.id,
                "type_id": self.env.ref("sunumarche_crm.link_type_same_person").id,
                "other_partner_id": other.id,
            }
        )
        self.assertEqual(self._send(self._create_mailing(card)), {card.id: None})
        second = self._create_mailing(other)
        self.assertEqual(
            second._get_suppression().decide_all(other.ids),
            {other.id: "speech_frequency"},
        )
        link.date_end = "2020-01-01"
        self.assertEqual(self._send(second), {other.id: None})

    def test_the_limit_is_of_the_person_whichever_address_he_has(self):
        """A subscriber who is a customer has two addresses, and one limit."""
        self.env.company.write({"mailing_email_cap": 1, "mailing_email_cap_days": 30})
        partner, _email, _number = self._create_person("res.partner")
        subscriber = self._create_subscriber("other@example.sn", partner_id=partner.id)
        stranger = self._create_subscriber("stranger@example.sn")
        self._send(self._create_mailing(partner))
        outcome = self._send(self._create_mailing(subscriber | stranger))
        self.assertEqual(
            outcome, {subscriber.id: "speech_frequency", stranger.id: None}
        )
        back = self._create_mailing(partner)
        self.assertEqual(self._send(back), {partner.id: "speech_frequency"})

    def test_what_is_older_than_the_period_is_not_counted(self):
        self.env.company.write({"mailing_email_cap": 1, "mailing_email_cap_days": 7})
        partner, _email, _number = self._create_person("res.partner")
        mailing = self._create_mailing(partner)
        self._send(mailing)
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE mailing_trace SET create_date = create_date - interval '8 days'"
                " WHERE mass_mailing_id = %s",
                mailing.id,
            )
        )
        self.assertEqual(self._send(self._create_mailing(partner)), {partner.id: None})

    def test_a_blocked_address_without_a_word_stays_core_s_affair(self):
        partner, email, _number = self._create_person("res.partner")
        with told_by(BOUNCE):
            self.env["mail.blacklist"]._add(email)
        outcome = self._send(self._create_mailing(partner))
        self.assertEqual(outcome, {partner.id: "mail_bl"})

    def test_who_has_no_address_is_told_by_core(self):
        partner = self._create_customer(customer_rank=1)
        other, _email, _number = self._create_person("res.partner")
        outcome = self._send(self._create_mailing(partner | other))
        self.assertEqual(outcome, {partner.id: "mail_email_missing", other.id: None})

    def test_a_mailing_that_nobody_may_receive_is_finished(self):
        partner, email, _number = self._create_person("res.partner")
        self._say("email", email, [("withdrawn", "all")])
        mailing = self._create_mailing(partner)
        self._send(mailing)
        self.assertEqual(mailing.state, "done")
        self.assertIn("1 withheld", mailing.withheld_summary)

    def test_who_leaves_while_it_is_sent_gets_nothing(self):
        """The composer asks again, with the addresses that it really uses."""
        partner, email, _number = self._create_person("res.partner")
        mailing = self._create_mailing(partner)
        self._say("email", email, [("withdrawn", "prospecting")])
        with patch.object(Suppression, "decide_all", return_value={}):
            outcome = self._send(mailing)
        self.assertEqual(outcome, {partner.id: "consent_withdrawn"})

    def test_who_leaves_while_sms_are_sent_gets_nothing(self):
        partner, _email, number = self._create_person("res.partner")
        mailing = self._create_sms(partner)
        self._say("sms", number, [("withdrawn", "prospecting")])
        with patch.object(Suppression, "decide_all", return_value={}):
            outcome = self._send(mailing)
        self.assertEqual(outcome, {partner.id: "consent_withdrawn"})

    def test_set_based_and_record_by_record_agree(self):
        for model in MODELS:
            records = self.env[model]
            for words in WORDS.values():
                record, email, _number = self._create_person(model)
                self._say("email", email, words)
                records |= record
            suppression = self._create_mailing(records)._get_suppression()
            addresses = suppression._read_addresses(records, records.ids)
            slow = suppression.decide(addresses)
            self.assertEqual(suppression.decide_all(records.ids), slow, model)

    def test_the_forecast_says_what_sending_does(self):
        partners = self.env["res.partner"]
        for words in WORDS.values():
            partner, email, _number = self._create_person("res.partner")
            self._say("email", email, words)
            partners |= partner
        mailing = self._create_mailing(partners)
        action = mailing.with_user(self.marketer).action_forecast()
        forecast = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((forecast.receive_count, forecast.withheld_count), (5, 2))
        self.assertEqual(forecast.line_ids.reason, "Opposed")
        opened = forecast.line_ids.action_open_records()
        self.assertEqual(len(self.env["res.partner"].search(opened["domain"])), 2)
        self.assertFalse(mailing.mailing_trace_ids)
        outcome = self._send(mailing)
        self.assertEqual(self._count_sent(outcome), 5)

    def test_an_sms_of_offers_always_says_how_to_stop(self):
        partner, _email, _number = self._create_person("res.partner")
        mailing = self._create_sms(partner, sms_allow_unsubscribe=False)
        values = mailing._send_sms_get_composer_values(partner.ids)
        self.assertTrue(values["mass_sms_allow_unsubscribe"])
        mailing.consent_purpose = "service"
        values = mailing._send_sms_get_composer_values(partner.ids)
        self.assertFalse(values["mass_sms_allow_unsubscribe"])

    def test_a_thousand_people_in_three_models_hear_one_speech(self):
        emails = [f"overlap{number}@example.com" for number in range(1000)]
        partners = self.env["res.partner"].create(
            [{"name": email, "email": email, "customer_rank": 1} for email in emails]
        )
        leads = self.env["crm.lead"].create(
            [{"name": email, "email_from": email.upper()} for email in emails]
        )
        contacts = self.env["mailing.contact"].create(
            [{"email": email, "list_ids": self.newsletter.ids} for email in emails]
        )
        for_customers = self._create_mailing(partners, speech_audience="customers")
        for_prospects = self._create_mailing(leads)
        kept = [
            set(one._withhold(records.ids))
            for one, records in (
                (for_customers, partners),
                (for_prospects, leads),
                (self._create_mailing(contacts, speech_audience="prospects"), contacts),
            )
        ]
        self.assertEqual([len(ids) for ids in kept], [1000, 0, 0])

    @staticmethod
    def _count_sent(outcome):
        return sum(reason is None for reason in outcome.values())

    def test_withheld_traces_show_with_the_customer(self):
        for model in ("res.partner", "sale.order", "mailing.contact"):
            record, email, _number = self._create_person(model)
            self._say("email", email, [("withdrawn", "all")])
            mailing = self._create_mailing(record)
            self.assertEqual(self._send(mailing), {record.id: "consent_withdrawn"})
            trace = mailing.mailing_trace_ids
            self.assertEqual(
                trace.partner_id, record._mail_get_partners()[record.id], model
            )
            self.assertEqual(
                trace.customer_id, trace.partner_id.commercial_partner_id, model
            )
