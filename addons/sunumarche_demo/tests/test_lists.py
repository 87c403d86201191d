import re
from collections import Counter
from random import Random

from odoo.tests import BaseCase, tagged

from ..engine import names
from ..engine.lists import FOLDER, read_lines, read_rows
from ..engine.places import AVENUES, TOWNS, draw_address

REGIONS = {
    "Dakar",
    "Diourbel",
    "Fatick",
    "Kaffrine",
    "Kaolack",
    "Kolda",
    "Kédougou",
    "Louga",
    "Matam",
    "Saint-Louis",
    "Sédhiou",
    "Tambacounda",
    "Thiès",
    "Ziguinchor",
}


@tagged("post_install", "-at_install")
class TestLists(BaseCase):
    """The files that everything is drawn from."""

    def test_no_line_is_empty_padded_or_there_twice(self):
        for path in FOLDER.glob("*.txt"):
            lines = read_lines(path.name)
            self.assertTrue(lines, path.name)
            for line in lines:
                self.assertEqual(line, line.strip(), path.name)
                self.assertTrue(line, path.name)
            self.assertEqual(len(set(lines)), len(lines), path.name)

    def test_rows_have_all_their_columns(self):
        for path in FOLDER.glob("*.csv"):
            for row in read_rows(path.name):
                self.assertNotIn(None, row, path.name)
                self.assertTrue(all(row.values()), (path.name, row))

    def test_names_are_written_as_names(self):
        written = re.compile(r"[A-ZÀ-Ö][\w' -]+")
        for name in (*names.WOMEN, *names.MEN, *names.SURNAMES, *names.COMPANY_WORDS):
            self.assertTrue(written.fullmatch(name), name)

    def test_there_are_enough_names_for_many_people(self):
        first_names = len(names.WOMEN) + len(names.MEN)
        self.assertGreater(first_names * len(names.SURNAMES), 20_000)

    def test_jobs_are_drawn_for_contacts(self):
        self.assertIn("Opticien", names.JOBS)


@tagged("post_install", "-at_install")
class TestNames(BaseCase):
    def test_common_surnames_come_often(self):
        rng = Random(3)
        drawn = Counter(names.draw_surname(rng) for _number in range(5000))
        self.assertGreater(drawn[names.SURNAMES[0]], 10 * drawn[names.SURNAMES[-1]])
        self.assertEqual(drawn.most_common(1)[0][0], "Ndiaye")

    def test_women_and_men_are_drawn(self):
        rng = Random(5)
        drawn = {names.draw_person(rng)[0] for _number in range(2000)}
        self.assertGreater(len(drawn & set(names.WOMEN)), 60)
        self.assertGreater(len(drawn & set(names.MEN)), 60)

    def test_a_company_says_what_it_does(self):
        rng = Random(6)
        for _number in range(200):
            name = names.draw_company(rng, "Saly")
            self.assertTrue(name.startswith(tuple(names.ACTIVITIES)), name)

    def test_most_companies_are_opticians(self):
        rng = Random(7)
        drawn = Counter(
            names.draw_company(rng, "Saly").split()[0] for _number in range(1000)
        )
        self.assertEqual(drawn.most_common(1)[0][0], "Optique")

    def test_a_slug_has_neither_accents_nor_signs(self):
        self.assertEqual(names.slugify("Aïssatou N'Diaye"), "aissatou-n-diaye")
        self.assertEqual(names.slugify("  Hôtel de Saly "), "hotel-de-saly")

    def test_a_slug_of_nothing_is_empty(self):
        self.assertEqual(names.slugify(" ' - "), "")


@tagged("post_install", "-at_install")
class TestPlaces(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rng = Random(4)
        cls.addresses = [draw_address(rng) for _number in range(2000)]
        cls.towns = {town.name: town for town in TOWNS}

    def test_every_region_has_a_town(self):
        self.assertEqual({town.region for town in TOWNS}, REGIONS)

    def test_towns_have_a_postcode_of_five_digits(self):
        for town in TOWNS:
            self.assertTrue(re.fullmatch(r"\d{5}", town.postcode), town)

    def test_an_address_fits_its_town(self):
        for address in self.addresses:
            town = self.towns[address.town]
            self.assertIn(address.quarter, town.quarters)
            self.assertEqual(address.region, town.region)
            self.assertEqual(address.department, town.department)
            self.assertEqual(address.postcode, town.postcode)

    def test_avenues_are_those_of_the_capital(self):
        for address in self.addresses:
            if any(avenue in address.street for avenue in AVENUES):
                self.assertEqual(address.town, "Dakar")

    def test_dakar_has_more_than_half(self):
        drawn = Counter(address.town for address in self.addresses)
        self.assertGreater(drawn["Dakar"], 950)
        self.assertGreater(drawn["Thiès"], 80)
        self.assertLess(drawn["Kédougou"], 30)

    def test_streets_are_of_three_kinds(self):
        kinds = Counter(
            "villa" if address.street.startswith("Villa") else address.street[-1:] != ""
            for address in self.addresses
        )
        self.assertGreater(kinds["villa"], 500)
        self.assertGreater(kinds[True], 500)
