import base64
import json

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..engine.consent_words import PURPOSES, ConsentWords
from ..engine.person_records import PersonRecords
from .common import CustomerCase

EMAIL = "awa.diop@example.com"
NUMBER = "+221771234567"


@tagged("post_install", "-at_install")
class TestPersonRights(CustomerCase):
    """What is held on a person is found and handed out, or erased but for invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(
            cls.env,
            "officer",
            groups="sunumarche_crm.group_personal_data,sunumarche_crm.group_marketer",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.clerk = new_test_user(
            cls.env,
            "clerk",
            groups="sunumarche_crm.group_marketer",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.person = cls._create_customer(
            "Awa Diop", email=EMAIL, phone=NUMBER, street="3 rue Félix Faure"
        )
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "Awa Diop, tissus",
                "email_from": EMAIL,
                "phone": NUMBER,
                "referred": "Awa's brother",
                "city": "Dakar",
            }
        )
        cls.subscriber = cls.env["mailing.contact"].create(
            {"name": "Awa", "email": EMAIL}
        )
        cls.consent = cls.env["sunumarche.consent"].create(
            {
                "channel": "email",
                "address": EMAIL,
                "purpose": "prospecting",
                "decision": "granted",
                "proof": "Form of Awa Diop",
                "document": base64.b64encode(b"signed"),
            }
        )
        cls.neighbour = cls._create_customer("Moussa Diop", phone=NUMBER)
        cls.person.message_post(body="Awa came by")

    def _find(self):
        return PersonRecords(self.person).find()

    def _open_erasure(self, user=None, **values):
        return (
            self.env["sunumarche.person.erasure"]
            .with_user(user or self.officer)
            .create(
                {
                    "contact_id": self.person.id,
                    "request": "Letter of 12 March",
                    "confirmation": "awa diop",
                    **values,
                }
            )
        )

    def _get_word(self):
        choices = self.env["sunumarche.consent"]._get_choices("email", EMAIL)
        return choices["email", "prospecting"]

    def test_all_that_bears_the_person_s_keys_is_found(self):
        invoice = self._invoice(1000, "2025-06-01", self.person)
        found = self._find()
        self.assertEqual(found["res.partner"], self.person)
        self.assertEqual(found["crm.lead"], self.lead)
        self.assertEqual(found["mailing.contact"], self.subscriber)
        self.assertEqual(found["account.move"], invoice)
        self.assertEqual(found["sunumarche.consent"], self.consent)
        self.assertIn("Awa came by", str(found["mail.message"].mapped("body")))

    def test_a_number_shared_in_the_family_is_not_the_neighbour_s_card(self):
        self.assertNotIn(self.neighbour, self._find()["res.partner"])
        self.lead.partner_id = self.neighbour
        self.assertNotIn("crm.lead", self._find())

    def test_the_file_is_handed_out_by_the_few_who_may_and_journalled(self):
        with self.assertRaises(AccessError):
            self.person.with_user(self.clerk).action_person_file()
        action = self.person.with_user(self.officer).action_person_file()
        file = (
            self.env[action["res_model"]]
            .with_user(self.officer)
            .with_context(**action["context"])
            .create({"request": "At the counter, identity card seen"})
        )
        file.action_collect()
        held = json.loads(base64.b64decode(file.json_file))
        models = {section["model"]: section for section in held["sections"]}
        card = models["res.partner"]["records"][0]["values"]
        self.assertIn(EMAIL, card.values())
        self.assertEqual(len(models["crm.lead"]["records"]), 1)
        self.assertEqual(len(file.section_ids), len(held["sections"]))
        event = self.env["sunumarche.journal"].search(
            [("kind", "=", "personal_data")], limit=1
        )
        self.assertEqual((event.res_id, event.user_id), (self.person.id, self.officer))
        page = self.env["ir.qweb"]._render(
            "sunumarche_crm.person_file_document",
            {**self._get_report_values(file), "docs": file},
        )
        self.assertIn("3 rue Félix Faure", str(page))

    def _get_report_values(self, file):
        return self.env["ir.actions.report"]._get_rendering_context(
            self.env.ref("sunumarche_crm.person_file_report"), file.ids, {}
        )

    def test_a_file_needs_the_request(self):
        file = self.env["sunumarche.person.file"].create({"contact_id": self.person.id})
        with self.assertRaises(UserError):
            file.with_user(self.officer).action_collect()

    def test_the_preview_says_what_stays_and_why(self):
        self.assertIn("No document has to be kept", self._open_erasure().preview)
        self._invoice(1000, "2025-06-01", self.person)
        self.assertIn("SYSCOHADA", self._open_erasure().preview)

    def test_only_the_few_erase_and_only_with_the_name(self):
        with self.assertRaises(AccessError):
            self._open_erasure(self.clerk)
        with self.assertRaises(UserError):
            self._open_erasure(confirmation="Awa").action_erase()
        self.person.is_company = True
        with self.assertRaises(UserError):
            self._open_erasure().action_erase()

    def test_a_colleague_is_not_erased(self):
        erasure = self._open_erasure(
            contact_id=self.clerk.partner_id.id, confirmation=self.clerk.name
        )
        with self.assertRaises(UserError):
            erasure.action_erase()

    def test_an_erased_person_is_named_nowhere(self):
        self._open_erasure().action_erase()
        self.env.invalidate_all()
        self.assertEqual(self.person.name, f"Erased person {self.person.id}")
        self.assertFalse(self.person.email or self.person.phone or self.person.street)
        self.assertFalse(self.person.active or self.person.message_ids)
        self.assertFalse(self.subscriber.exists())
        self.assertFalse(self.lead.email_from or self.lead.phone)
        self.assertFalse(self.lead.referred or self.lead.city)
        self.assertNotIn("Awa", self.lead.name)
        self.assertFalse(self.consent.address or self.consent.proof)
        self.assertFalse(self.consent.document or self.consent.partner_id)
        event = self.env["sunumarche.journal"].search(
            [("kind", "=", "personal_data")], limit=1
        )
        self.assertNotIn("Awa", event.record_name)
        self.assertTrue(self.neighbour.phone)

    def test_an_erased_person_is_never_written_to_again(self):
        self._open_erasure().action_erase()
        self.assertEqual(self._get_word(), "withdrawn")
        self.assertFalse(self.env["mail.blacklist"].search([("email", "=", EMAIL)]))
        lead = self.env["crm.lead"].create({"name": "Again", "email_from": EMAIL})
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Offers",
                "mailing_model_id": self.env["ir.model"]._get_id("crm.lead"),
                "mailing_domain": [("id", "=", lead.id)],
            }
        )
        self.assertFalse(mailing._withhold(lead.ids))
        self.assertEqual(mailing.mailing_trace_ids.failure_type, "consent_withdrawn")

    def test_who_had_refused_one_purpose_is_opposed_to_all_once_erased(self):
        for channel, address in (("email", EMAIL), ("sms", NUMBER)):
            self.env["sunumarche.consent"]._record(
                [
                    {
                        "channel": channel,
                        "address": address,
                        "purpose": "loyalty",
                        "decision": "withdrawn",
                        "source": "preferences",
                    }
                ]
            )
        self._open_erasure().action_erase()
        words = ConsentWords(self.env).get([("email", EMAIL), ("sms", NUMBER)])
        self.assertEqual(
            {key[2]: word.decision for key, word in words.items() if key[0] == "email"},
            dict.fromkeys(PURPOSES, "withdrawn"),
        )
        self.assertEqual(len(words), 2 * len(PURPOSES))

    def test_what_an_invoice_says_stays(self):
        invoice = self._invoice(1000, "2025-06-01", self.person)
        self._open_erasure().action_erase()
        self.env.invalidate_all()
        self.assertEqual(self.person.name, "Awa Diop")
        self.assertEqual(self.person.street, "3 rue Félix Faure")
        self.assertEqual(invoice.partner_id, self.person)
        self.assertFalse(self.person.email or self.person.phone)

    def test_only_the_card_of_the_invoice_keeps_its_name(self):
        twin = self._create_customer("Awa D.", email=EMAIL)
        self._invoice(1000, "2025-06-01", self.person)
        self._open_erasure().action_erase()
        self.env.invalidate_all()
        self.assertEqual(self.person.name, "Awa Diop")
        self.assertEqual(twin.name, f"Erased person {twin.id}")

    def test_an_invoice_of_more_than_ten_years_keeps_no_name(self):
        self._invoice(1000, "2014-06-01", self.person)
        self._open_erasure().action_erase()
        self.env.invalidate_all()
        self.assertEqual(self.person.name, f"Erased person {self.person.id}")

    def test_traces_lose_the_address(self):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Offers",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        trace = self.env["mailing.trace"].create(
            {
                "mass_mailing_id": mailing.id,
                "model": "res.partner",
                "res_id": self.person.id,
                "email": EMAIL,
            }
        )
        self.assertEqual(trace.address_key, EMAIL)
        self._open_erasure().action_erase()
        self.env.invalidate_all()
        self.assertFalse(trace.email or trace.address_key)
