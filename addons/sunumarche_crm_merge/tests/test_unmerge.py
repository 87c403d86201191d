from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestUnmerge(MergeCase):
    """A merge is taken back as if it had not been."""

    def test_everything_is_as_before(self):
        self.gone.email = "awa.diop@example.org"
        self.env["mail.blacklist"]._add("awa.diop@example.org")
        self.env["sale.order"].create({"partner_id": self.gone.id})
        self._invoice(10_000, "2025-05-02", self.gone)
        self.gone.barcode = "0420000000001"
        (self.kept | self.gone).message_subscribe(self.merger.partner_id.ids)
        before = self._dump()
        merge = self._merge()
        self.assertTrue(self._find_differences(before, self._dump()))
        merge.action_undo()
        self.assertEqual(self._find_differences(before, self._dump()), [])
        self.assertEqual(merge.state, "undone")
        self.assertFalse(merge.report)

    def test_documents_made_since_stay_and_are_listed(self):
        merge = self._merge()
        # sudo: sunumarche.merge - as if the merge had been some days ago
        merge.sudo().date = "2025-01-01"
        order = self.env["sale.order"].create({"partner_id": self.kept.id})
        merge.action_undo()
        self.assertEqual(order.partner_id, self.kept)
        self.assertIn(order._description, merge.report)

    def test_what_was_changed_since_stays(self):
        self.gone.function = "Buyer"
        merge = self._merge()
        self.kept.function = "Head buyer"
        merge.action_undo()
        self.assertEqual(self.kept.function, "Head buyer")
        self.assertEqual(self.gone.function, "Buyer")
        self.assertIn("Awa Diop", merge.report)

    def test_a_document_given_to_somebody_else_is_left_there(self):
        order = self.env["sale.order"].create({"partner_id": self.gone.id})
        merge = self._merge()
        other = self._create_customer("Somebody else")
        order.partner_id = other
        merge.action_undo()
        self.assertEqual(order.partner_id, other)

    def test_the_figures_are_of_each_again(self):
        self._invoice(10_000, "2025-05-02", self.kept)
        self._invoice(5_000, "2025-05-03", self.gone)
        self._refresh()
        merge = self._merge()
        self._refresh()
        merge.action_undo()
        self._refresh()
        self.assertEqual(self._indicator(self.kept).net_amount, 10_000)
        self.assertEqual(self._indicator(self.gone).net_amount, 5_000)

    def test_it_is_too_late_after_the_days_set(self):
        self.env["ir.config_parameter"].set_param("sunumarche_crm_merge.undo_days", "3")
        merge = self._merge()
        with freeze_time("2025-07-10"), self.assertRaisesRegex(UserError, "no longer"):
            merge.invalidate_recordset()
            merge.action_undo()

    def test_merges_are_undone_in_the_other_order(self):
        first = self._merge()
        other = self._create_customer("Awa Diop Ndiaye")
        second = self._merge(other, self.kept)
        with self.assertRaisesRegex(UserError, "undo that merge first"):
            first.action_undo()
        second.action_undo()
        first.action_undo()
        self.assertTrue(self.gone.active)
        self.assertFalse((self.kept | self.gone).merged_into_id)

    def test_it_is_not_undone_twice(self):
        merge = self._merge()
        merge.action_undo()
        with self.assertRaisesRegex(UserError, "already"):
            merge.action_undo()
