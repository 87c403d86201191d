from collections import Counter
from random import Random

from odoo.tests import BaseCase, tagged

from ..engine import names
from ..engine.agencies import AGENCY_OF_REGION
from ..engine.customers import CustomerFactory
from ..engine.lists import read_rows
from ..engine.plan import Scale
from ..engine.repeats import (
    SPELLINGS,
    draw_repeat_quotations,
    draw_repeats,
    respell,
    retype,
    strip_accents,
)
from .common import AS_OF, draw_small


@tagged("post_install", "-at_install")
class TestRepeats(BaseCase):
    """Cards that were entered again, on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = draw_small(scale=Scale())
        cls.customers = cls.plan.customers
        cls.repeats = cls.plan.relations.repeats

    def test_forty_persons_were_entered_again_two_of_them_twice(self):
        again = Counter(one.customer for one in self.repeats)
        self.assertEqual(Counter(again.values()), {1: 38, 2: 2})
        self.assertFalse(any(self.customers[one].is_company for one in again))

    def test_the_name_is_written_otherwise(self):
        for one in self.repeats:
            self.assertNotEqual(one.name, self.customers[one.customer].name)

    def test_a_number_or_an_address_gives_them_away(self):
        for one in self.repeats:
            first, card = (
                self.customers[one.customer],
                self.plan.relations.cards[one.customer],
            )
            known = {first.phone, card.second_phone, first.email}
            shared = {
                self._read_digits(one.phone),
                self._read_digits(one.second_phone),
                one.email,
            }
            known |= {self._read_digits(number) for number in known if number}
            self.assertTrue((known & shared) - {None, ""}, one)

    def _read_digits(self, number):
        """The nine digits that a number of Senegal ends with."""
        return "".join(sign for sign in number or "" if sign.isdigit())[-9:]

    def test_a_colleague_of_the_same_agency_entered_it(self):
        for one in self.repeats:
            first = self.customers[one.customer]
            portfolios = AGENCY_OF_REGION[first.address.region].portfolios
            self.assertIn(one.salesperson, {login for login, _share in portfolios})
            self.assertNotIn(one.salesperson, (None, first.salesperson))

    def test_what_is_repeated_is_that_of_the_first_card(self):
        for one in self.repeats:
            first = self.customers[one.customer]
            card = self.plan.relations.cards[one.customer]
            self.assertIn(one.email, (None, first.email))
            self.assertIn(one.birthdate, (None, card.birthdate))
            self.assertIn(one.street, (None, first.address.street))
            self.assertEqual(one.address, first.address)

    def test_some_have_no_address_and_some_no_birthdate(self):
        for part in ("email", "street", "birthdate"):
            known = sum(bool(getattr(one, part)) for one in self.repeats)
            self.assertGreater(known, 5, part)
            self.assertLess(known, 37, part)

    def test_some_have_a_quotation_of_their_own(self):
        quotations = self.plan.relations.repeat_quotations
        self.assertEqual(len(quotations), 13)
        for one in quotations:
            self.assertLess(one.customer, len(self.repeats))
            self.assertLessEqual(one.day, AS_OF)
            self.assertEqual(one.day.year, AS_OF.year)

    def test_nobody_is_repeated_where_nobody_is(self):
        factory = CustomerFactory(Random(1))
        self.assertEqual(draw_repeats(factory, (), (), 4), ())
        self.assertEqual(draw_repeat_quotations(Random(1), (), AS_OF), ())


@tagged("post_install", "-at_install")
class TestSpellings(BaseCase):
    def test_spellings_are_of_names_that_are_drawn(self):
        known = {*names.WOMEN, *names.MEN, *names.SURNAMES}
        rows = read_rows("spellings.csv")
        self.assertEqual(len(rows), len(SPELLINGS))
        self.assertLessEqual(set(SPELLINGS), known)
        self.assertTrue(all(name != other for name, other in SPELLINGS.items()))

    def test_a_name_has_several_spellings(self):
        rng = Random(1)
        self.assertEqual(
            {respell(rng, "Aïssatou Ndiaye") for _number in range(60)},
            {
                "Aïssatou NDIAYE",
                "NDIAYE Aïssatou",
                "Aissatou Ndiaye",
                "Aissata N'Diaye",
            },
        )

    def test_a_name_without_accents_is_written_in_capitals(self):
        rng = Random(1)
        self.assertEqual(
            {respell(rng, "Awa Gomis") for _number in range(30)},
            {"Awa GOMIS", "GOMIS Awa"},
        )

    def test_accents_are_left_out_in_a_hurry(self):
        self.assertEqual(strip_accents("Ndèye Kâ"), "Ndeye Ka")
        self.assertEqual(strip_accents("Awa Da Costa"), "Awa Da Costa")

    def test_a_number_has_several_forms(self):
        rng = Random(1)
        self.assertEqual(
            {retype(rng, "+221 77 123 45 67") for _number in range(90)},
            {
                "77 123 45 67",
                "771234567",
                "77-123-45-67",
                "77.123.45.67",
                "00221 77 123 45 67",
                "+221771234567",
            },
        )
