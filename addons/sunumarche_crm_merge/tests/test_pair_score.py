from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..engine.criterion import CRITERIA, FREQUENCIES, NAMES
from ..engine.linkage_model import LinkageModel
from ..engine.pair_sql import DIGITS, read_pattern, sql_compared
from ..engine.profile_source import Person
from ..engine.profile_sql import sql_profiles

# Share of the others who have a name -> its level.
LEVELS = {0.021: 4, 0.019: 5, 0.0051: 5, 0.0049: 6, 0.0011: 6, 0.0009: 7}


@tagged("post_install", "-at_install")
class TestPairScore(TransactionCase):
    """How alike two are is one number, that says how rare their names are too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.execute_query(SQL("DELETE FROM sunumarche_duplicate_term"))

    def _compare(self, one, other):
        [row] = self.env.execute_query_dict(
            sql_compared(
                SQL("SELECT 4 AS one_id, 8 AS other_id"),
                sql_profiles(Person(id=4, **one).as_source()),
                sql_profiles(Person(id=8, **other).as_source()),
            )
        )
        return dict(zip(NAMES, read_pattern(row["pattern"]), strict=True))

    def _write_term(self, kind, term, frequency):
        self.env.execute_query(
            SQL(
                "INSERT INTO sunumarche_duplicate_term VALUES (%s, %s, %s)",
                kind,
                term,
                frequency,
            )
        )

    def test_a_number_is_read_as_it_was_written(self):
        for levels in ((None,) * 7, (0,) * 7, (7, 7, 3, 2, 3, 4, 2), (None, 0, 3) * 2):
            levels = (*levels, *[None] * 7)[:7]
            number = sum(
                DIGITS**place * (0 if level is None else level + 1)
                for place, level in enumerate(levels)
            )
            with self.subTest(levels=levels):
                self.assertEqual(read_pattern(number), levels)

    def test_every_level_has_a_digit_and_the_largest_number_has_room(self):
        self.assertTrue(all(each.levels < DIGITS for each in CRITERIA))
        self.assertLess(DIGITS ** len(CRITERIA), 2**31)

    def test_the_rarer_a_name_the_higher_its_level(self):
        diop = {"firstname": "Awa", "lastname": "Diop"}
        self.assertEqual(self._compare(diop, diop)["last"], 7)
        for frequency, level in LEVELS.items():
            self.env.execute_query(SQL("DELETE FROM sunumarche_duplicate_term"))
            self._write_term("last", "diop", frequency)
            with self.subTest(frequency=frequency):
                self.assertEqual(self._compare(diop, diop)["last"], level)
        self.assertEqual(FREQUENCIES, (0.02, 0.005, 0.001))

    def test_a_frequency_counts_only_if_the_names_are_the_same(self):
        self._write_term("last", "diop", 0.08)
        one, other = {"lastname": "Diop"}, {"lastname": "Joob"}
        self.assertEqual(self._compare(one, other)["last"], 3)

    def test_a_frequency_is_of_its_own_kind(self):
        self._write_term("first", "dakar", 0.5)
        both = {"firstname": "Dakar", "lastname": "Dakar"}
        levels = self._compare(both, both)
        self.assertEqual((levels["last"], levels["first"]), (7, 4))

    def test_who_has_only_a_first_name_says_it_once(self):
        awa = {"whole": "Awa", "firstname": "Awa"}
        levels = self._compare(awa, awa)
        self.assertEqual((levels["last"], levels["first"]), (None, 7))

    def test_the_shipped_weights_are_these(self):
        """log2 of the share among the same over the share among strangers, by hand."""
        model = LinkageModel.default()
        for name, expected in (
            ("phone", (-2.7, 4.46, 5.14)),
            ("tax", (-4.64, 5.32, 10.81)),
            ("email", (-1.98, 2.32, 5.32, 10.28)),
        ):
            with self.subTest(criterion=name):
                weights = [round(one, 2) for one in model.get_weights(name)]
                self.assertEqual(weights, list(expected))
