from itertools import product
from math import log2
from random import Random

from odoo.tests import BaseCase, tagged

from ..engine.criterion import CRITERIA, NAMES
from ..engine.duplicate_judge import DuplicateJudge, is_certain, to_chance, to_score
from ..engine.linkage_model import (
    CHANCE_PAIRS,
    COMMON_PAIRS,
    PRIOR_PAIRS,
    STRANGERS,
    ExpectationMaximization,
    LinkageModel,
    can_be,
)

FAMILY = (5, 0, None, 2, None, 4, None)
TWIN = (7, 7, 3, 2, 3, 4, None)


def draw(shares, random):
    return random.choices(range(len(shares)), shares)[0]


@tagged("post_install", "-at_install")
class TestLinkageModel(BaseCase):
    """What is learnt is what the pairs were drawn from."""

    def _draw(self, model, counts, seed=5, unknown=("tax",)):
        """Return patterns of so many pairs of each kind, None: duplicates."""
        random, patterns = Random(seed), {}
        for kind, count in counts.items():
            shares = model.strangers[kind] if kind else model.agreed
            for _pair in range(count):
                pattern = tuple(
                    None if each.name in unknown else draw(shares[each.name], random)
                    for each in CRITERIA
                )
                patterns[pattern] = patterns.get(pattern, 0) + 1
        return patterns

    def _learn(self, patterns):
        chance = {each.name: list(each.chance) for each in CRITERIA}
        return ExpectationMaximization(chance).learn(patterns)

    def test_shares_are_learnt_without_labels(self):
        model = LinkageModel.default()
        model.agreed["phone"] = [0.3, 0.1, 0.6]
        model.strangers["family"]["address"] = [0.3, 0.1, 0.1, 0.1, 0.4]
        counts = {None: 2_000, "anybody": 4_000, "family": 3_000, "namesakes": 1_000}
        learnt = self._learn(self._draw(model, counts))
        self.assertAlmostEqual(learnt.share, 0.2, delta=0.01)
        self.assertAlmostEqual(learnt.kinds["family"], 0.3, delta=0.03)
        for name in ("last", "first", "phone", "birth"):
            for one, other in zip(learnt.agreed[name], model.agreed[name], strict=True):
                self.assertAlmostEqual(one, other, delta=0.04)
        family = learnt.strangers["family"]["address"]
        self.assertAlmostEqual(family[4], 0.4, delta=0.03)

    def test_what_is_shown_is_how_many_are_one_person(self):
        """Of other pairs than those learnt from, families and namesakes among them."""
        model = LinkageModel.default()
        counts = {None: 1_000, "anybody": 3_000, "family": 2_000, "namesakes": 2_000}
        learnt = self._learn(self._draw(model, counts, unknown=("tax", "email")))
        others = self._draw(model, {None: 1_000}, seed=6, unknown=("tax", "email"))
        strangers = self._draw(
            model,
            {kind: count for kind, count in counts.items() if kind},
            seed=6,
            unknown=("tax", "email"),
        )
        shown = found = pairs = 0
        for pattern in {*others, *strangers}:
            chance = to_chance(learnt.get_score(pattern))
            same, all_ = others.get(pattern, 0), strangers.get(pattern, 0)
            if 60 <= chance < 99:
                pairs += same + all_
                shown += chance * (same + all_)
                found += 100 * same
        self.assertGreater(pairs, 50)
        self.assertAlmostEqual(shown / pairs, found / pairs, delta=10)

    def test_names_and_birth_dates_alone_teach_too(self):
        model = LinkageModel.default()
        unknown = ("tax", "email", "phone", "address")
        counts = {None: 600, "anybody": 5_000, "namesakes": 2_000, "birth": 400}
        learnt = self._learn(self._draw(model, counts, unknown=unknown))
        self.assertAlmostEqual(learnt.share * 8_000, 600, delta=60)
        self.assertAlmostEqual(
            learnt.agreed["birth"][3], model.agreed["birth"][3], delta=0.05
        )

    def test_a_score_is_the_odds_of_the_mixture(self):
        """Summed by hand, over everybody who could be strangers of this pattern."""
        model = LinkageModel.default()
        for pattern in (FAMILY, TWIN, (None,) * 7, (4, None, None, 2, None, 2, None)):
            with self.subTest(pattern=pattern):
                said = [
                    (name, level)
                    for name, level in zip(NAMES, pattern, strict=True)
                    if level is not None
                ]
                one, others = model.share, 0.0
                for name, level in said:
                    one *= model.agreed[name][level]
                for kind, part in model.kinds.items():
                    if can_be(kind, pattern):
                        for name, level in said:
                            part *= model.strangers[kind][name][level]
                        others += part
                self.assertAlmostEqual(model.get_score(pattern), log2(one / others))

    def test_a_family_is_no_duplicate(self):
        """Number, house and last name would say 16 bits if they came one by one."""
        model = LinkageModel.default()
        alone = sum(
            model.get_weights(name)[level]
            for name, level in zip(NAMES, FAMILY, strict=True)
            if level is not None
        )
        self.assertLess(model.get_score(FAMILY), min(alone, -4))
        self.assertGreater(model.get_score(TWIN), 10)

    def test_who_can_be_of_a_kind(self):
        unknown, known = (None,) * 7, (0,) * 7
        for kind in STRANGERS:
            self.assertTrue(can_be(kind, known))
        possible = {kind for kind in STRANGERS if can_be(kind, unknown)}
        self.assertEqual(possible, {"anybody", "house", "place", "number"})
        company = (7, None, None, 2, None, 4, None)
        self.assertFalse(can_be("family", company))
        self.assertTrue(can_be("last_name", company))

    def test_a_rarer_name_says_more(self):
        model = LinkageModel.default()
        for name in ("last", "first"):
            weights = model.get_weights(name)
            self.assertEqual(weights[4:], sorted(weights[4:]))
            self.assertGreater(weights[7] - weights[4], 3)

    def test_what_a_base_begins_with_counts_so_many_pairs(self):
        model = self._learn({TWIN: 100})
        start = LinkageModel.default()
        share = (PRIOR_PAIRS * start.agreed["birth"][3] + 100) / (PRIOR_PAIRS + 100)
        self.assertAlmostEqual(model.agreed["birth"][3], share, delta=0.002)
        self.assertEqual(model.agreed["tax"], start.agreed["tax"])
        part = (PRIOR_PAIRS * start.share + 100) / (PRIOR_PAIRS + 100)
        self.assertAlmostEqual(model.share, part, delta=0.002)

    def test_what_strangers_do_not_have_in_common_stays_near_chance(self):
        chance = {each.name: list(each.chance) for each in CRITERIA}
        learner = ExpectationMaximization(chance)
        known = [(0, 0, -1, 2, 1, -1, -1)]
        shares = learner._count_shares("number", known, [100.0], 100)
        start = LinkageModel.default().strangers["number"]
        common = (COMMON_PAIRS * start["phone"][2] + 100) / (COMMON_PAIRS + 100)
        self.assertAlmostEqual(shares["phone"][2], common)
        birth = (CHANCE_PAIRS * start["birth"][1] + 100) / (CHANCE_PAIRS + 100)
        self.assertAlmostEqual(shares["birth"][1], birth)
        for one, other in zip(shares["tax"], start["tax"], strict=True):
            self.assertAlmostEqual(one, other)

    def test_in_a_large_base_the_start_counts_its_part(self):
        pairs = ExpectationMaximization._get_pairs
        self.assertEqual(pairs(None, "birth", 10**7), 20)
        self.assertEqual(pairs("number", "phone", 10**7), 10_000)
        self.assertEqual(pairs("number", "birth", 10**7), 100_000)
        self.assertEqual(pairs("number", "phone", 1_000), 50)
        self.assertEqual(pairs("number", "birth", 1_000), 500)

    def test_it_is_kept_as_parameters(self):
        model = self._learn({TWIN: 10, FAMILY: 30})
        again = LinkageModel.of(model.as_parameters())
        for pattern in product((0, 7), (0, 7), (3,), (2,), (None,), (4,), (None,)):
            self.assertEqual(again.get_score(pattern), model.get_score(pattern))

    def test_an_adjustment_adds_to_the_weight_and_to_the_score(self):
        model = LinkageModel.default()
        weight, score = model.get_weights("phone")[2], model.get_score(TWIN)
        model.adjusted = {"phone": [0.0, 0.0, -3.0]}
        self.assertAlmostEqual(model.get_weights("phone")[2], weight - 3)
        self.assertAlmostEqual(model.get_score(TWIN), score - 3)

    def test_the_start_is_the_share_of_duplicates(self):
        model = LinkageModel.default()
        self.assertAlmostEqual(model.prior, log2(0.025 / 0.975))
        self.assertAlmostEqual(model.share + sum(model.kinds.values()), 1)

    def test_chances_and_scores_are_the_same_thing(self):
        self.assertAlmostEqual(to_chance(0), 50)
        for chance in (20, 80, 99.5):
            self.assertAlmostEqual(to_chance(to_score(chance)), chance)

    def test_a_family_is_never_safe(self):
        # last, first, email, phone, birth, address, tax
        self.assertFalse(is_certain((4, 4, None, 2, None, 4, None)))
        self.assertFalse(is_certain((4, 3, 3, 2, None, 4, None)))
        self.assertFalse(is_certain((4, 4, 3, 2, 0, 4, None)))
        self.assertTrue(is_certain((4, 4, 3, 2, None, None, None)))
        self.assertTrue(is_certain((7, 7, 3, 2, None, None, None)))
        judge = DuplicateJudge()
        self.assertEqual(judge.get_level(25, (4, 4, None, 2, None, 4, None)), "propose")
        self.assertEqual(judge.get_level(25, (4, 4, 3, 2, None, 4, None)), "safe")
        self.assertEqual(judge.get_level(0, (4, 4, 3, 2, None, 4, None)), "warn")
        self.assertEqual(judge.get_level(-9, (4, 4, 3, 2, None, 4, None)), "")
