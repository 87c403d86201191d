from odoo.fields import Command
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestLetterHousehold(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        address = {"street": "12 rue Blanchot", "city": "Dakar", "customer_rank": 1}
        cls.awa, cls.binta, cls.cheikh = cls.env["res.partner"].create(
            [{"name": name, **address} for name in ("Awa", "Binta", "Cheikh")]
        )
        cls.everybody = cls.awa + cls.binta + cls.cheikh
        cls.household = cls.env["sunumarche.household"].create(
            {
                "head_id": cls.binta.id,
                "member_ids": [Command.create({"partner_id": cls.awa.id})],
            }
        )

    def test_a_household_gets_one_letter_its_head_s(self):
        recipients, refused = self.everybody._split_letter_recipients()
        self.assertEqual(recipients, self.binta + self.cheikh)
        self.assertFalse(refused)

    def test_without_the_head_another_member_gets_it(self):
        recipients, _refused = (self.awa + self.cheikh)._split_letter_recipients()
        self.assertEqual(recipients, self.awa + self.cheikh)

    def test_a_head_without_an_address_leaves_the_letter_to_another(self):
        self.binta.street = False
        recipients, refused = self.everybody._split_letter_recipients()
        self.assertEqual(recipients, self.awa + self.cheikh)
        self.assertEqual([partner for partner, _reason in refused], [self.binta])

    def test_who_left_gets_his_own(self):
        member = self.household.member_ids.filtered(
            lambda one: one.partner_id == self.awa
        )
        member.date_end = "2020-01-01"
        recipients, _refused = self.everybody._split_letter_recipients()
        self.assertEqual(recipients, self.everybody)
