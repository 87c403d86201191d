from math import log2

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..engine.criterion import CRITERIA, NAMES
from ..engine.linkage_model import LinkageModel
from ..engine.pair_sql import sql_scored

RAREST = 0.001


@tagged("post_install", "-at_install")
class TestPairScore(TransactionCase):
    """A score is the sum of what each criterion weighs, of families less."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = LinkageModel.default()
        cls.env.execute_query(SQL("DELETE FROM sunumarche_duplicate_term"))

    def _score(self, terms=(None, None, None), **levels):
        """Return the score that PostgreSQL gives to a pair with these levels."""
        columns = SQL(", ").join(
            SQL("%s::smallint AS %s", levels.get(name), SQL.identifier(name))
            for name in NAMES
        )
        compared = SQL(
            "SELECT %s, %s::text AS last_term, %s::text AS first_term,"
            " %s::text AS city_term",
            columns,
            *terms,
        )
        [row] = self.env.execute_query_dict(sql_scored(compared, self.model, RAREST))
        return row["score"]

    def _sum(self, **levels):
        weights = [self.model.get_weights(name)[lv] for name, lv in levels.items()]
        return self.model.prior + sum(weights)

    def _write_term(self, kind, term, frequency):
        self.env.execute_query(
            SQL(
                "INSERT INTO sunumarche_duplicate_term VALUES (%s, %s, %s)",
                kind,
                term,
                frequency,
            )
        )

    def test_two_of_whom_nothing_is_known_have_the_starting_score(self):
        self.assertAlmostEqual(self._score(), -14.0, places=3)

    def test_the_shipped_weights_are_these(self):
        """log2 of the share among the same over the share among others, by hand."""
        for name, expected in (
            ("last", (-5.49, -2.32, 1.0, 4.17, 5.23)),
            ("first", (-5.54, -1.58, 2.81, 4.64, 5.02)),
            ("email", (-2.0, 6.64, 7.32, 10.28)),
            ("phone", (-2.73, 6.32, 10.59)),
            ("birth", (-5.6, 0.1, 6.64, 9.73)),
            ("address", (-3.41, 0.26, 2.74, 5.64, 7.45)),
            ("tax", (-4.64, 5.32, 10.81)),
        ):
            with self.subTest(criterion=name):
                weights = [round(one, 2) for one in self.model.get_weights(name)]
                self.assertEqual(weights, list(expected))

    def test_each_level_of_each_criterion_weighs_what_the_model_says(self):
        for each in CRITERIA:
            for level in range(each.levels):
                with self.subTest(criterion=each.name, level=level):
                    rare = 2 if each.name == "address" else each.levels - 1
                    added = 0.0
                    if each.term and level == rare:
                        added = log2(self.model.chance[each.name][level] / RAREST)
                    expected = self._sum(**{each.name: level}) + added
                    score = self._score(**{each.name: level})
                    self.assertAlmostEqual(score, expected, places=3)

    def test_criteria_add_up(self):
        levels = {"email": 3, "phone": 1, "birth": 0, "tax": 2}
        self.assertAlmostEqual(self._score(**levels), self._sum(**levels), places=3)

    def test_an_adjustment_counts(self):
        before = self._score(phone=2)
        self.model.adjusted = {"phone": [0.0, 0.0, -2.5]}
        self.addCleanup(self.model.adjusted.clear)
        self.assertAlmostEqual(self._score(phone=2), before - 2.5, places=3)

    def test_a_frequent_name_says_less_than_a_rare_one(self):
        self._write_term("last", "diop", 0.08)
        self._write_term("last", "sylla", 0.01)
        frequent = self._score(("diop", None, None), last=4)
        usual = self._score(("sylla", None, None), last=4)
        rare = self._score(("gomis", None, None), last=4)
        self.assertAlmostEqual(usual - frequent, 3, places=3)
        self.assertAlmostEqual(rare - usual, log2(10), places=3)

    def test_a_frequency_counts_only_if_the_names_are_the_same(self):
        self._write_term("last", "diop", 0.08)
        spelt = {"last": 3, "first": 4}
        self.assertAlmostEqual(
            self._score(("diop", None, None), **spelt),
            self._score(("gomis", None, None), **spelt),
        )

    def test_a_frequency_is_of_its_own_kind(self):
        self._write_term("first", "dakar", 0.5)
        self._write_term("city", "dakar", 0.5)
        last = self._score(("dakar", None, None), last=4)
        self.assertAlmostEqual(last, self._score(last=4))
        town = self._score((None, None, "dakar"), address=2)
        self.assertAlmostEqual(self._score(address=2) - town, log2(500), places=3)

    def test_a_family_has_its_name_number_and_house_for_nothing(self):
        family = {"last": 3, "first": 0, "phone": 2, "address": 4}
        self.assertAlmostEqual(self._score(**family), self._sum(first=0), places=3)

    def test_something_of_his_own_makes_it_count_again(self):
        for own in ({"birth": 2}, {"birth": 3}, {"email": 3}, {"tax": 2}):
            with self.subTest(own=own):
                levels = {"last": 3, "first": 0, "phone": 2, **own}
                self.assertAlmostEqual(
                    self._score(**levels), self._sum(**levels), places=3
                )
        for shared in ({"birth": 1}, {"email": 2}, {"tax": 1}):
            with self.subTest(shared=shared):
                levels = {"last": 3, "first": 0, "phone": 2, **shared}
                alone = self._sum(first=0, **shared)
                self.assertAlmostEqual(self._score(**levels), alone, places=3)

    def test_without_a_first_name_nobody_is_taken_for_a_family(self):
        levels = {"last": 3, "phone": 2}
        self.assertAlmostEqual(self._score(**levels), self._sum(**levels), places=3)
