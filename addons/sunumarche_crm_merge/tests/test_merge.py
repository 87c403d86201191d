from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestMerge(MergeCase):
    """Nothing is lost when contacts become one."""

    # Six things that core's own wizard loses or refuses.
    def test_a_computed_salesperson_is_kept(self):
        self.gone.user_id = self.merger
        self.gone.lang = False
        self._merge()
        self.assertEqual(self.kept.user_id, self.merger)

    def test_a_barcode_is_kept(self):
        self.gone.barcode = "0420000000001"
        self._merge()
        self.assertEqual(self.kept.barcode, "0420000000001")
        self.assertFalse(self.gone.barcode)

    def test_the_second_number_and_address_are_kept(self):
        self.gone.email = "awa.diop@example.org"
        self._merge()
        self.assertRecordValues(
            self.kept,
            [
                {
                    "phone_sanitized": "+221771234567",
                    "second_phone": "+221761234567",
                    "email": "awa@example.com",
                    "second_email": "awa.diop@example.org",
                }
            ],
        )
        known = self.env["sunumarche.common.key"]._lookup(["awa.diop@example.org"])
        self.assertEqual([row.id for row in known], self.kept.ids)

    def test_an_objection_of_one_is_of_both(self):
        self.gone.email = "awa.diop@example.org"
        self.env["mail.blacklist"]._add("awa.diop@example.org")
        self._merge()
        listed = self.env["mail.blacklist"].search([("email", "=", "awa@example.com")])
        self.assertTrue(listed)

    def test_more_than_three_are_merged_by_who_is_no_administrator(self):
        others = self.env["res.partner"].create(
            [{"name": f"Awa Diop {number}"} for number in range(5)]
        )
        merge = self._merge(losers=self.gone | others)
        self.assertEqual(len(merge.loser_ids), 6)
        self.assertFalse(any(others.mapped("active")))

    # What else moves.
    def test_documents_and_what_hangs_on_a_contact_move(self):
        order = self.env["sale.order"].create({"partner_id": self.gone.id})
        lead = self.env["crm.lead"].create(
            {"name": "A lead", "partner_id": self.gone.id, "type": "opportunity"}
        )
        invoice = self._invoice(10_000, "2025-05-02", self.gone)
        note = self.gone.message_post(body="A note")
        child = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.gone.id}
        )
        activity = self.gone.activity_schedule(
            "mail.mail_activity_data_todo", summary="Call"
        )
        file = self.env["ir.attachment"].create(
            {"name": "id.txt", "res_model": "res.partner", "res_id": self.gone.id}
        )
        self._merge()
        self.assertEqual(order.partner_id | order.partner_invoice_id, self.kept)
        self.assertEqual(order.customer_id, self.kept)
        self.assertEqual(lead.partner_id, self.kept)
        self.assertEqual(invoice.partner_id | invoice.commercial_partner_id, self.kept)
        self.assertEqual(invoice.line_ids.partner_id, self.kept)
        self.assertEqual(note.res_id, self.kept.id)
        self.assertEqual(activity.res_id, self.kept.id)
        self.assertEqual(file.res_id, self.kept.id)
        self.assertEqual(child.parent_id, self.kept)
        self.assertEqual(child.complete_name, "Awa Diop, Buyer")
        self.assertEqual(child.commercial_partner_id, self.kept)

    def test_values_that_depend_on_the_company_are_joined(self):
        terms = self.env["account.payment.term"].create({"name": "Ten days"})
        other = self.company_data_2 if hasattr(self, "company_data_2") else None
        company = other["company"] if other else self.company
        self.gone.with_company(company).property_payment_term_id = terms
        self._merge()
        kept = self.kept.with_company(company)
        self.assertEqual(kept.property_payment_term_id, terms)

    def test_tags_and_followers_of_both_are_folded(self):
        tags = self.env["res.partner.category"].create(
            [{"name": "One"}, {"name": "Two"}]
        )
        self.kept.category_id = tags[0]
        self.gone.category_id = tags
        follower = self.merger.partner_id
        (self.kept | self.gone).message_subscribe(follower.ids)
        self._merge()
        self.assertEqual(self.kept.category_id, tags)
        self.assertEqual(self.kept.message_partner_ids & follower, follower)
        self.assertFalse(self.gone.category_id)

    def test_an_entry_of_a_closed_period_stays(self):
        closed = self._invoice(10_000, "2025-01-10", self.gone)
        opened = self._invoice(5_000, "2025-05-10", self.gone)
        self.company.fiscalyear_lock_date = "2025-01-31"
        merge = self._merge()
        self.assertEqual(closed.partner_id, self.gone)
        self.assertEqual(closed.line_ids.partner_id, self.gone)
        self.assertEqual(opened.partner_id, self.kept)
        self.assertTrue(merge.kept)

    def test_amounts_of_the_survivor_are_those_of_both(self):
        self._invoice(10_000, "2025-05-02", self.kept)
        self._invoice(5_000, "2025-05-03", self.gone)
        self._merge()
        self._refresh()
        self.assertEqual(self._indicator(self.kept).net_amount, 15_000)
        self.assertFalse(self._indicator(self.gone))

    def test_what_the_survivor_has_of_its_own_stays(self):
        self.kept.write({"city": "Dakar", "street": False})
        self.gone.write({"city": "Thiès", "street": "1 rue de la Gare"})
        self._merge()
        self.assertRecordValues(self.kept, [{"city": "Dakar", "street": False}])

    def test_the_loser_is_archived_and_found_no_more(self):
        self._merge()
        self.assertRecordValues(
            self.gone,
            [{"active": False, "merged_into_id": self.kept.id, "phone": False}],
        )

    def test_a_merge_stands_in_the_journal(self):
        self._merge()
        event = self.env["sunumarche.journal"].search(
            [("kind", "=", "merge")], order="id desc", limit=1
        )
        self.assertEqual(event.res_id, self.kept.id)
        self.assertEqual(event.user_id, self.merger)

    # What is refused.
    def test_a_company_and_a_person_are_not_merged(self):
        self.gone.is_company = True
        with self.assertRaisesRegex(UserError, "not one contact"):
            self._merge()

    def test_a_colleague_is_not_merged(self):
        with self.assertRaisesRegex(UserError, "colleague"):
            self._merge(losers=self.merger.partner_id)

    def test_a_merged_contact_is_not_merged_again(self):
        self._merge()
        other = self._create_customer("Awa Diop")
        with self.assertRaisesRegex(UserError, "already"):
            self._merge(other, self.gone)

    # The batch.
    def test_statements_do_not_grow_with_the_groups(self):
        def prepare(count):
            partners = self.env["res.partner"].create(
                [{"name": f"Same {number}"} for number in range(2 * count)]
            )
            for partner in partners:
                self.env["sale.order"].create({"partner_id": partner.id})
            self.env.flush_all()
            return dict(zip(partners[:count], partners[count:], strict=True))

        counts = []
        for size in (2, 12):
            groups = prepare(size)
            before = self.env.cr.sql_log_count
            self.env["sunumarche.merge"].with_user(self.merger)._merge(groups)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 5)

    def test_the_batch_skips_conflicts_and_says_why(self):
        one, other = self.env["res.partner"].create(
            [
                {"name": "Modou Fall", "birthdate": "1980-01-01"},
                {"name": "Modou Fall", "birthdate": "1990-01-01"},
            ]
        )
        merges, skipped = (
            self.env["sunumarche.merge"]
            .with_user(self.merger)
            ._merge_safe([self.kept | self.gone, one | other])
        )
        self.assertEqual(merges.survivor_id | merges.loser_ids, self.kept | self.gone)
        self.assertEqual(len(skipped), 1)
        self.assertIn("Modou Fall", skipped[0])

    def test_bank_accounts_of_one_number_are_folded_with_their_files(self):
        accounts = self.env["res.partner.bank"].create(
            [
                {"acc_number": "SN08 1234", "partner_id": partner.id}
                for partner in (self.kept, self.gone)
            ]
        )
        file = self.env["ir.attachment"].create(
            {
                "name": "bank.txt",
                "res_model": "res.partner.bank",
                "res_id": accounts[1].id,
            }
        )
        self._merge()
        self.assertEqual(accounts.exists(), accounts[0])
        self.assertEqual(file.res_id, accounts[0].id)

    def test_a_static_list_holds_the_survivor(self):
        segment = self.env["sunumarche.segment"].create(
            {
                "name": "By hand",
                "kind": "list",
                "partner_ids": [Command.set((self.kept | self.gone).ids)],
            }
        )
        self._merge()
        self.assertEqual(segment.partner_ids, self.kept)
