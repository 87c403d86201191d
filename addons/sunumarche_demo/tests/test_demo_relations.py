"""Who is related to whom, once written."""

from odoo.tests import tagged

from ..engine.agencies import AGENCY_OF_REGION, DAKAR, THIES
from ..engine.households import Part
from .relations_common import RelationsCase


@tagged("post_install", "-at_install")
class TestDemoRelations(RelationsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        outbox = cls._count_outbox()
        cls.demo._create_relations(cls.plan, cls.cast)
        cls.env.flush_all()
        cls.sent = cls._count_outbox() - outbox

    @classmethod
    def _count_outbox(cls):
        return sum(
            cls.env[model].search_count([])
            for model in ("mail.mail", "sms.sms", "mail.activity", "mail.message")
        )

    def test_nobody_was_sent_anything(self):
        self.assertEqual(self.sent, 0)

    # === Cards ===

    def test_cards_are_those_of_the_plan(self):
        for card, partner in zip(self.relations.cards, self.customers, strict=True):
            self.assertEqual(partner.birthdate or None, card and card.birthdate)
            self.assertEqual(
                partner.profession_id.name or None, card and card.profession
            )
            self.assertEqual(partner.preferred_channel or None, card and card.channel)
            self.assertEqual(partner.preferred_moment or None, card and card.moment)

    def test_second_numbers_are_read_as_numbers(self):
        kept = {
            partner.second_phone for partner in self.customers if partner.second_phone
        }
        drawn = {
            card.second_phone.replace(" ", "")
            for card in self.relations.cards
            if card and card.second_phone
        }
        self.assertEqual(kept, drawn)

    def test_a_profession_on_file_is_not_written_again(self):
        before = self.env["sunumarche.profession"].search([])
        known = self.demo._create_professions(self.plan)
        self.assertEqual(self.env["sunumarche.profession"].search([]), before)
        self.assertEqual(
            set(known),
            {card.profession for card in self.relations.cards if card} - {None},
        )

    def test_completeness_of_cards_differs(self):
        persons = self.customers.filtered(lambda one: not one.is_company)
        self.assertGreater(len(set(persons.mapped("card_completeness"))), 3)

    # === Households ===

    def _get_household(self, household):
        head = self.customers[household.head.customer]
        return self.env["sunumarche.household"].search([("head_id", "=", head.id)])

    def test_households_are_those_of_the_plan(self):
        for household in self.relations.households:
            found = self._get_household(household)
            self.assertEqual(
                {
                    (one.partner_id, one.date_start or None, one.date_end or None)
                    for one in found.member_ids
                },
                {
                    (self.customers[one.customer], one.since, one.until)
                    for one in household.members
                },
            )
            self.assertIn(found.head_id.lastname, found.name)

    def test_who_left_is_no_member_today(self):
        left = [
            (household, member)
            for household in self.relations.households
            for member in household.members
            if member.until
        ]
        self.assertTrue(left)
        for household, member in left:
            partner = self.customers[member.customer]
            found = self._get_household(household)
            self.assertNotIn(partner, found._get_members())
            self.assertIn(partner, found._get_members(member.until))
            self.assertFalse(partner.household_id)

    def test_members_live_where_their_head_does(self):
        for household in self.relations.households:
            found = self._get_household(household)
            people = found._get_members()
            self.assertEqual(len(set(people.mapped("city"))), 1)
            self.assertEqual(set(people.mapped("street")), {found.head_id.street})
            self.assertEqual(len(set(people.mapped("lastname"))), 1)

    def test_members_are_linked_to_their_head(self):
        expected = {
            (self.customers[one.customer], self.customers[each.head.customer])
            for each in self.relations.households
            for one in each.members[1:]
        }
        found = {
            (link.partner_id, link.other_partner_id)
            for link in self._links("household")
        }
        self.assertEqual(found, expected)

    def _expect_heads(self, *logins, agency):
        return {
            self.customers[household.head.customer].ref
            for household in self.relations.households
            for head in [self.plan.customers[household.head.customer]]
            if AGENCY_OF_REGION[head.address.region].name == agency
            and head.salesperson in logins
        }

    def test_who_sells_finds_the_households_of_his_customers(self):
        dakar = self._expect_heads(
            "vendeur", "vendeur.2", "chef.agence", None, agency=DAKAR
        )
        households = self._as("vendeur", "sunumarche.household").search([])
        self.assertTrue(dakar)
        self.assertEqual(set(households.head_id.mapped("ref")), dakar)

    def test_who_sells_in_thies_finds_all_members(self):
        logins = "vendeur.thies", "vendeur.thies.2", "chef.thies"
        for login in logins:
            found = self._as(login, "sunumarche.household").search([])
            reach = logins if login == "chef.thies" else (login,)
            expected = self._expect_heads(*reach, None, agency=THIES)
            self.assertEqual(set(found.head_id.mapped("ref")), expected)
            counted = {one.head_id.ref: len(one.member_ids) for one in found}
            for household in self.relations.households:
                ref = self.customers[household.head.customer].ref
                if ref in expected:
                    self.assertEqual(counted[ref], len(household.members))

    def test_the_card_of_a_member_shows_the_household(self):
        household = self.relations.households[0]
        head = self.customers[household.head.customer]
        seen = self._as("service.client", head)
        self.assertEqual(seen.household_id.head_id.id, head.id)
        self.assertGreater(seen.link_count, 0)

    # === Links ===

    def test_links_are_those_of_the_plan(self):
        for kind in {link.kind for link in self.relations.links}:
            expected = {
                (
                    self.customers[one.customer],
                    self.customers[one.other],
                    one.since,
                    one.until,
                )
                for one in self.relations.links
                if one.kind == kind
            }
            found = {
                (
                    link.partner_id,
                    link.other_partner_id,
                    link.date_start or None,
                    link.date_end or None,
                )
                for link in self._links(kind)
            }
            self.assertLessEqual(expected, found, kind)
            # "Is married to" reads the same from both sides.
            sides = 2 if kind == "spouse" else 1
            self.assertEqual(len(found), sides * len(expected), kind)

    def test_every_link_is_seen_from_both_sides(self):
        for link in self.env["sunumarche.contact.link"].search([]):
            self.assertEqual(link.mirror_id.mirror_id, link)
            self.assertEqual(link.mirror_id.partner_id, link.other_partner_id)

    def test_couples_are_married_to_each_other(self):
        for household in self.relations.households:
            for spouse in household.get(Part.SPOUSE):
                pair = (
                    self.customers[household.head.customer],
                    self.customers[spouse.customer],
                )
                for one, other in (pair, pair[::-1]):
                    married = self._links("spouse").filtered(
                        lambda link, one=one: link.partner_id == one
                    )
                    self.assertEqual(married.other_partner_id, other)

    def test_a_path_leads_from_the_last_one_brought_to_the_first_sponsor(self):
        sponsors = {
            link.other: link.customer
            for link in self.relations.links
            if link.kind == "sponsor"
        }
        last = max(sponsors, key=lambda one: sponsors[one] in sponsors)
        first = sponsors.get(sponsors[last], sponsors[last])
        partner = self._as("service.client", self.customers[last])
        steps = partner.ask_link_path(self.customers[first].id)
        self.assertIn(len(steps), (1, 2))
        self.assertEqual(steps[-1]["other_id"], self.customers[first].id)

    # === Documents ===

    def test_documents_are_those_of_the_plan(self):
        documents = self.env["sunumarche.customer.document"].search(
            [("partner_id", "in", self.customers.ids)], order="id"
        )
        self.assertEqual(
            documents.mapped(
                lambda one: (one.partner_id, one.name, one.date_issued, one.date_expiry)
            ),
            [
                (self.customers[one.customer], one.name, one.issued, one.expiry)
                for one in self.relations.documents
            ],
        )
        self.assertEqual(
            set(documents.mapped("expiry_state")), {"valid", "soon", "expired"}
        )

    def test_some_documents_wait_for_a_reminder(self):
        documents = self.env["sunumarche.customer.document"]
        waiting = documents._get_to_remind().filtered(
            lambda one: one.partner_id in self.customers
        )
        self.assertTrue(waiting)
        self.assertEqual(set(waiting.mapped("expiry_state")), {"soon", "expired"})

    def test_the_salesperson_finds_the_papers_of_his_customers(self):
        owned = self.env["sunumarche.customer.document"].search(
            [
                ("partner_id", "in", self.customers.ids),
                ("partner_id.user_id", "!=", False),
            ]
        )
        self.assertTrue(owned)
        for document in owned:
            login = document.partner_id.user_id.login
            name = self._as(login, document).name
            self.assertEqual(name, document.name)


@tagged("post_install", "-at_install")
class TestDemoOrganisations(RelationsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo._create_organisations(cls.relations, cls.cast)
        cls.env.flush_all()

    def _get_people(self, organisation):
        """The contacts of a company, in the order of its posts."""
        return self.customers[organisation.company].child_ids.sorted("id")

    def test_contacts_come_in_the_order_of_their_posts(self):
        for one in self.relations.organisations:
            self.assertEqual(
                self._get_people(one).mapped(
                    lambda partner: (partner.name, partner.email)
                ),
                [(post.contact.name, post.contact.email) for post in one.posts],
            )

    def test_newcomers_are_of_the_company_and_of_its_salesperson(self):
        for one in self.relations.organisations:
            company = self.customers[one.company]
            for contact in self._get_people(one):
                self.assertEqual(contact.commercial_partner_id, company)
                self.assertEqual(contact.user_id, company.user_id)
                self.assertEqual(contact.company_id, self.company)

    def test_everybody_reports_to_whom_the_chart_says(self):
        for one in self.relations.organisations:
            people = self._get_people(one)
            for post, contact in zip(one.posts, people, strict=True):
                leader = people.browse() if post.leader is None else people[post.leader]
                self.assertEqual(contact.reports_to_id, leader)

    def test_everybody_has_the_roles_of_his_job(self):
        for one in self.relations.organisations:
            for post, contact in zip(one.posts, self._get_people(one), strict=True):
                roles = [
                    self.env.ref(f"sunumarche_crm.contact_role_{role}")
                    for role in post.roles
                ]
                self.assertEqual(set(contact.contact_role_ids), set(roles))

    def test_the_chart_opens_for_who_looks_after_the_company(self):
        one = max(self.relations.organisations, key=lambda each: len(each.posts))
        company = self.customers[one.company]
        login = company.user_id.login or "service.client"
        action = self._as(login, company).action_open_organisation()
        found = self._as(login, "res.partner").search(action["domain"])
        self.assertEqual(len(found), len(one.posts))
        heads = found.filtered(lambda contact: not contact.reports_to_id)
        self.assertEqual(len(heads), 1)

    def test_a_company_without_anybody_has_no_chart(self):
        charted = {one.company for one in self.relations.organisations}
        for number, partner in enumerate(self.customers):
            self.assertEqual(bool(partner.child_ids), number in charted)
