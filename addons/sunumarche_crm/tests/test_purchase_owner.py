from odoo.tests import tagged
from odoo.tools import SQL

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestPurchaseOwner(CustomerCase):
    """Imported purchases belong to the company that their customer works for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.purchase = cls._import_purchase(279_490, "2025-03-01")
        cls.parent = cls._create_customer("Keur Serigne SARL", is_company=True)

    def setUp(self):
        super().setUp()
        self._refresh()
        self._empty_queue()

    def test_a_new_parent_gets_the_purchases_and_both_are_refreshed(self):
        self.customer.parent_id = self.parent
        self.assertEqual(self._queued(), self.customer | self.parent)
        self.assertEqual(self.purchase.commercial_partner_id, self.parent)
        self.env["sunumarche.customer.indicator.queue"]._process_batch()
        self.assertEqual(self._indicator(self.parent).net_amount, 279_490)
        self.assertFalse(self._indicator())

    def test_leaving_the_parent_takes_them_back(self):
        self.customer.parent_id = self.parent
        self._refresh()
        self.customer.parent_id = False
        self._refresh(partners=self._queued())
        self.assertEqual(self._indicator().net_amount, 279_490)
        self.assertFalse(self._indicator(self.parent))

    def test_the_night_repairs_what_was_left_behind(self):
        self.customer.parent_id = self.parent
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE sunumarche_purchase_history SET commercial_partner_id = %s"
                " WHERE id = %s",
                self.customer.id,
                self.purchase.id,
            )
        )
        self.purchase.invalidate_recordset()
        self._refresh()
        self.assertEqual(self.purchase.commercial_partner_id, self.parent)
        self.assertEqual(self._indicator(self.parent).net_amount, 279_490)
        self.assertFalse(self._indicator())

    def test_the_night_of_one_company_leaves_the_other_alone(self):
        other = self.setup_other_company(name="Thiès")["company"]
        theirs = self._import_purchase(10, "2025-03-02", company_id=other.id)
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE sunumarche_purchase_history SET commercial_partner_id = %s"
                " WHERE id = %s",
                self.parent.id,
                theirs.id,
            )
        )
        theirs.invalidate_recordset()
        self._refresh()
        self.assertEqual(theirs.commercial_partner_id, self.parent)
        self._refresh(company=other)
        self.assertEqual(theirs.commercial_partner_id, self.customer)

    def test_what_does_not_count_marks_nobody(self):
        self.purchase.quantity = 3
        self.assertFalse(self._queued())
        self.purchase.amount = 5
        self.assertEqual(self._queued(), self.customer)
