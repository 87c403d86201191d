from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.sunumarche_crm.engine.segment_refresh import SegmentRefresh


@tagged("post_install", "-at_install")
class TestLoyaltyProgram(TransactionCase):
    """A programme for segments is open to their members only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member, cls.other = cls.env["res.partner"].create(
            [{"name": "Awa Diop"}, {"name": "Omar Sy"}]
        )
        cls.segment = cls.env["sunumarche.segment"].create(
            {
                "name": "VIP",
                "kind": "list",
                "partner_ids": [Command.set(cls.member.ids)],
            }
        )
        SegmentRefresh(cls.env).run(cls.segment)
        cls.product = cls.env["product.product"].create(
            {"name": "Boubou", "list_price": 10000, "taxes_id": False}
        )
        cls.env["loyalty.program"].search([]).action_archive()
        cls.program = cls.env["loyalty.program"].create(
            {
                "name": "Ten percent for VIP",
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "segment_ids": [Command.set(cls.segment.ids)],
                "rule_ids": [Command.create({"minimum_qty": 1})],
                "reward_ids": [
                    Command.create({"reward_type": "discount", "discount": 10})
                ],
            }
        )

    def _order(self, partner):
        order = self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        order._update_programs_and_rewards()
        return order

    def test_members_only(self):
        for partner, expected in ((self.member, self.program), (self.other, None)):
            order = self._order(partner)
            found = order._get_applied_programs()
            self.assertEqual(found, expected or self.program.browse())

    def test_a_contact_of_a_member(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.member.id}
        )
        self.assertFalse(self._order(contact)._get_closed_programs())

    def test_a_program_without_segments_is_for_everybody(self):
        self.program.segment_ids = False
        self.assertEqual(self._order(self.other)._get_applied_programs(), self.program)
