from random import Random

from odoo.tests import BaseCase, tagged

from ..engine.criterion import CRITERIA
from ..engine.duplicate_judge import DuplicateJudge, is_certain, to_chance, to_score
from ..engine.linkage_model import (
    ExpectationMaximization,
    LinkageModel,
    get_prior,
    without_matches,
)


def draw(shares, random):
    return random.choices(range(len(shares)), shares)[0]


@tagged("post_install", "-at_install")
class TestLinkageModel(BaseCase):
    """What is learnt is what the pairs were drawn from."""

    def _draw_patterns(self, matches, others):
        """Return patterns of so many duplicates and others, and the model of both."""
        random, model = Random(5), LinkageModel.default()
        model.agreed["phone"] = [0.3, 0.1, 0.6]
        patterns = {}
        for count, shares in ((matches, model.agreed), (others, model.chance)):
            for _pair in range(count):
                pattern = tuple(
                    None if each.name == "tax" else draw(shares[each.name], random)
                    for each in CRITERIA
                )
                patterns[pattern] = patterns.get(pattern, 0) + 1
        return patterns, model

    def test_shares_are_learnt_without_labels(self):
        patterns, model = self._draw_patterns(2_000, 6_000)
        learner = ExpectationMaximization(model.chance)
        agreed, matched = learner.learn(patterns, frozenset(("address",)))
        self.assertNotIn("address", agreed)
        self.assertAlmostEqual(matched / 2_000, 1, delta=0.05)
        for name in ("last", "first", "phone", "birth"):
            for learnt, true in zip(agreed[name], model.agreed[name], strict=True):
                self.assertAlmostEqual(learnt, true, delta=0.04)

    def test_the_starting_score_is_the_share_of_duplicates(self):
        patterns, model = self._draw_patterns(500, 5_000)
        prior = get_prior(model, patterns, 1_000_000)
        self.assertAlmostEqual(2**prior * 1_000_000, 500, delta=60)

    def test_duplicates_are_taken_out_of_what_is_chance(self):
        model = LinkageModel.default()
        model.prior = -8.0
        mixed = {
            each.name: [
                share + 2**-8 * agreed
                for share, agreed in zip(
                    model.chance[each.name], model.agreed[each.name], strict=True
                )
            ]
            for each in CRITERIA
        }
        cleaned = without_matches(model, mixed)
        self.assertAlmostEqual(
            cleaned["email"][3], model.chance["email"][3], delta=1e-4
        )

    def test_an_adjustment_adds_to_the_weight(self):
        model = LinkageModel.default()
        before = model.get_weights("phone")[2]
        model.adjusted = {"phone": [0.0, 0.0, -3.0]}
        self.assertAlmostEqual(model.get_weights("phone")[2], before - 3)

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
        judge = DuplicateJudge()
        self.assertEqual(judge.get_level(25, (4, 4, None, 2, None, 4, None)), "propose")
        self.assertEqual(judge.get_level(25, (4, 4, 3, 2, None, 4, None)), "safe")
        self.assertEqual(judge.get_level(0, (4, 4, 3, 2, None, 4, None)), "warn")
        self.assertEqual(judge.get_level(-9, (4, 4, 3, 2, None, 4, None)), "")
