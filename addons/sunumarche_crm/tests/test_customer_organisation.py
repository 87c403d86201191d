from odoo.exceptions import ValidationError
from odoo.fields import Date
from odoo.tests import freeze_time, new_test_user, tagged

from .link_common import LinkCase


@tagged("post_install", "-at_install")
class TestCustomerOrganisation(LinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.awa + cls.binta + cls.cheikh).parent_id = cls.shop
        cls.contacts = (cls.awa + cls.binta + cls.cheikh).with_user(cls.user)

    def test_it_is_read_from_links(self):
        self._link(self.awa, "reports_to", self.binta)
        self._link(self.binta, "manager", self.cheikh)
        self.assertEqual(self.awa.reports_to_id, self.binta)
        self.assertEqual(self.cheikh.reports_to_id, self.binta)
        self.assertEqual(self.binta.direct_report_ids, self.awa + self.cheikh)
        self.assertFalse(self.binta.reports_to_id)

    def test_dragging_writes_links(self):
        awa, binta, cheikh = self.contacts
        awa.write({"reports_to_id": binta.id})
        link = awa.link_ids
        self.assertFalse(link.date_start)
        awa.write({"reports_to_id": cheikh.id})
        self.assertEqual(link.date_end, Date.to_date("2025-06-29"))
        self.assertEqual(awa.reports_to_id, cheikh)
        # What began today was a mistake: nothing of it stays.
        awa.write({"reports_to_id": binta.id})
        self.assertEqual(len(awa.link_ids), 2)
        awa.write({"reports_to_id": False})
        self.assertFalse(awa.reports_to_id)
        self.assertEqual(awa.link_ids, link)

    def test_the_past_stays(self):
        awa, binta, cheikh = self.contacts
        awa.reports_to_id = binta
        awa.reports_to_id = cheikh
        with freeze_time("2025-06-29"):
            self.env.invalidate_all()
            self.assertEqual(awa.reports_to_id, binta)

    def test_loops_are_refused(self):
        awa, binta, cheikh = self.contacts
        awa.reports_to_id = binta
        binta.reports_to_id = cheikh
        with self.assertRaisesRegex(ValidationError, "loop"):
            cheikh.reports_to_id = awa

    def test_the_chart_shows_roots_and_opens_downwards(self):
        awa, binta, cheikh = self.contacts
        awa.reports_to_id = binta
        cheikh.reports_to_id = binta
        action = binta.action_open_organisation()
        partners = self.env["res.partner"].with_user(self.user)
        roots = partners.search([*action["domain"], ("reports_to_id", "=", False)])
        self.assertEqual(roots, binta)
        read = partners.hierarchy_read(
            [*action["domain"], ("reports_to_id", "=", False)],
            {"name": {}, "direct_report_ids": {"fields": {"id": {}}}},
            "reports_to_id",
            "direct_report_ids",
        )
        self.assertEqual({one["id"] for one in read}, set(self.contacts.ids))

    def test_roles(self):
        decider = self.env.ref("sunumarche_crm.contact_role_decider")
        self.contacts[0].contact_role_ids = decider
        found = self.env["res.partner"].search(
            [("contact_role_ids", "=", decider.id), ("id", "in", self.contacts.ids)]
        )
        self.assertEqual(found, self.awa)

    def test_who_reads_no_figures_duplicates_a_contact_all_the_same(self):
        buyer = new_test_user(self.env, "buyer", "sunumarche_crm.group_buyer")
        payer = self.env.ref("sunumarche_crm.contact_role_payer")
        supplier = self.env["res.partner"].create(
            {"name": "Supplier", "supplier_rank": 1, "contact_role_ids": payer.ids}
        )
        copied = supplier.with_user(buyer).copy({"supplier_rank": 1})
        self.assertFalse(copied.sudo().contact_role_ids)
