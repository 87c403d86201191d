from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import CustomerCase


@tagged("post_install", "-at_install")
class TestHousehold(CustomerCase):
    """Awa and Binta live together; Binta left at the end of March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "household_seller", groups="sunumarche_crm.group_salesperson"
        )
        cls.user.company_ids = cls.company
        cls.user.company_id = cls.company
        cls.awa, cls.binta, cls.cheikh = (
            cls._create_customer(name, user_id=cls.user.id)
            for name in ("Awa Ndiaye", "Binta Sow", "Cheikh Fall")
        )
        cls.household = cls.env["sunumarche.household"].create(
            {
                "head_id": cls.awa.id,
                "member_ids": [
                    Command.create(
                        {"partner_id": cls.binta.id, "date_end": "2025-03-31"}
                    )
                ],
            }
        )

    def _as_user(self, records):
        return records.with_user(self.user).with_context(
            allowed_company_ids=self.company.ids
        )

    def _member(self, partner):
        return self.household.member_ids.filtered(
            lambda member: member.partner_id == partner
        )

    def test_the_head_belongs_to_it(self):
        self.assertEqual(self.household.name, "Ndiaye household")
        self.assertEqual(self.household._get_members(), self.awa)
        march = Date.to_date("2025-03-31")
        self.assertEqual(self.household._get_members(march), self.awa + self.binta)
        self.assertEqual(self.awa.household_id, self.household)
        self.assertFalse(self.binta.household_id)
        found = self.env["res.partner"].search(
            [("household_id", "=", self.household.id)]
        )
        self.assertEqual(found, self.awa)

    def test_a_member_is_linked_to_the_head(self):
        link = self._member(self.binta).link_id
        self.assertEqual(link.other_partner_id, self.awa)
        self.assertEqual(link.date_end, Date.to_date("2025-03-31"))
        self._member(self.binta).date_end = False
        self.assertFalse(link.date_end)
        self._member(self.binta).unlink()
        self.assertFalse(link.exists())

    def test_another_head(self):
        self._member(self.binta).date_end = False
        self.household.head_id = self.binta
        self.assertFalse(self._member(self.binta).link_id)
        self.assertEqual(self._member(self.awa).link_id.other_partner_id, self.binta)
        self.household.head_id = self.cheikh
        self.assertIn(self.cheikh, self.household._get_members())
        self.assertEqual(self._member(self.awa).link_id.other_partner_id, self.cheikh)

    def test_the_sum_of_the_members_is_the_household_after_one_left(self):
        self._invoice(10_000, "2025-02-01", self.awa)
        self._invoice(20_000, "2025-03-31", self.binta)
        self._credit(5_000, "2025-03-31", self.binta)
        self._invoice(99_000, "2025-04-01", self.binta)
        self._import_purchase(3_000, "2024-05-05", self.awa)
        self.env.flush_all()
        household = self._as_user(self.household)
        amounts = dict(
            zip(
                household.member_ids.partner_id,
                household.member_ids.mapped("net_amount"),
                strict=True,
            )
        )
        self.assertEqual(amounts[self.binta], 15_000)
        self.assertEqual(amounts[self.awa], 13_000)
        self.assertEqual(household.net_amount, sum(amounts.values()))
        self.assertEqual(household.purchase_count, 3)
        self.assertEqual(household.last_purchase_date, Date.to_date("2025-03-31"))

    def test_it_is_what_the_orm_adds_up(self):
        for day, partner in (
            ("2025-03-30", self.awa),
            ("2025-03-31", self.binta),
            ("2025-04-01", self.binta),
            ("2025-06-30", self.awa),
            ("2025-07-01", self.awa),
        ):
            self._invoice(1_000, day, partner)
        self.env.flush_all()
        expected = 0
        for member in self.household.member_ids:
            purchases = self.env["sunumarche.customer.purchase"].search(
                [
                    ("partner_id", "=", member.partner_id.id),
                    ("date", ">=", member.date_start or "2000-01-01"),
                    ("date", "<=", member.date_end or "2025-06-30"),
                    ("date", "<=", "2025-06-30"),
                ]
            )
            expected += sum(purchases.mapped("amount"))
        self.assertEqual(self.household.net_amount, expected)
        self.assertEqual(expected, 3_000)

    def test_its_class_is_that_of_who_bought_it_all(self):
        policy = self.env["sunumarche.rfm.policy"]._get_policy(self.company)
        policy.write(
            {
                "method": "cut",
                "recency_cut_points": "30, 90, 180, 365",
                "frequency_cut_points": "1, 2, 3, 4",
                "monetary_cut_points": "1000, 2000, 3000, 4000",
            }
        )
        for _time in range(3):
            self._invoice(1_000, "2025-03-01", self.awa)
        self._invoice(5_000, "2025-03-01", self.binta)
        whole = self._invoice(1, "2024-01-01", self.cheikh)
        whole.button_draft()
        self.env.flush_all()
        # Recency 3, frequency 4 (4 purchases), money 5 (8,000).
        self.assertEqual(
            self.household.rfm_class_id, self.env.ref("sunumarche_crm.rfm_class_loyal")
        )

    def test_nothing_bought(self):
        self.assertRecordValues(
            self.household,
            [{"net_amount": 0, "purchase_count": 0, "last_purchase_date": False}],
        )
        self.assertFalse(self.household.rfm_class_id)

    @mute_logger("odoo.sql_db")
    def test_one_household_at_a_time(self):
        with self.assertRaises(ExclusionViolation), self.cr.savepoint():
            self.env["sunumarche.household"].create({"head_id": self.awa.id})
        again = self.env["sunumarche.household"].create(
            {
                "head_id": self.cheikh.id,
                "member_ids": [
                    Command.create(
                        {"partner_id": self.binta.id, "date_start": "2025-04-01"}
                    )
                ],
            }
        )
        self.assertEqual(self.binta.household_id, again)

    def test_the_head_cannot_leave(self):
        head = self._member(self.awa)
        with self.assertRaisesRegex(ValidationError, "choose another head"):
            head.date_end = "2025-01-31"
        with self.assertRaisesRegex(ValidationError, "choose another head"):
            head.unlink()
        link = self._member(self.binta).link_id
        self.household.unlink()
        self.assertFalse(link.exists())

    def test_a_company_has_no_household(self):
        shop = self._create_customer("Boutique", is_company=True)
        with self.assertRaises(ValidationError):
            self.env["sunumarche.household"].create({"head_id": shop.id})

    def test_sharing_the_address(self):
        self.awa.write({"street": "12 rue Blanchot", "city": "Dakar", "phone": False})
        self.binta.phone = "+221771234567"
        with self.assertRaises(UserError):
            self.household.action_share_address()
        self._member(self.binta).date_end = False
        self.household.action_share_address()
        self.assertEqual(self.binta.street, "12 rue Blanchot")
        self.assertEqual(self.binta.phone_sanitized, "+221771234567")

    def test_from_the_card(self):
        action = self._as_user(self.cheikh).action_open_household()
        made = self.env["sunumarche.household"].browse(action["res_id"])
        self.assertEqual(made.head_id, self.cheikh)
        again = self._as_user(self.cheikh).action_open_household()
        self.assertEqual(again["res_id"], made.id)
        members = made.action_open_members()
        self.assertEqual(members["domain"], [("id", "in", self.cheikh.ids)])

    def test_it_follows_the_scope_of_its_head(self):
        self.awa.user_id = new_test_user(
            self.env, "household_other", groups="sunumarche_crm.group_salesperson"
        )
        households = self._as_user(self.env["sunumarche.household"])
        self.assertFalse(households.search([("head_id", "=", self.awa.id)]))
        with self.assertRaises(AccessError):
            households.browse(self.household.id).name = "changed"
