from math import log2

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..engine.criterion import CRITERIA, NAMES
from ..engine.duplicate_clusters import cluster
from ..engine.duplicate_judge import (
    MOST_CHANCE,
    DuplicateJudge,
    is_certain,
    to_chance,
    to_score,
)
from ..engine.linkage_model import (
    MIN_SHARE,
    ExpectationMaximization,
    LinkageModel,
    normalize,
)


@tagged("post_install", "-at_install")
class TestLinkage(TransactionCase):
    """The weights that were learnt last count, with what somebody adds to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(
            cls.env, "chief", "sunumarche_crm.group_administrator"
        )
        cls.linkages = cls.env["sunumarche.linkage"]
        cls.linkages.search([]).unlink()

    def test_a_base_begins_with_what_is_usual(self):
        linkage = self.linkages.with_user(self.administrator)._get_current()
        self.assertEqual(linkage._get_current(), linkage)
        default, model = LinkageModel.default(), linkage._get_model()
        self.assertEqual(model.as_parameters(), default.as_parameters())
        self.assertAlmostEqual(linkage.prior, log2(0.025 / 0.975), places=4)
        self.assertEqual(linkage.profile_count, 0)
        self.assertEqual(len(linkage.weight_ids), sum(each.levels for each in CRITERIA))

    def test_a_weight_is_the_bits_of_both_shares(self):
        linkage = self.linkages._get_current()
        default = LinkageModel.default()
        for weight in linkage.weight_ids:
            with self.subTest(criterion=weight.criterion, level=weight.level):
                agreed = default.agreed[weight.criterion][weight.level]
                chance = default.get_chance(weight.criterion)[weight.level]
                self.assertAlmostEqual(weight.weight, log2(agreed / chance), delta=0.06)
                self.assertAlmostEqual(weight.agreed, 100 * agreed, delta=1e-4)
                self.assertAlmostEqual(weight.chance, 100 * chance, delta=1e-4)

    def test_each_likeness_has_its_own_words(self):
        linkage = self.linkages._get_current()
        self.assertEqual(
            [
                name
                for name, _label in linkage.weight_ids._fields["criterion"].selection
            ],
            list(NAMES),
        )
        for each in CRITERIA:
            weights = linkage.weight_ids.filtered(
                lambda weight, name=each.name: weight.criterion == name
            )
            labels = weights.mapped("label")
            self.assertEqual(len(set(labels)), each.levels)
            self.assertTrue(all(labels))

    def test_what_somebody_adds_is_kept_by_what_is_learnt_next(self):
        linkage = self.linkages.with_user(self.administrator)._get_current()
        weight = linkage.weight_ids.filtered(
            lambda each: (each.criterion, each.level) == ("phone", 2)
        )
        before = linkage._get_model().get_weights("phone")[2]
        weight.adjustment = -2.5
        linkage.propose_chance, linkage.warn_chance = 70, 30
        after = linkage._get_model().get_weights("phone")
        self.assertAlmostEqual(after[2], before - 2.5)
        model = LinkageModel.default()
        model.share = 0.2
        latest = self.linkages._learn(model, 500)
        self.assertEqual(self.linkages._get_current(), latest)
        self.assertEqual((latest.prior, latest.profile_count), (-2.0, 500))
        self.assertEqual((latest.propose_chance, latest.warn_chance), (70, 30))
        self.assertEqual(latest._get_model().get_weights("phone"), after)

    def test_limits_are_the_judges(self):
        linkage = self.linkages._get_current()
        linkage.write({"safe_chance": 99.9, "propose_chance": 80, "warn_chance": 50})
        judge = linkage._get_judge()
        self.assertAlmostEqual(judge.safe, log2(999))
        self.assertAlmostEqual(judge.propose, 2)
        self.assertAlmostEqual(judge.warn, 0)

    def test_limits_follow_each_other(self):
        linkage = self.linkages._get_current()
        for values in (
            {"warn_chance": 85},
            {"propose_chance": 99.99},
            {"safe_chance": 100},
            {"warn_chance": 0},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                linkage.write(values)
                self.env.flush_all()
            linkage.invalidate_recordset(flush=False)

    def test_the_administrator_alone_changes_weights(self):
        linkage = self.linkages._get_current()
        merger = new_test_user(
            self.env,
            "merger",
            "sunumarche_crm.group_service_agent,sunumarche_crm_merge.group_merge",
        )
        with self.assertRaises(AccessError):
            linkage.with_user(merger).warn_chance = 10
        with self.assertRaises(AccessError):
            linkage.weight_ids.with_user(merger)[0].adjustment = 1
        linkage.with_user(self.administrator).warn_chance = 10
        with self.assertRaises(AccessError):
            linkage.with_user(self.administrator).unlink()


@tagged("post_install", "-at_install")
class TestLinkageSums(BaseCase):
    """What is learnt, judged and grouped, on numbers that one can check by hand."""

    def test_shares_make_one_and_none_is_nothing(self):
        self.assertEqual(normalize([1, 3]), [0.25, 0.75])
        shares = normalize([0, 0, 1])
        self.assertAlmostEqual(sum(shares), 1)
        self.assertAlmostEqual(shares[0], MIN_SHARE, delta=1e-9)

    def test_different_ones_teach_nothing(self):
        chance = {each.name: list(each.chance) for each in CRITERIA}
        model = ExpectationMaximization(chance).learn({(0,) * 7: 1_000})
        self.assertLess(model.share, 0.002)
        self.assertAlmostEqual(
            model.agreed["birth"][3],
            LinkageModel.default().agreed["birth"][3],
            delta=0.01,
        )

    def test_nothing_is_certain(self):
        self.assertEqual(to_chance(1_000), MOST_CHANCE)
        self.assertAlmostEqual(to_chance(-1_000), 0)
        self.assertAlmostEqual(to_chance(2), 80)
        self.assertAlmostEqual(to_chance(-1), 100 / 3)
        self.assertLess(to_score(100), 31)
        self.assertGreater(to_score(0), -31)

    def test_who_is_certain(self):
        for levels, expected in (
            ((4, 4, 3, 2, None, None, None), True),
            ((3, None, 3, None, 3, None, None), True),
            ((4, 4, None, None, 3, 4, None), True),
            ((4, None, None, 2, None, None, 2), True),
            ((2, 4, 3, 2, None, None, None), False),
            ((None, 4, 3, 2, None, None, None), False),
            ((4, 2, 3, 2, None, None, None), False),
            ((4, 4, 3, None, None, None, None), False),
            ((4, 4, 2, 2, None, 4, None), False),
            ((4, 4, 3, 2, None, None, 0), False),
            ((4, 4, 0, 2, 3, None, None), False),
            ((7, 7, 3, 2, None, None, None), True),
            ((7, 3, 3, 2, None, None, None), False),
        ):
            with self.subTest(levels=levels):
                self.assertEqual(is_certain(levels), expected)

    def test_the_limits_themselves_count(self):
        judge, certain = DuplicateJudge(), (4, 4, 3, 2, None, None, None)
        for score, level in (
            (12, "safe"),
            (11.99, "propose"),
            (0.585, "propose"),
            (0.584, "warn"),
            (-2, "warn"),
            (-2.01, ""),
        ):
            with self.subTest(score=score):
                self.assertEqual(judge.get_level(score, certain), level)

    def test_two_groups_are_one_if_half_of_the_pairs_between_were_found(self):
        pairs = [(1, 2), (3, 4), (1, 3)]
        self.assertEqual(cluster(pairs), [[1, 2], [3, 4]])
        self.assertEqual(cluster([*pairs, (1, 4)]), [[1, 2, 3, 4]])

    def test_the_surest_pair_comes_first(self):
        self.assertEqual(cluster([(1, 2), (2, 3), (3, 4)]), [[1, 2, 3]])
        self.assertEqual(cluster([(3, 4), (2, 3), (1, 2)]), [[2, 3, 4]])

    def test_a_refusal_counts_for_those_who_are_in_the_group_already(self):
        pairs = [(1, 2), (3, 4), (2, 3), (1, 3), (2, 4)]
        self.assertEqual(cluster(pairs), [[1, 2, 3, 4]])
        self.assertEqual(cluster(pairs, {(1, 4)}), [[1, 2], [3, 4]])
