from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from .link_common import LinkCase


@tagged("post_install", "-at_install")
class TestCustomerDocument(LinkCase):
    def _document(self, date_expiry, type_name="contract", **values):
        return self.env["sunumarche.customer.document"].create(
            {
                "name": f"Contrat {date_expiry}",
                "type_id": self.env.ref(f"sunumarche_crm.document_type_{type_name}").id,
                "partner_id": self.shop.id,
                "date_expiry": date_expiry,
                **values,
            }
        )

    def _remind(self):
        documents = self.env["sunumarche.customer.document"]._get_to_remind()
        documents._remind()
        return documents

    def test_states(self):
        for day, state in (
            ("2025-06-29", "expired"),
            ("2025-06-30", "soon"),
            ("2025-08-29", "soon"),
            ("2025-08-30", "valid"),
            (False, "valid"),
        ):
            self.assertEqual(self._document(day).expiry_state, state)

    def test_the_salesperson_is_reminded_once(self):
        document = self._document("2025-07-15")
        later = self._document("2025-07-31", "ninea")
        self._document(False)
        self.assertEqual(self._remind(), document)
        activity = self.shop.activity_ids
        self.assertEqual(activity.user_id, self.user)
        self.assertIn("Contrat 2025-07-15", activity.summary)
        self.assertFalse(self._remind())
        with freeze_time("2025-07-01"):
            self.assertEqual(self._remind(), later)

    def test_a_renewed_document_is_reminded_of_again(self):
        document = self._document("2025-07-15")
        self._remind()
        document.date_expiry = "2026-07-15"
        self.assertFalse(self._remind())
        with freeze_time("2026-06-01"):
            self.assertEqual(self._remind(), document)

    def test_what_expired_is_due_today_and_the_responsible_comes_first(self):
        document = self._document("2025-01-15", user_id=self.env.user.id)
        self._remind()
        self.assertEqual(self.shop.activity_ids.user_id, self.env.user)
        self.assertEqual(str(self.shop.activity_ids.date_deadline), "2025-06-30")
        self.assertTrue(document.is_reminded)

    def test_nobody_to_remind(self):
        self.shop.user_id = False
        self._document("2025-07-15")
        self.assertFalse(self._remind())

    def test_the_cron_reminds_of_all(self):
        self._document("2025-07-15")
        self._document("2025-07-16")
        cron = self.env.ref("sunumarche_crm.ir_cron_customer_document_remind")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(len(self.shop.activity_ids), 2)

    def test_its_file_is_read_by_who_reads_the_customer(self):
        document = self._document("2025-07-15", file="Y29udHJhdA==")
        self.assertTrue(document.with_user(self.user).file)
        stranger = new_test_user(
            self.env, "stranger", groups="sunumarche_crm.group_salesperson"
        )
        with self.assertRaises(AccessError):
            document.with_user(stranger).file  # noqa: B018

    def test_partners_of_the_account(self):
        self._link(self.shop, "employer", self.awa)
        supplier = self._link(self.shop, "supplied", self.binta)
        self.assertEqual(self.shop.account_partner_ids, supplier)
