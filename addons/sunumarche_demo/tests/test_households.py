from collections import Counter
from datetime import date
from random import Random

from odoo.tests import BaseCase, tagged

from ..engine import names
from ..engine.agencies import AGENCY_OF_REGION
from ..engine.customers import CustomerFactory
from ..engine.households import HouseholdFactory, Part, move_in
from .common import AS_OF


@tagged("post_install", "-at_install")
class TestHouseholds(BaseCase):
    """Who lives together, on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = tuple(CustomerFactory(Random(1)).draw(2000))
        cls.households = cls._draw(80)
        cls.members = [one for each in cls.households for one in each.members]

    @classmethod
    def _draw(cls, count, customers=None, as_of=AS_OF):
        customers = cls.customers if customers is None else customers
        return HouseholdFactory(Random(2), customers, as_of).draw(count)

    def test_as_many_are_drawn_as_asked(self):
        self.assertEqual(len(self.households), 80)
        self.assertEqual(self._draw(0), [])
        self.assertEqual(self._draw(5, customers=()), [])

    def test_they_share_surname_and_town(self):
        for household in self.households:
            people = [self.customers[one.customer] for one in household.members]
            self.assertEqual(
                len({names.split_person(one.name)[1] for one in people}), 1
            )
            self.assertEqual(len({one.address.town for one in people}), 1)
            self.assertFalse(any(one.is_company for one in people))

    def test_two_to_five_live_together(self):
        sizes = Counter(len(household.members) for household in self.households)
        self.assertEqual(set(sizes), {2, 3, 4, 5})

    def test_first_names_differ_where_people_live_together(self):
        for household in self.households:
            people = [self.customers[one.customer].name for one in household.members]
            self.assertEqual(len(set(people)), len(people))

    def test_namesakes_alone_do_not_live_together(self):
        awa = next(one for one in self.customers if not one.is_company)
        self.assertEqual(self._draw(3, customers=[awa] * 6), [])

    def test_nobody_is_in_two(self):
        places = [one.customer for one in self.members]
        self.assertEqual(len(set(places)), len(places))

    def test_each_has_one_head_who_comes_first_and_stays(self):
        for household in self.households:
            self.assertEqual(household.get(Part.HEAD), [household.head])
            self.assertEqual(household.members[0], household.head)
            self.assertIsNone(household.head.until)

    def test_half_are_of_couples_a_woman_and_a_man(self):
        couples = [one for one in self.households if one.get(Part.SPOUSE)]
        self.assertAlmostEqual(len(couples), 40, delta=2)
        for couple in couples:
            [spouse] = couple.get(Part.SPOUSE)
            self.assertLess(spouse.since, AS_OF)
            pair = couple.head, spouse
            women = [names.is_woman(self.customers[one.customer].name) for one in pair]
            self.assertEqual(sorted(women), [False, True])

    def test_a_few_left_after_they_came(self):
        left = [one for one in self.members if one.until]
        self.assertTrue(left)
        self.assertLess(len(left), 20)
        for one in left:
            self.assertIn(one.part, (Part.CHILD, Part.RELATIVE))
            self.assertLess(one.until, AS_OF)
            self.assertTrue(one.since is None or one.since < one.until)

    def test_who_is_left_behind_is_never_alone(self):
        for household in self.households:
            stayed = [one for one in household.members if not one.until]
            self.assertGreater(len(stayed), 1)

    def test_where_customers_are_not_shared_one_salesperson_has_them_all(self):
        for household in self.households:
            people = [self.customers[one.customer] for one in household.members]
            if not AGENCY_OF_REGION[people[0].address.region].shares_customers:
                self.assertEqual(len({one.salesperson for one in people}), 1)

    def test_another_day_changes_the_dates_and_not_the_people(self):
        other = self._draw(80, as_of=date(2025, 1, 5))
        self.assertEqual(
            [[(one.customer, one.part) for one in each.members] for each in other],
            [
                [(one.customer, one.part) for one in each.members]
                for each in self.households
            ],
        )
        self.assertNotEqual(other, self.households)

    def test_who_lives_together_has_the_address_of_the_head(self):
        moved = move_in(self.customers, self.households)
        for household in self.households:
            home = self.customers[household.head.customer].address
            for member in household.members:
                own = self.customers[member.customer].address
                expected = own if member.until else home
                self.assertEqual(moved[member.customer].address, expected)

    def test_nobody_else_moves(self):
        moved = move_in(self.customers, self.households)
        inside = {one.customer for one in self.members}
        for number, customer in enumerate(self.customers):
            if number not in inside:
                self.assertIs(moved[number], customer)
        self.assertEqual(move_in(self.customers, ()), self.customers)


@tagged("post_install", "-at_install")
class TestPersonNames(BaseCase):
    def test_a_surname_may_have_two_words(self):
        self.assertEqual(names.split_person("Awa Da Costa"), ("Awa", "Da Costa"))
        self.assertEqual(names.split_person("Awa"), ("Awa", ""))

    def test_first_names_say_who_is_a_woman(self):
        self.assertTrue(names.is_woman("Aïssatou Ndiaye"))
        self.assertFalse(names.is_woman("Moussa Diop"))
