from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..engine.criterion import CRITERIA, NAMES
from ..engine.pair_sql import read_pattern, sql_compared
from ..engine.profile_source import Person
from ..engine.profile_sql import sql_profiles

LONG = "Awa " + "diopfallsarr" * 30


@tagged("post_install", "-at_install")
class TestPairCriteria(TransactionCase):
    """How alike two persons are, criterion by criterion, to the level."""

    def _compare(self, one, other):
        """Return ``{criterion: level}`` of two persons, None if not comparable."""
        rows = self.env.execute_query_dict(
            sql_compared(
                SQL("SELECT 4 AS one_id, 8 AS other_id"),
                sql_profiles(Person(id=4, **one).as_source()),
                sql_profiles(Person(id=8, **other).as_source()),
            )
        )
        if not rows:
            return None
        return dict(zip(NAMES, read_pattern(rows[0]["pattern"]), strict=True))

    def _check(self, criterion, field, cases):
        """Check ``(value, other value, level)``, whichever of both comes first."""
        for value, other, level in cases:
            with self.subTest(criterion=criterion, one=value, other=other):
                one, two = {field: value}, {field: other}
                self.assertEqual(self._compare(one, two)[criterion], level)
                self.assertEqual(self._compare(two, one)[criterion], level)

    def test_last_names(self):
        self._check(
            "last",
            "lastname",
            (
                ("Ndiaye", "N'Diaye", 7),
                ("Diop", "DIOP", 7),
                ("Diop", "Joob", 3),
                ("Sarr", "Sarra", 3),
                ("Sow", "Sox", 2),
                ("Sow", "Dow", 2),
                ("Sow", "Owt", 0),
                ("Diop", "Dipo", 2),
                ("Mbodji", "Mbxdjo", 2),
                ("Diallo", "Diallo Barry", 2),
                ("Ba", "Fall", 0),
                ("Diop", "", None),
                ("", "", None),
            ),
        )

    def test_first_names(self):
        self._check(
            "first",
            "firstname",
            (
                ("Awa", "awa", 7),
                ("Awa", "Aaw", 2),
                ("Awa", "Ada", 2),
                ("Fatou", "Fatoumata", 3),
                ("El Hadji Malick", "Malick", 3),
                ("Moussa", "Mousa", 3),
                ("Mame", "Mame Diarra", 3),
                ("Abdou", "Abdourahmane", 2),
                ("Coumba", "Ousmane", 0),
                ("Awa", "", None),
            ),
        )

    def test_names_the_other_way_round_are_the_same_but_for_the_spelling(self):
        one = {"firstname": "Awa", "lastname": "Ndiaye"}
        other = {"firstname": "Ndiaye", "lastname": "Awa"}
        levels = self._compare(one, other)
        self.assertEqual((levels["last"], levels["first"]), (7, 3))

    def test_addresses(self):
        self._check(
            "email",
            "email",
            (
                ("awa.diop@example.com", "awa.diop@example.com", 3),
                ("awa.diop1@example.com", "awa.diop2@example.com", 1),
                ("awa.diop@example.com", "awa.diopp@example.com", 2),
                ("awa.diop@example.com", "awadiop@example.org", 1),
                ("awa7@example.com", "awa9@other.sn", 0),
                ("moussa12@example.com", "moussa44@other.sn", 1),
                ("awa@example.com", "modou@example.com", 0),
                ("awa@example.com", "", None),
            ),
        )

    def test_numbers(self):
        self._check(
            "phone",
            "phones",
            (
                (("+221771234567",), ("+221771234567",), 2),
                (("+221771234567",), ("00221771234567",), 2),
                (("+221771234567", "+221338001122"), ("+221338001122",), 2),
                (("+221771234567",), ("+221771234576",), 1),
                (("+221771234567",), ("+221769988001",), 0),
                (("+221771234567",), (), None),
                (("+221771234567",), ("12",), None),
            ),
        )

    def test_birth_dates(self):
        self._check(
            "birth",
            "birthdate",
            (
                ("1985-03-02", "1985-03-02", 3),
                ("1985-03-02", "1985-03-12", 2),
                ("1985-03-02", "1985-02-03", 2),
                ("1985-03-02", "1985-11-25", 1),
                ("1985-03-02", "1961-03-02", 2),
                ("1985-03-02", "1985-03-25", 2),
                ("1985-03-22", "1985-11-22", 2),
                ("1985-03-02", "1961-11-25", 0),
                ("1985-03-02", "", None),
            ),
        )

    def test_tax_numbers(self):
        self._check(
            "tax",
            "tax",
            (
                ("0051 2345 2G3", "005123452g3", 2),
                ("005123452G3", "005123462G3", 1),
                ("005123452G3", "005132452G3", 1),
                ("005123452G3", "998877665A1", 0),
                ("005123452G3", "", None),
            ),
        )

    def test_places(self):
        street, near = "12 rue Blanchot", "12, rue Blanchotte"
        cases = (
            ({"street": street, "city": "Dakar"}, {"street": street}, 4),
            ({"street": street}, {"street": "12 RUE BLANCHOT", "zip": "11000"}, 4),
            ({"street": street, "city": "Dakar"}, {"street": near, "city": "Dakar"}, 3),
            ({"street": street, "city": "Dakar"}, {"city": "DAKAR"}, 2),
            ({"zip": "11000"}, {"zip": "110 00", "city": "Dakar"}, 2),
            ({"city": "Dakar"}, {"city": "Dakkar"}, 1),
            ({"zip": "11000"}, {"zip": "11001"}, 1),
            ({"street": street, "city": "Dakar"}, {"street": street, "city": "T"}, 1),
            ({"city": "Dakar"}, {"city": "Ziguinchor"}, 0),
            ({"city": "Dakar"}, {"zip": "11000"}, None),
            ({"city": "Dakar"}, {}, None),
        )
        for one, other, level in cases:
            with self.subTest(one=one, other=other):
                self.assertEqual(self._compare(one, other)["address"], level)
                self.assertEqual(self._compare(other, one)["address"], level)

    def test_who_says_nothing_is_neither_alike_nor_different(self):
        self.assertEqual(self._compare({}, {}), dict.fromkeys(NAMES))

    def test_a_company_and_a_person_are_not_compared(self):
        person = {"whole": "Baobab"}
        company = {"whole": "Baobab SARL", "is_company": True}
        self.assertIsNone(self._compare(person, company))
        self.assertEqual(
            self._compare({**company, "whole": "Ets Baobab"}, company)["last"], 7
        )

    def test_contacts_of_two_companies_are_not_compared(self):
        awa = {"whole": "Awa Diop", "lastname": "Diop"}
        first, second = {**awa, "company_id": 1}, {**awa, "company_id": 2}
        self.assertIsNone(self._compare(first, second))
        for one, other in ((first, first), (first, awa), (awa, second)):
            self.assertEqual(self._compare(one, other)["last"], 7)

    def test_a_text_without_end_is_compared_too(self):
        """PostgreSQL refuses to count the differences of texts over 255 signs."""
        for field in ("lastname", "firstname", "email", "city", "zip", "tax"):
            with self.subTest(field=field):
                self._compare({field: LONG}, {field: LONG + "x"})

    def test_every_level_has_its_shares(self):
        for each in CRITERIA:
            with self.subTest(criterion=each.name):
                self.assertEqual(len(each.agreed), each.levels)
                for shares in (each.chance, each.alike):
                    self.assertEqual(len(shares), each.levels)
                    self.assertAlmostEqual(sum(shares), 1)
                self.assertAlmostEqual(sum(each.agreed), 1)
                self.assertGreater(each.agreed[-1], each.chance[-1])
                self.assertLess(each.agreed[0], each.chance[0])
