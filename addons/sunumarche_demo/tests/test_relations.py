"""How many there are of each, and that nothing else moves."""

from collections import Counter
from datetime import date
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..engine.plan import Scale
from ..engine.purchases import Purchase
from ..engine.relations import Relations, find_first_days, find_largest, portion
from .common import AS_OF, SEED, SMALL, draw_small


@tagged("post_install", "-at_install")
class TestRelations(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = draw_small(scale=Scale())
        cls.relations = cls.plan.relations

    def test_the_whole_company_has_what_was_promised(self):
        relations = self.relations
        self.assertEqual(len(relations.households), 80)
        self.assertEqual(len(relations.repeats), 42)
        self.assertEqual(len(relations.repeat_quotations), 13)
        self.assertEqual(len({one.customer for one in relations.documents}), 60)
        self.assertEqual(len({word.customer for word in relations.words}), 764)

    def test_links_are_of_six_kinds(self):
        self.assertEqual(
            Counter(link.kind for link in self.relations.links),
            {
                "sponsor": 60,
                "spouse": 40,
                "parent": 81,
                "employee": 30,
                "prescriber": 15,
                "supplier": 10,
            },
        )

    def test_people_are_counted_on_one_seed(self):
        cards = [card for card in self.relations.cards if card]
        self.assertEqual(len(cards), 1698)
        self.assertEqual(len(self.relations.cards), 2000)
        self.assertEqual(sum(bool(card.birthdate) for card in cards), 1222)
        self.assertEqual(sum(bool(card.profession) for card in cards), 885)
        self.assertEqual(sum(bool(card.channel) for card in cards), 688)
        self.assertEqual(
            Counter(len(one.members) for one in self.relations.households),
            {2: 33, 3: 25, 4: 15, 5: 7},
        )

    def test_the_same_seed_gives_the_same_relations(self):
        again = draw_small(scale=Scale()).relations
        self.assertEqual(again, self.relations)
        other = draw_small(scale=SMALL, seed=SEED + 1).relations
        self.assertNotEqual(other, draw_small(scale=SMALL).relations)

    def test_relations_move_no_figure(self):
        with patch.object(Relations, "draw", return_value=None):
            alone = draw_small(scale=Scale())
        for part in (
            "customers",
            "history",
            "orders",
            "counter_sales",
            "quotations",
            "opportunities",
        ):
            self.assertEqual(getattr(alone, part), getattr(self.plan, part), part)

    def test_who_moves_in_changes_his_address_and_nothing_else(self):
        with patch("odoo.addons.sunumarche_demo.engine.plan.move_in") as move_in:
            move_in.side_effect = lambda customers, _households: customers
            alone = draw_small(scale=Scale())
        self.assertEqual(alone.history, self.plan.history)
        moved = 0
        for before, after in zip(alone.customers, self.plan.customers, strict=True):
            for part in ("code", "name", "phone", "email", "salesperson", "contacts"):
                self.assertEqual(getattr(before, part), getattr(after, part))
            self.assertEqual(before.address.town, after.address.town)
            moved += before.address != after.address
        self.assertGreater(moved, 80)

    def test_a_small_company_has_one_of_each(self):
        relations = draw_small().relations
        self.assertEqual(
            {link.kind for link in relations.links},
            {"sponsor", "spouse", "employee", "prescriber", "supplier"},
        )
        for part in (
            "households",
            "organisations",
            "documents",
            "words",
            "repeats",
            "repeat_quotations",
        ):
            self.assertTrue(getattr(relations, part), part)

    def test_nobody_at_all_has_no_relations(self):
        relations = draw_small(scale=Scale(0, 0, 0)).relations
        self.assertEqual(relations, Relations((), (), (), (), (), (), (), ()))

    def test_a_few_people_are_a_company_too(self):
        for customers in range(1, 12):
            relations = draw_small(scale=Scale(customers, 20, 1)).relations
            self.assertEqual(len(relations.cards), customers)


@tagged("post_install", "-at_install")
class TestMeasures(BaseCase):
    def test_a_portion_is_one_at_least(self):
        self.assertEqual(portion(80, 2000), 80)
        self.assertEqual(portion(80, 100), 4)
        self.assertEqual(portion(10, 60), 1)
        self.assertEqual(portion(80, 0), 0)

    def test_the_largest_companies_bought_for_most(self):
        plan = draw_small()
        largest = find_largest(plan.customers, plan.history, 3)
        spent = Counter()
        for one in plan.history:
            if not one.is_refund and plan.customers[one.customer].is_company:
                spent[one.customer] += one.amount
        self.assertEqual(
            [spent[company] for company in largest],
            sorted(spent.values(), reverse=True)[:3],
        )

    def test_companies_that_never_bought_come_last(self):
        plan = draw_small()
        companies = [n for n, one in enumerate(plan.customers) if one.is_company]
        bought = [Purchase(companies[-1], AS_OF, 1000, 1)]
        found = find_largest(plan.customers, bought, len(companies))
        self.assertEqual(found[0], companies[-1])
        self.assertEqual(set(found), set(companies))

    def test_the_first_day_is_the_earliest(self):
        early, late = date(2025, 1, 2), date(2025, 3, 4)
        bought = [
            Purchase(4, late, 1000, 1),
            Purchase(4, early, 1000, 1),
            Purchase(2, late, 1000, 1),
        ]
        self.assertEqual(find_first_days(bought), {4: early, 2: late})
