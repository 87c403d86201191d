from collections import Counter, defaultdict
from random import Random

from odoo.tests import BaseCase, tagged

from ..engine.customers import CustomerFactory
from ..engine.households import Part
from ..engine.links import (
    ADVISERS,
    SUPPLIERS,
    draw_advisers,
    draw_employees,
    draw_sponsors,
    draw_suppliers,
)
from ..engine.plan import Scale
from ..engine.relations import find_first_days
from .common import AS_OF, draw_small


@tagged("post_install", "-at_install")
class TestLinks(BaseCase):
    """How customers are linked, on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = draw_small(scale=Scale())
        cls.customers = cls.plan.customers
        cls.links = defaultdict(list)
        for link in cls.plan.relations.links:
            cls.links[link.kind].append(link)
        cls.first_days = find_first_days(cls.plan.history)

    def test_no_link_is_there_twice_or_of_oneself(self):
        for kind, links in self.links.items():
            pairs = Counter(frozenset((one.customer, one.other)) for one in links)
            self.assertEqual(max(pairs.values()), 1, kind)
            self.assertTrue(all(one.customer != one.other for one in links), kind)

    def test_dates_are_in_their_order(self):
        for links in self.links.values():
            for link in links:
                self.assertTrue(link.since is None or link.since <= AS_OF)
                if link.until:
                    self.assertLess(link.since, link.until)
                    self.assertLess(link.until, AS_OF)

    # === Families ===

    def test_spouses_are_head_and_spouse_of_a_household(self):
        households = self.plan.relations.households
        expected = {
            (one.head.customer, spouse.customer, spouse.since)
            for one in households
            for spouse in one.get(Part.SPOUSE)
        }
        found = {(one.customer, one.other, one.since) for one in self.links["spouse"]}
        self.assertEqual(found, expected)

    def test_every_child_has_the_parents_it_lives_with(self):
        parents = Counter(link.other for link in self.links["parent"])
        for household in self.plan.relations.households:
            for child in household.get(Part.CHILD):
                expected = 1 + len(household.get(Part.SPOUSE))
                self.assertEqual(parents.pop(child.customer), expected)
        self.assertFalse(parents)

    # === Sponsors ===

    def test_everybody_has_one_sponsor_who_bought_before(self):
        sponsored = Counter(link.other for link in self.links["sponsor"])
        self.assertEqual(max(sponsored.values()), 1)
        for link in self.links["sponsor"]:
            self.assertLess(self.first_days[link.customer], link.since)
            # Since the cut-over purchases are no history.
            first = self.first_days.get(link.other, link.since)
            self.assertEqual(link.since, first)

    def test_trees_are_two_deep_and_no_deeper(self):
        sponsors = {link.other: link.customer for link in self.links["sponsor"]}
        depths = Counter(
            1 + (sponsor in sponsors) + (sponsors.get(sponsor) in sponsors)
            for sponsor in sponsors.values()
        )
        self.assertEqual(set(depths), {1, 2})
        self.assertGreater(depths[1], depths[2])

    def test_some_brought_several(self):
        brought = Counter(link.customer for link in self.links["sponsor"])
        self.assertGreater(brought.most_common(1)[0][1], 2)

    def test_only_persons_are_sponsors(self):
        for link in self.links["sponsor"]:
            for number in (link.customer, link.other):
                self.assertFalse(self.customers[number].is_company)

    def test_where_nobody_bought_nobody_is_sponsored(self):
        self.assertEqual(list(draw_sponsors(Random(1), self.customers, {}, 5)), [])

    # === Work ===

    def test_persons_work_for_companies_of_their_town(self):
        towns = {one.address.town for one in self.customers if one.is_company}
        for link in self.links["employee"]:
            person, company = self.customers[link.customer], self.customers[link.other]
            self.assertFalse(person.is_company)
            self.assertTrue(company.is_company)
            if person.address.town in towns:
                self.assertEqual(person.address.town, company.address.town)

    def test_children_do_not_work(self):
        children = {link.other for link in self.links["parent"]}
        self.assertFalse(children & {link.customer for link in self.links["employee"]})

    def test_some_have_left_their_employer(self):
        drawn = list(draw_employees(Random(3), self.customers, set(), 100, AS_OF))
        left = sum(bool(link.until) for link in drawn)
        self.assertEqual(len(drawn), 100)
        self.assertGreater(left, 5)
        self.assertLess(left, 30)

    def test_without_companies_there_is_no_work(self):
        persons = [one for one in self.customers if not one.is_company]
        self.assertEqual(list(draw_employees(Random(3), persons, set(), 5, AS_OF)), [])
        for draw in (draw_advisers, draw_suppliers):
            self.assertEqual(list(draw(Random(3), persons, 5)), [])

    def test_doctors_prescribe_and_establishments_supply(self):
        for kind, names in (("prescriber", ADVISERS), ("supplier", SUPPLIERS)):
            for link in self.links[kind]:
                giver, taker = self.customers[link.customer], self.customers[link.other]
                self.assertTrue(giver.is_company and taker.is_company)
                self.assertTrue(giver.name.startswith(names), giver.name)
                self.assertFalse(taker.name.startswith(names), taker.name)

    def test_without_doctors_another_company_advises(self):
        drawn = CustomerFactory(Random(1)).draw(2000)
        opticians = [one for one in drawn if one.name.startswith("Optique")]
        links = list(draw_advisers(Random(3), opticians, 2))
        self.assertEqual([link.customer for link in links], [0, 0])
        self.assertNotIn(0, [link.other for link in links])
