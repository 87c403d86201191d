"""Whoever leaves a team, an agency or a role loses what it showed, at once."""

from odoo.fields import Command

from ..common import RepoCase
from .world import World


class TestRightsChanges(RepoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World(cls.env)
        cls.user = cls.world.users["salesperson"]
        cls.head = cls.world.users["head_of_agency"]
        cls.kinds = ("own", "team", "unassigned", "below")
        for kind in cls.kinds:
            cls.world.record("res.partner", kind, "salesperson")

    def setUp(self):
        super().setUp()
        self.world.forget_after(self)

    def _reaches(self, kind, user=None):
        record = self.world.record("res.partner", kind, "salesperson")
        user = user or self.user
        return self._as(user, record).has_access("read")

    @staticmethod
    def _as(user, record):
        """The record as a user sees it who has all of his companies open."""
        companies = {"allowed_company_ids": user.company_ids.ids}
        return record.with_user(user).with_context(**companies)

    def _membership(self):
        return self.world.team.crm_team_member_ids.filtered(
            lambda member: member.user_id == self.user
        )

    def test_leaving_a_team_by_deletion(self):
        self.assertTrue(self._reaches("team"))
        self._membership().unlink()
        self.assertFalse(self._reaches("team"))

    def test_leaving_a_team_by_archiving_the_membership(self):
        self.assertTrue(self._reaches("team"))
        self._membership().active = False
        self.assertFalse(self._reaches("team"))

    def test_leaving_a_team_on_its_form(self):
        self.assertTrue(self._reaches("team"))
        self.world.team.member_ids = [Command.unlink(self.user.id)]
        self.assertFalse(self._reaches("team"))

    def test_joining_a_team(self):
        self.world.record("res.partner", "other_agency", "salesperson")
        self.assertFalse(self._reaches("other_agency"))
        self.world.team.member_ids = [Command.link(self.world.users["stranger"].id)]
        self.assertTrue(self._reaches("other_agency"))

    def test_a_team_that_shares_no_more(self):
        self.assertTrue(self._reaches("team"))
        self.world.team.shares_customers = False
        self.assertFalse(self._reaches("team"))

    def test_a_team_archived(self):
        self.assertTrue(self._reaches("team"))
        self.world.team.active = False
        self.assertFalse(self._reaches("team"))

    def test_a_team_deleted(self):
        self.assertTrue(self._reaches("team"))
        self.world.team.unlink()
        self.assertFalse(self._reaches("team"))

    def test_leaving_an_agency_on_the_agency(self):
        self.assertTrue(self._reaches("unassigned"))
        self.world.agencies["dakar"].user_ids = [Command.unlink(self.user.id)]
        self.assertFalse(self._reaches("unassigned"))

    def test_leaving_an_agency_on_the_user(self):
        self.assertTrue(self._reaches("unassigned"))
        self.user.agency_ids = [Command.clear()]
        self.assertFalse(self._reaches("unassigned"))

    def test_an_agency_moved_elsewhere(self):
        self.assertTrue(self._reaches("below", self.head))
        self.world.agencies["rufisque"].parent_id = self.world.head_office
        self.assertFalse(self._reaches("below", self.head))

    def test_an_agency_archived(self):
        self.assertTrue(self._reaches("below", self.head))
        self.world.agencies["rufisque"].active = False
        self.assertFalse(self._reaches("below", self.head))

    def test_an_agency_deleted(self):
        """Its staff's customers go with it."""
        rufisque = self.world.agencies["rufisque"]
        customer = self.world.record("res.partner", "below", "salesperson")
        customer.agency_id = False
        self.assertTrue(self._reaches("below", self.head))
        rufisque.unlink()
        self.assertFalse(self._reaches("below", self.head))

    def test_someone_hired_below(self):
        """The head of agency sees the customers of new staff."""
        own = self.env["res.partner"].create({"name": "Nobody's"})
        self.assertFalse(self._as(self.head, own).has_access("read"))
        hired = self.world.make_user(
            "hired", "sunumarche_crm.group_salesperson", "rufisque"
        )
        own.write({"user_id": hired.id, "territory_by_hand": True, "agency_id": False})
        self.assertTrue(self._as(self.head, own).has_access("read"))

    def test_a_role_lost(self):
        self.assertTrue(self._reaches("own"))
        self.user.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.assertFalse(self._reaches("own"))

    def test_a_scope_narrowed(self):
        agent = self.world.users["service_agent"]
        self.assertTrue(self._reaches("own", agent))
        self.env.ref("sunumarche_crm.group_service_agent").customer_scope = False
        self.assertFalse(self._reaches("own", agent))

    def test_a_role_that_implies_less(self):
        self.assertTrue(self._reaches("below", self.head))
        head = self.env.ref("sunumarche_crm.group_head_of_agency")
        head.implied_ids = [Command.unlink(self.env.ref("base.group_user").id)]
        self.head.group_ids = [
            Command.set(self.env.ref("sunumarche_crm.group_salesperson").ids)
        ]
        self.assertFalse(self._reaches("below", self.head))

    def test_a_customer_given_away(self):
        self.assertTrue(self._reaches("own"))
        customer = self.world.record("res.partner", "own", "salesperson")
        customer.user_id = self.world.users["stranger"]
        self.assertFalse(self._reaches("own"))

    def test_a_company_lost(self):
        other = self.world.other_company
        self.world.record("res.partner", "other_company", "salesperson")
        agent = self.world.users["service_agent"]
        agent.company_ids += other
        self.assertTrue(self._reaches("other_company", agent))
        agent.company_ids -= other
        self.assertFalse(self._reaches("other_company", agent))
