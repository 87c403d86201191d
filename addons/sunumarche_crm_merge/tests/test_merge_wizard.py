from odoo.tests import Form, tagged
from odoo.tools import format_date

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeWizard(MergeCase):
    """Contacts side by side: what differs is chosen field by field."""

    def _open(self, partners=None):
        partners = (partners or self.kept | self.gone).with_user(self.merger)
        action = partners.action_merge()
        wizards = self.env["sunumarche.merge.wizard"].with_user(self.merger)
        return wizards.browse(action["res_id"])

    def test_who_has_documents_is_to_be_kept(self):
        self.env["sale.order"].create({"partner_id": self.gone.id})
        self.assertEqual(self._open().survivor_id, self.gone)

    def test_what_differs_is_compared_and_chosen(self):
        self.gone.city = "Thiès"
        wizard = self._open()
        self.assertEqual(wizard.survivor_id, self.kept)
        self.assertIn("Thiès", wizard.comparison)
        lines = {line.field_name: line for line in wizard.line_ids}
        self.assertEqual(lines["city"].source_id, self.gone)
        self.assertEqual(lines["phone"].source_id, self.kept)
        with (
            Form(wizard) as form,
            form.line_ids.edit(list(lines).index("phone")) as line,
        ):
            line.source_id = self.gone
        wizard.action_merge()
        self.assertEqual(self.kept.city, "Thiès")
        self.assertEqual(self.kept.phone_sanitized, "+221761234567")

    def test_the_places_of_numbers_follow_the_choice(self):
        wizard = self._open()
        self.assertEqual(
            wizard.places.replace("+221 ", "").splitlines()[:2],
            ["77 123 45 67: Phone", "76 123 45 67: Second Number"],
        )
        line = wizard.line_ids.filtered(lambda each: each.field_name == "phone")
        line.source_id = self.gone
        self.assertEqual(
            wizard.places.replace("+221 ", "").splitlines()[:2],
            ["76 123 45 67: Phone", "77 123 45 67: Second Number"],
        )

    def test_namesakes_are_told_apart(self):
        self.assertNotIn("since", self._open().comparison)
        self.gone.name = self.kept.name
        self.kept.ref = "C042"
        comparison = self._open().comparison
        since = f"Awa Diop, since {format_date(self.env, self.gone.create_date)}"
        self.assertIn(f"<th>{since}</th>", comparison)
        self.assertIn(f'data-label="{since}"', comparison)
        self.assertIn('data-label="Awa Diop, no. C042"', comparison)

    def test_what_was_chosen_is_undone_with_the_merge(self):
        self.gone.lastname = "Diop Fall"
        before = self._dump()
        wizard = self._open()
        line = wizard.line_ids.filtered(lambda each: each.field_name == "lastname")
        line.source_id = self.gone
        wizard.action_merge()
        self.assertEqual(self.kept.name, "Awa Diop Fall")
        merge = self.env["sunumarche.merge"].search(
            [("survivor_id", "=", self.kept.id)]
        )
        merge.with_user(self.merger).action_undo()
        # sudo: sunumarche.merge.wizard - core removes it later
        wizard.sudo().unlink()
        after = self._dump()
        self.assertEqual(self._find_differences(before, after), [])

    def test_the_preview_counts_and_moves_nothing(self):
        order = self.env["sale.order"].create({"partner_id": self.gone.id})
        self._invoice(10_000, "2025-01-10", self.gone)
        self.company.fiscalyear_lock_date = "2025-01-31"
        wizard = self._open()
        wizard.survivor_id = self.kept
        self.assertIn(f"{order._description}: 1", wizard.summary)
        self.assertIn("Journal Entry: 1", wizard.kept)
        self.assertEqual(order.partner_id, self.gone)

    def test_what_stands_against_is_said(self):
        self.gone.is_company = True
        wizard = self._open()
        self.assertIn("not one contact", wizard.obstacles)
        self.assertFalse(wizard.summary)

    def test_not_duplicates_is_remembered(self):
        self._open().action_refuse()
        pairs = self.env["sunumarche.duplicate.exception"]._get_pairs()
        self.assertIn(tuple(sorted((self.kept.id * 4, self.gone.id * 4))), pairs)
