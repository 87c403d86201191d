from odoo.tests import tagged

from ..engine.common_key_match import CommonKeyMatch
from .test_common_key import EMAIL, OFFICE, PHONE, KeyCase


@tagged("post_install", "-at_install")
class TestReconcile(KeyCase):
    """The nightly run that links records to their customers."""

    def _run(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron = self.env.ref("sunumarche_crm.ir_cron_common_key_reconcile")
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _events(self):
        return self.env["sunumarche.journal"].search(
            [("kind", "=", "common_key")], order="id"
        )

    def test_links_and_journals(self):
        self._run()
        self.assertEqual(self.lead.partner_id, self.customer)
        self.assertEqual(self.subscriber.partner_id, self.customer)
        events = self._events()
        self.assertEqual(
            [(event.model, event.res_id) for event in events],
            [("crm.lead", self.lead.id), ("mailing.contact", self.subscriber.id)],
        )
        self.assertEqual(events[0].after, {"partner_id": "Aïssatou Ndiaye"})
        self._run()
        self.assertEqual(self._events(), events)

    def test_several_customers_are_journalled_and_not_linked(self):
        self._create_customer("Other Ndiaye", phone=OFFICE)
        self._run()
        self.assertFalse(self.lead.partner_id)
        event = self._events().filtered(lambda event: not event.res_id)
        self.assertEqual(event.model, "crm.lead")
        self.assertIn("1 records", event.summary)
        self.assertEqual(event.after, {"records": [self.lead.display_name]})

    def test_keys_that_contradict_each_other_link_nothing(self):
        other = self._create_customer("Other", email="other@example.com")
        self.lead.write({"email_from": "other@example.com"})
        [match] = CommonKeyMatch(self.env["crm.lead"]).find()
        self.assertEqual(set(match.customer_ids), {self.customer.id, other.id})
        self._run()
        self.assertFalse(self.lead.partner_id)

    def test_a_wrong_number_links_nothing(self):
        self.customer.second_phone = "77 12"
        self.lead.write({"phone": False, "second_phone": "77 12"})
        self._run()
        self.assertFalse(self.lead.partner_id)

    def test_a_person_is_chosen_before_his_company(self):
        company = self._create_customer("Sunu SA", is_company=True, phone=OFFICE)
        self.customer.parent_id = company
        self._run()
        self.assertEqual(self.lead.partner_id, self.customer)

    def test_another_company_s_customer_is_none(self):
        other = self.env["res.company"].create({"name": "Thiès"})
        self.lead.company_id = self.company
        self.customer.company_id = other
        self._run()
        self.assertFalse(self.lead.partner_id)
        self.assertFalse(self.subscriber.partner_id)

    def test_archived_records_are_left_alone(self):
        self.lead.active = False
        self.customer.active = False
        self._run()
        self.assertFalse(self.lead.partner_id)
        self.assertFalse(self.subscriber.partner_id)

    def test_the_statement_and_the_orm_agree(self):
        self._create_lead(email_from=EMAIL, phone=PHONE)
        self._create_lead(phone="70 999 00 11")
        found = {
            match.record_id: set(match.customer_ids)
            for match in CommonKeyMatch(self.env["crm.lead"]).find()
        }
        expected = {}
        leads = self.env["crm.lead"].search([("partner_id", "=", False)])
        for lead in leads:
            phones = [key for key in (lead.phone_sanitized, lead.second_phone) if key]
            customers = self.env["res.partner"].search(
                [
                    ("partner_share", "=", True),
                    ("company_id", "in", [False, lead.company_id.id]),
                    "|",
                    "|",
                    ("phone_sanitized", "in", phones),
                    ("second_phone", "in", phones),
                    ("email_key", "in", [lead.email_key] if lead.email_key else []),
                ]
            )
            if customers:
                expected[lead.id] = set(customers.ids)
        self.assertEqual(found, expected)
