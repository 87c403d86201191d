from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeScope(MergeCase):
    """Who sees merges, comparisons and what was written down; the nightly search."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user(
            "seller",
            "sunumarche_crm.group_salesperson,sunumarche_crm_merge.group_merge,"
            "base.group_partner_manager",
        )
        cls.agent = cls._create_user("agent", "sunumarche_crm.group_service_agent")

    @classmethod
    def _create_user(cls, login, groups):
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _create_pair(self):
        return self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "phone": "+221771112233",
                    "email": "fatou.ndiaye@example.com",
                    "birthdate": "1985-03-02",
                    "city": "Dakar",
                }
                for name in ("Fatou N'Diaye", "Fatou Ndiaye")
            ]
        )

    def _open(self, partners, user=None):
        user = user or self.merger
        action = partners.with_user(user).action_merge()
        wizards = self.env["sunumarche.merge.wizard"].with_user(user)
        return wizards.browse(action["res_id"])

    def test_a_salesperson_sees_the_merges_of_his_own_customers(self):
        merge = self._merge()
        merges = self.env["sunumarche.merge"].with_user(self.seller)
        self.assertFalse(merges.search([]))
        self.kept.user_id = self.seller
        self.assertEqual(merges.search([]), merge)

    def test_who_lost_the_customer_does_not_undo(self):
        (self.kept | self.gone).user_id = self.seller
        merge = (
            self.env["sunumarche.merge"]
            .with_user(self.seller)
            ._merge({self.kept: self.gone})
        )
        self.kept.user_id = self.merger
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            merge.with_user(self.seller).action_undo()
        self.assertFalse(self.gone.active)

    def test_merges_of_another_company_s_contacts_are_not_seen(self):
        merge = self._merge()
        merges = self.env["sunumarche.merge"].with_user(self.merger)
        self.assertEqual(merges.search([]), merge)
        self.kept.company_id = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(merges.search([]))

    def test_what_was_written_down_is_for_administrators(self):
        merge = self._merge()
        admin = self._create_user("admin2", "sunumarche_crm.group_administrator")
        moves = self.env["sunumarche.merge.move"]
        domain = [("merge_id", "=", merge.id), ("operation", "=", "before")]
        cards = moves.with_user(admin).search(domain)
        self.assertEqual(set(cards.mapped("old_id")), {self.kept.id, self.gone.id})
        with self.assertRaises(AccessError):
            cards.rows = []
        with self.assertRaises(AccessError):
            moves.with_user(self.merger).search(domain)

    def test_nobody_writes_or_deletes_a_merge_by_hand(self):
        merge = self._merge()
        with self.assertRaises(AccessError):
            merge.with_user(self.merger).undo_until = "2100-01-01"
        with self.assertRaises(AccessError):
            merge.with_user(self.merger).unlink()

    def test_without_the_right_nothing_is_compared_refused_or_listed(self):
        partners = (self.kept | self.gone).with_user(self.agent)
        with self.assertRaises(AccessError):
            partners.action_merge()
        with self.assertRaises(AccessError):
            partners[0].action_open_merges()
        with self.assertRaises(AccessError):
            partners[0].read(["merge_count"])
        self.assertFalse(self.env["sunumarche.duplicate.exception"]._get_pairs())

    def test_the_merges_of_a_contact_are_opened_from_it(self):
        merge = self._merge()
        self._merge(self._create_customer("Other"), self._create_customer("Another"))
        partner = self.kept.with_user(self.merger)
        self.assertEqual(partner.merge_count, 1)
        action = partner.action_open_merges()
        self.assertEqual(action["res_model"], "sunumarche.merge")
        found = self.env["sunumarche.merge"].search(action["domain"])
        self.assertEqual(found, merge)

    def test_one_contact_is_nothing_to_compare(self):
        with self.assertRaisesRegex(UserError, "two contacts or more"):
            self.kept.with_user(self.merger).action_merge()

    def test_the_comparison_shows_who_is_kept_first(self):
        self.gone.city = "Thiès"
        wizard = self._open(self.kept | self.gone)
        self.assertIn("<th></th><th>Awa Diop<span", wizard.comparison)
        self.assertIn(
            '<td data-label="Awa Diop">-</td><td data-label="Awa DIOP">Thiès</td>',
            wizard.comparison,
        )
        with Form(wizard) as form:
            form.survivor_id = self.gone
        self.assertIn("<th></th><th>Awa DIOP<span", wizard.comparison)
        self.assertIn(
            '<td data-label="Awa DIOP">Thiès</td><td data-label="Awa Diop">-</td>',
            wizard.comparison,
        )

    def test_changing_who_is_kept_counts_anew_before_it_is_saved(self):
        self.env["sale.order"].create([{"partner_id": self.kept.id}] * 2)
        self.env["sale.order"].create({"partner_id": self.gone.id})
        form = Form(self._open(self.kept | self.gone))
        self.assertEqual(form.summary.splitlines()[0], "Sales Order: 1")
        form.survivor_id = self.gone
        self.assertEqual(form.summary.splitlines()[0], "Sales Order: 2")
        self.assertEqual(form.comparison.count("<th>Awa"), 2)
        self.assertFalse(form.obstacles)

    def test_changing_who_is_kept_keeps_what_he_has_of_his_own(self):
        self.kept.city = "Dakar"
        with Form(self._open(self.kept | self.gone)) as form:
            form.survivor_id = self.gone
        sources = {line.field_name: line.source_id for line in form.record.line_ids}
        self.assertEqual(sources["phone"], self.gone)
        self.assertEqual(sources["city"], self.kept)
        form.record.action_merge()
        self.assertRecordValues(
            self.gone,
            [{"name": "Awa DIOP", "city": "Dakar", "email": "awa@example.com"}],
        )

    def test_a_name_is_shown_as_text_and_not_as_html(self):
        self.gone.city = "<b>Thiès</b>"
        wizard = self._open(self.kept | self.gone)
        self.assertIn("&lt;b&gt;Thiès&lt;/b&gt;", wizard.comparison)
        self.assertNotIn("<b>", wizard.comparison)

    def test_companies_are_compared_by_their_name(self):
        shops = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Sandaga", "SANDAGA SARL")]
        )
        wizard = self._open(shops)
        self.assertEqual(wizard.line_ids.mapped("field_name"), ["name"])
        self.assertEqual(wizard.line_ids.value, "Sandaga")
        wizard.line_ids.source_id = shops[1]
        wizard.action_merge()
        self.assertEqual(shops.mapped("name"), ["SANDAGA SARL", "SANDAGA SARL"])
        self.assertEqual(shops.filtered("active"), shops[0])

    def test_the_night_finds_who_is_merged_from_the_group(self):
        pair = self._create_pair()
        cron = self.env.ref("sunumarche_crm_merge.ir_cron_duplicate_group_find")
        self.assertEqual(cron.code, "model._cron_find()")
        self.env[cron.model_id.model]._cron_find()
        groups = self.env["sunumarche.duplicate.group"]
        group = groups.search([("member_ids.partner_id", "in", pair.ids)])
        self.assertEqual(group.member_ids.partner_id, pair)
        wizard = self.env["sunumarche.merge.wizard"].with_user(self.merger)
        wizard = wizard.browse(group.with_user(self.merger).action_merge()["res_id"])
        self.assertIn("Phone: the same", wizard.reasons)
        action = wizard.action_merge()
        self.assertEqual(action["res_id"], wizard.survivor_id.id)
        self.assertFalse(group.exists())

    def test_a_group_with_a_lead_waits_for_its_link(self):
        pair = self._create_pair()
        pair.user_id = self.seller
        lead = self.env["crm.lead"].create(
            {
                "name": "A lead",
                "contact_name": "Fatou Ndiaye",
                "phone": "+221771112233",
                "email_from": "fatou.ndiaye@example.com",
                "birthdate": "1985-03-02",
                "type": "lead",
                "user_id": self.seller.id,
            }
        )
        groups = self.env["sunumarche.duplicate.group"]
        groups._find(learn=False)
        group = groups.search([("member_ids.partner_id", "in", pair.ids)])
        self.assertEqual(group.member_ids.lead_id, lead)
        wizard = self.env["sunumarche.merge.wizard"].with_user(self.seller)
        wizard = wizard.browse(group.with_user(self.seller).action_merge()["res_id"])
        wizard.action_merge()
        self.assertTrue(group.exists())
        group.with_user(self.seller).action_merge()
        self.assertEqual(lead.partner_id, wizard.survivor_id)
        self.assertFalse(group.exists())
