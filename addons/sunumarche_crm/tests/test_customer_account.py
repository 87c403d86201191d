from odoo.tests import tagged

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestCustomerAccount(CustomerCase):
    """Who is a customer is one answer, whoever asks: segments, consents, mailings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new = {"customer_rank": 0}
        cls.shop = cls._create_customer("Shop", is_company=True, **new)
        cls.clerk = cls._create_customer(
            "Clerk", parent_id=cls.shop.id, email="clerk@example.com", **new
        )
        cls.lead = cls._create_customer("Lead", email="lead@example.com", **new)
        cls.chosen = cls._create_customer(
            "Chosen", email="chosen@example.com", customer_rank=1
        )
        cls.imported = cls._create_customer(
            "Imported", email="imported@example.com", **new
        )
        cls.archived = cls._create_customer(
            "Archived", email="archived@example.com", active=False, **new
        )
        for partner in (cls.shop, cls.imported, cls.archived):
            cls._invoice(1000, "2025-05-02", partner)

    def setUp(self):
        super().setUp()
        self._refresh()
        # Core raises the rank with an invoice: what was bought before Odoo does not.
        (self.shop | self.imported | self.archived).write({"customer_rank": 0})

    def _get_kinds(self, partners):
        return [partner._get_consent_kind() for partner in partners]

    def test_what_was_bought_before_counts(self):
        self.assertTrue(self.imported.is_customer)
        self.assertEqual(self.imported.customer_rank, 0)
        self.assertFalse(self.lead.is_customer)
        self.assertTrue(self.chosen.is_customer)

    def test_a_rank_that_is_not_written_yet_counts(self):
        self.lead.customer_rank = 1
        found = self.env["res.partner"].search(
            [("id", "=", self.lead.id), ("is_customer", "=", True)]
        )
        self.assertEqual(found, self.lead)

    def test_an_employee_has_the_kind_of_the_company_and_is_no_customer_himself(self):
        self.assertFalse(self.clerk.is_customer)
        self.assertEqual(self._get_kinds(self.clerk | self.shop), ["customer"] * 2)

    def test_mailings_see_the_same_kinds(self):
        partners = self.clerk | self.lead | self.chosen | self.imported | self.archived
        kinds = ["customer", "prospect", *["customer"] * 3]
        self.assertEqual(self._get_kinds(partners), kinds)
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Offers",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "speech_audience": "customers",
            }
        )
        reasons = mailing._get_suppression().decide_all(partners.ids)
        others = [id_ for id_, why in reasons.items() if why == "speech_audience"]
        self.assertEqual(others, self.lead.ids)
