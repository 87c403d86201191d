from collections import Counter
from datetime import timedelta

from odoo.tests import BaseCase, tagged

from ..engine.cards import CHANNELS, MOMENTS, PROFESSIONS, STUDENT
from ..engine.households import Part
from ..engine.plan import Scale
from .common import AS_OF, draw_small
from .test_customers import MOBILE


@tagged("post_install", "-at_install")
class TestCards(BaseCase):
    """What is known of persons, on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = draw_small(scale=Scale())
        cls.pairs = list(zip(cls.plan.customers, cls.plan.relations.cards, strict=True))
        cls.cards = [card for _customer, card in cls.pairs if card]

    def test_persons_have_a_card_and_companies_none(self):
        for customer, card in self.pairs:
            self.assertEqual(card is None, customer.is_company)

    def test_shares_are_those_asked_for(self):
        for part, share in (
            ("birthdate", 0.7),
            ("profession", 0.5),
            ("channel", 0.4),
            ("moment", 0.4),
            ("second_phone", 0.12),
        ):
            known = sum(bool(getattr(card, part)) for card in self.cards)
            self.assertAlmostEqual(known / len(self.cards), share, delta=0.04)

    def test_everybody_is_between_sixteen_and_eighty_five(self):
        ages = [
            (AS_OF - one.birthdate).days / 365.25 for one in self.cards if one.birthdate
        ]
        self.assertGreater(min(ages), 16)
        self.assertLess(max(ages), 85)

    def test_who_asks_for_letters_by_mail_has_an_address(self):
        asked = [one for one, card in self.pairs if card and card.channel == "email"]
        self.assertTrue(asked)
        self.assertTrue(all(customer.email for customer in asked))

    def test_wishes_are_those_of_the_lists(self):
        channels = Counter(card.channel for card in self.cards)
        self.assertEqual(set(channels), {*CHANNELS, None})
        self.assertEqual({card.moment for card in self.cards}, {*MOMENTS, None})
        self.assertEqual(
            {card.profession for card in self.cards}, {*PROFESSIONS, STUDENT, None}
        )

    def test_a_second_number_is_nobody_elses(self):
        seconds = [card.second_phone for card in self.cards if card.second_phone]
        taken = {customer.phone for customer in self.plan.customers}
        self.assertEqual(len(set(seconds)), len(seconds))
        self.assertFalse(taken & set(seconds))
        for number in seconds:
            self.assertRegex(number, MOBILE)

    def test_parents_are_a_generation_older_than_their_children(self):
        cards = self.plan.relations.cards
        compared = 0
        for link in self.plan.relations.links:
            if link.kind != "parent":
                continue
            parent, child = cards[link.customer], cards[link.other]
            if parent.birthdate and child.birthdate:
                compared += 1
                gap = child.birthdate - parent.birthdate
                self.assertGreater(gap, timedelta(20 * 365))
        self.assertGreater(compared, 10)

    def test_children_study(self):
        cards = self.plan.relations.cards
        children = {
            cards[member.customer].profession
            for household in self.plan.relations.households
            for member in household.get(Part.CHILD)
        }
        self.assertEqual(children, {STUDENT, None})

    def test_nobody_married_as_a_child(self):
        cards = self.plan.relations.cards
        for link in self.plan.relations.links:
            if link.kind == "spouse":
                for number in (link.customer, link.other):
                    born = cards[number].birthdate
                    if born:
                        self.assertGreater((link.since - born).days, 17 * 365)
