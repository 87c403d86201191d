from odoo.tests import tagged

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeFigures(MergeCase):
    """What closed books keep with the contact that went counts for the one kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closed = cls._invoice(1_000, "2025-01-10", cls.gone)
        cls.opened = cls._invoice(500, "2025-05-10", cls.gone)
        cls.payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": cls.gone.id,
                "amount": 400,
                "date": "2025-01-20",
                "journal_id": cls.company_data["default_journal_bank"].id,
                "payment_method_line_id": cls.inbound_payment_method_line.id,
            }
        )
        cls.payment.action_post()
        cls.company.fiscalyear_lock_date = "2025-01-31"

    def _figures(self, partner):
        indicator = self._indicator(partner)
        return (
            indicator.net_amount,
            indicator.purchase_count,
            indicator.amount_due,
        )

    def test_turnover_and_debt_of_closed_books_count_for_the_contact_kept(self):
        self._merge()
        self.assertEqual(self.closed.partner_id, self.gone)
        self.assertEqual(self.gone.figure_heir_id, self.kept)
        self._refresh()
        self.assertEqual(self._figures(self.kept), (1_500, 2, 1_100))
        self.assertFalse(self._indicator(self.gone))

    def test_the_undo_gives_them_back(self):
        merge = self._merge()
        merge.with_user(self.merger).action_undo()
        self.assertFalse(self.gone.figure_heir_id)
        self._refresh()
        self.assertEqual(self._figures(self.gone), (1_500, 2, 1_100))
        self.assertFalse(self._indicator(self.kept))

    def test_they_follow_a_second_merge(self):
        last = self._create_customer("Awa Diop Fall")
        self._merge()
        self._merge(last, self.kept)
        self.assertEqual(self.gone.figure_heir_id, last)
        self._refresh()
        self.assertEqual(self._figures(last), (1_500, 2, 1_100))
        self.assertFalse(last.figure_heir_id)

    def test_a_payment_stays_with_its_entry(self):
        self._merge()
        self.assertEqual(self.payment.partner_id, self.gone)
        self.assertEqual(self.payment.move_id.partner_id, self.gone)
        self.assertEqual(self.payment.move_id.line_ids.partner_id, self.gone)

    def test_of_open_books_nothing_is_inherited(self):
        self.company.fiscalyear_lock_date = False
        self._merge()
        self.assertFalse(self.gone.figure_heir_id)
        self.assertEqual(self.payment.partner_id, self.kept)
        self.assertEqual(self.payment.move_id.partner_id, self.kept)
