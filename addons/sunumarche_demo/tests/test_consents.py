from collections import Counter, defaultdict
from datetime import timedelta
from random import Random

from odoo.tests import BaseCase, tagged

from ..engine.consents import DAYS, EVERYTHING, FAREWELLS, draw_words
from ..engine.customers import CustomerFactory
from ..engine.staff import STAFF
from .common import AS_OF


@tagged("post_install", "-at_install")
class TestConsents(BaseCase):
    """What people said, on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = tuple(CustomerFactory(Random(1)).draw(2000))
        cls.words = draw_words(Random(2), cls.customers, AS_OF)
        cls.granted = [one for one in cls.words if one.decision == "granted"]
        cls.withdrawn = [one for one in cls.words if one.decision == "withdrawn"]
        cls.persons = sum(not one.is_company for one in cls.customers)

    def test_nearly_half_of_the_persons_said_yes(self):
        people = {one.customer for one in self.granted}
        self.assertEqual(len(people), round(0.45 * self.persons))
        self.assertFalse(any(self.customers[one].is_company for one in people))

    def test_some_said_no_later_by_link_or_by_message(self):
        self.assertEqual(len(self.withdrawn), round(0.04 * self.persons))
        sources = Counter((one.channel, one.source) for one in self.withdrawn)
        self.assertEqual(set(sources), set(FAREWELLS.items()))
        said = defaultdict(list)
        for one in self.granted:
            said[one.customer].append(one.moment)
        for one in self.withdrawn:
            self.assertGreater(one.moment.date(), max(said[one.customer]).date())
            self.assertEqual(one.purpose, EVERYTHING)
            self.assertIsNone(one.recorder)

    def test_words_are_of_the_last_two_years_and_of_opening_hours(self):
        for one in self.words:
            self.assertLess(one.moment.date(), AS_OF)
            self.assertGreaterEqual(one.moment.date(), AS_OF - timedelta(DAYS))
            self.assertTrue(9 <= one.moment.hour <= 18)

    def test_words_come_in_their_order(self):
        moments = [one.moment for one in self.words]
        self.assertEqual(moments, sorted(moments))

    def test_an_address_is_that_of_the_card(self):
        for one in self.words:
            customer = self.customers[one.customer]
            expected = customer.email if one.channel == "email" else customer.phone
            self.assertEqual(one.address, expected)

    def test_nothing_is_said_twice_at_a_time(self):
        said = Counter((one.customer, one.channel, one.purpose) for one in self.granted)
        self.assertEqual(max(said.values()), 1)

    def test_every_word_has_its_proof_and_who_wrote_it_down(self):
        logins = {employee.login for employee in STAFF}
        for one in self.granted:
            self.assertTrue(one.proof)
            self.assertIn(one.recorder, logins)
        proofs = {one.proof for one in self.withdrawn}
        self.assertEqual(proofs, {"STOP", "Lien de désabonnement d'une lettre"})

    def test_the_import_was_on_one_day(self):
        days = {one.moment.date() for one in self.granted if one.source == "import"}
        self.assertEqual(len(days), 1)
        self.assertEqual(
            {one.source for one in self.granted}, {"form", "spoken", "import"}
        )

    def test_nobody_says_nothing(self):
        self.assertEqual(draw_words(Random(2), (), AS_OF), [])
