from collections import Counter
from itertools import combinations

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..engine.criterion import CRITERIA, NAMES
from ..engine.duplicate_finder import BY_SORTING, COMPARED, DuplicateFinder
from ..engine.linkage_model import LinkageModel
from ..engine.pair_sql import read_pattern, sql_candidates, sql_shared_keys

FIRSTS = ("Awa", "Modou", "Fatou", "Cheikh", "Ousmane", "Coumba", "Ndeye")
LASTS = ("Diop", "Fall", "Ndiaye", "Sow", "Ba")
TOWNS = ("Dakar", "Touba", "")


@tagged("post_install", "-at_install")
class TestDuplicateFinder(TransactionCase):
    """The statements over the whole base give what counting by hand gives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nobody but those of the test, whatever else the base holds.
        cls.env["sunumarche.duplicate.profile"]._follow()
        for table in ("key", "profile", "term"):
            cls.env.execute_query(
                SQL("DELETE FROM %s", SQL.identifier(f"sunumarche_duplicate_{table}"))
            )
        cls.partners = cls.env["res.partner"].create(
            [cls._prepare_contact(number) for number in range(60)]
        )
        cls.env.flush_all()
        cls.env["sunumarche.duplicate.profile"]._follow()
        cls.finder = DuplicateFinder(cls.env)

    @classmethod
    def _prepare_contact(cls, number):
        """Return one of 60; each third has the e-mail address of the one before."""
        shared = number - number % 3 // 2
        return {
            "name": f"{FIRSTS[number % 7]} {LASTS[number % 5]}",
            "city": TOWNS[number % 3],
            "phone": f"+22177{number % 20:07d}",
            "email": f"somebody.{chr(97 + shared % 26)}{shared}@example.com",
            "birthdate": f"19{60 + number % 30}-03-{1 + number % 28:02d}",
        }

    def _read_keys(self):
        return self.env.execute_query(
            SQL("SELECT hash, rule, profile_id FROM sunumarche_duplicate_key")
        )

    def _pair_by_hand(self, limit):
        """Return the pairs that share a key, in Python."""
        blocks = {}
        for key, rule, profile_id in self._read_keys():
            blocks.setdefault((key, rule), set()).add(profile_id)
        return sorted(
            {
                pair
                for members in blocks.values()
                if len(members) <= limit
                for pair in combinations(sorted(members), 2)
            }
        )

    def _compare(self):
        self.finder.compare()
        rows = self.env.execute_query(
            SQL("SELECT one_id, other_id, pattern FROM %s", COMPARED)
        )
        return [
            {
                "one_id": one,
                "other_id": other,
                **dict(zip(NAMES, read_pattern(number), strict=True)),
            }
            for one, other, number in rows
        ]

    def _pair(self, *args, **kwargs):
        """Return the candidates as ``(one, other)``."""
        keys = sql_shared_keys(*args, **kwargs)
        return self.env.execute_query(sql_candidates(keys))

    def test_who_shares_a_key_is_a_candidate(self):
        for limit in (40, 4, 2):
            with self.subTest(limit=limit):
                found = sorted(self._pair(limit))
                self.assertEqual(found, self._pair_by_hand(limit))

    def test_a_small_base_is_compared_by_more(self):
        usual = set(self._pair())
        more = set(self._pair(is_small=True))
        self.assertLess(usual, more)
        same = {
            (one.id * 4, other.id * 4)
            for one, other in combinations(self.partners, 2)
            if one.firstname == other.firstname or one.lastname == other.lastname
        }
        self.assertLessEqual(same, more)

    def test_every_candidate_is_compared_once(self):
        compared = self._compare()
        pairs = self._pair(is_small=True)
        self.assertEqual(
            sorted((row["one_id"], row["other_id"]) for row in compared),
            sorted(pairs),
        )
        for row in compared:
            for each in CRITERIA:
                self.assertIn(row[each.name], (None, *range(each.levels)))

    def test_levels_are_of_what_the_contacts_say(self):
        by_key = {partner.id * 4: partner for partner in self.partners}
        for row in self._compare():
            one, other = by_key[row["one_id"]], by_key[row["other_id"]]
            for name, field, same in (
                ("last", "lastname", 4),
                ("first", "firstname", 4),
                ("email", "email_key", 3),
                ("phone", "phone_sanitized", 2),
                ("birth", "birthdate", 3),
            ):
                self.assertEqual(row[name] >= same, one[field] == other[field])
            if one.city and other.city:
                self.assertEqual(row["address"] == 2, one.city == other.city)
            self.assertIsNone(row["tax"])

    def test_frequencies_are_shares_of_the_others_who_have_the_name(self):
        self._compare()
        rows = self.env.execute_query(
            SQL("SELECT kind, term, frequency FROM sunumarche_duplicate_term")
        )
        terms = {(kind, term): frequency for kind, term, frequency in rows}
        firsts = Counter(partner.firstname.lower() for partner in self.partners)
        self.assertAlmostEqual(terms["last", "sow"], 10 / 60)
        for first, count in firsts.items():
            self.assertAlmostEqual(terms["first", first], (count - 2) / 60)
        self.assertEqual(len(terms), 7 + 5)

    def test_a_name_that_two_have_is_no_term(self):
        """They may be one person: nobody else has it."""
        self.partners[:2].lastname = "Gningue"
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        self._compare()
        rows = self.env.execute_query(
            SQL("SELECT FROM sunumarche_duplicate_term WHERE term = 'gningue'")
        )
        self.assertEqual(len(rows), 0)

    def test_pairs_are_found_from_the_surest_to_the_least(self):
        self.finder.compare()
        model = LinkageModel.default()
        everybody = list(self.finder.find(model, -1_000.0))
        order = [(-pair.score, pair.one_id, pair.other_id) for pair in everybody]
        self.assertEqual(order, sorted(order))
        least = everybody[len(everybody) // 3].score - 0.001
        expected = [pair for pair in everybody if pair.score >= least]
        self.assertEqual(list(self.finder.find(model, least)), expected)
        self.assertTrue(all(pair.one_id < pair.other_id for pair in everybody))

    def test_scores_are_those_of_the_model(self):
        self.finder.compare()
        model = self.finder.train()
        pairs = list(self.finder.find(model, -1_000.0))
        for pair in pairs:
            self.assertAlmostEqual(pair.score, model.get_score(pair.levels), places=9)
        self.assertEqual(len(pairs), len(self._pair(is_small=True)))

    def test_searching_twice_gives_the_same(self):
        first = self._compare()
        model = self.finder.train()
        self.assertEqual(self._compare(), first)
        again = self.finder.train()
        self.assertEqual(again.as_parameters(), model.as_parameters())

    def test_what_is_learnt_is_made_of_shares(self):
        self.finder.compare()
        model = self.finder.train()
        for shares in (model.agreed, *model.strangers.values()):
            for each in CRITERIA:
                self.assertEqual(len(shares[each.name]), each.levels)
                self.assertAlmostEqual(sum(shares[each.name]), 1)
                self.assertGreater(min(shares[each.name]), 0)
        self.assertAlmostEqual(model.share + sum(model.kinds.values()), 1)
        self.assertLess(model.share, 0.5)

    def test_all_pairs_of_a_small_base_say_what_agrees_by_chance(self):
        pairs = self.env.execute_query(DuplicateFinder._sql_random())
        known = {tuple(sorted(pair)) for pair in pairs}
        self.assertEqual(len(known), 60 * 59 / 2)
        self.assertFalse(any(one == other for one, other in pairs))
        chance = self.finder._count_chance()
        same = sum(
            one.firstname == other.firstname
            for one, other in combinations(self.partners, 2)
        )
        self.assertAlmostEqual(sum(chance["first"][4:]), same / len(known), delta=0.02)

    def test_an_empty_base_has_no_pairs(self):
        self.partners.active = False
        self.env.flush_all()
        self.env["sunumarche.duplicate.profile"]._follow()
        self.assertEqual(self.finder.count(), 0)
        self.assertEqual(self._compare(), [])
        self.assertEqual(list(self.finder.find(LinkageModel.default(), -99.0)), [])

    def test_nothing_is_left_behind(self):
        """The tables are dropped, and PostgreSQL plans as it did."""
        self.finder.compare()
        self.finder.close()
        tables = self.env.execute_query(
            SQL(
                "SELECT relname FROM pg_class WHERE relpersistence <> 'p'"
                " AND relname LIKE 'sunumarche_duplicate_%%'"
            )
        )
        self.assertFalse(tables)
        for name in BY_SORTING:
            [[value]] = self.env.execute_query(SQL("SELECT current_setting(%s)", name))
            self.assertEqual(value, "on")
