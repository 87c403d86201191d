from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestHouseholdPoints(TransactionCase):
    """A household has the points of its members of today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-06-20"))
        cls.seller, cls.agent = (
            new_test_user(cls.env, f"home_{role}", f"sunumarche_crm.group_{role}")
            for role in ("salesperson", "service_agent")
        )
        cls.head, cls.spouse, cls.gone = cls.env["res.partner"].create(
            [
                {"name": name, "user_id": cls.seller.id}
                for name in ("Awa Diop", "Modou Diop", "Fatou Diop")
            ]
        )
        cls.household = cls.env["sunumarche.household"].create({"head_id": cls.head.id})
        cls.env["sunumarche.household.member"].create(
            [
                {"household_id": cls.household.id, "partner_id": cls.spouse.id},
                {
                    "household_id": cls.household.id,
                    "partner_id": cls.gone.id,
                    "date_end": "2026-06-19",
                },
            ]
        )
        cls._add_cards()

    @classmethod
    def _add_cards(cls):
        programs = {
            kind: cls.env["loyalty.program"].create(
                {"name": kind, "program_type": kind}
            )
            for kind in ("loyalty", "ewallet")
        }
        cls.env["loyalty.card"].create(
            [
                {"program_id": programs[kind].id, "partner_id": owner.id, **values}
                for kind, owner, values in (
                    ("loyalty", cls.head, {"points": 30}),
                    ("loyalty", cls.spouse, {"points": 12}),
                    ("loyalty", cls.spouse, {"points": 5, "active": False}),
                    (
                        "loyalty",
                        cls.spouse,
                        {"points": 7, "expiration_date": "2026-06-19"},
                    ),
                    ("ewallet", cls.head, {"points": 10_000}),
                    ("loyalty", cls.gone, {"points": 100}),
                )
            ]
        )

    def test_points_are_the_sum_of_the_members_of_today(self):
        household = self.household.with_user(self.seller)
        points = {member.partner_id: member.points for member in household.member_ids}
        self.assertEqual(points, {self.head: 30, self.spouse: 12, self.gone: 0})
        self.assertEqual(household.points, sum(points.values()))

    def test_points_go_with_a_member_who_leaves(self):
        member = self.household.member_ids.filtered(
            lambda each: each.partner_id == self.spouse
        )
        member.date_end = "2026-06-19"
        self.assertEqual(self.household.with_user(self.seller).points, 30)

    def test_who_reads_no_loyalty_cards_reads_no_points(self):
        household = self.household.with_user(self.agent)
        self.assertNotIn("points", household.fields_get())
        with self.assertRaises(AccessError):
            household.read(["points"])
