from pathlib import Path

from odoo.modules.migration import load_script
from odoo.tests import TransactionCase, tagged

from ..engine.linkage_model import LinkageModel

SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.3.0/post-migrate.py"


@tagged("post_install", "-at_install")
class TestLinkageMigration(TransactionCase):
    """What a base had learnt before is read no more; what somebody set stays."""

    def setUp(self):
        super().setUp()
        self.linkages = self.env["sunumarche.linkage"]
        self.former = self.linkages._learn(LinkageModel.default(), 500)
        self.former.parameters = {"agreed": {}, "chance": {}}
        self.former.write({"safe_chance": 99.9, "warn_chance": 10})

    def _migrate(self):
        self.env.flush_all()
        load_script(str(SCRIPT), "post_migrate").migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        return self.linkages._get_current()

    def _set_adjustment(self, criterion, level, bits):
        weight = self.former.weight_ids.filtered(
            lambda each: (each.criterion, each.level) == (criterion, level)
        )
        weight.adjustment = bits

    def _get_adjustments(self, linkage, criterion):
        return linkage._get_model().adjusted[criterion]

    def test_it_begins_anew_with_what_is_usual(self):
        linkage = self._migrate()
        self.assertNotEqual(linkage, self.former)
        self.assertEqual(
            linkage._get_model().as_parameters(),
            LinkageModel.default().as_parameters(),
        )

    def test_a_limit_that_nobody_changed_becomes_that_of_true_percentages(self):
        self.former.propose_chance = 80
        linkage = self._migrate()
        self.assertEqual(linkage.propose_chance, 60)
        self.assertEqual((linkage.safe_chance, linkage.warn_chance), (99.9, 10))

    def test_limits_that_somebody_set_stay(self):
        self.former.propose_chance = 85
        self.assertEqual(self._migrate().propose_chance, 85)

    def test_a_limit_never_falls_below_that_of_warning(self):
        self.former.write({"propose_chance": 80, "warn_chance": 70})
        self.assertEqual(self._migrate().propose_chance, 80)

    def test_what_somebody_added_to_a_same_name_counts_for_each_frequency(self):
        self._set_adjustment("last", 4, -1.5)
        self._set_adjustment("phone", 2, 2.0)
        linkage = self._migrate()
        self.assertEqual(self._get_adjustments(linkage, "last"), [0.0] * 4 + [-1.5] * 4)
        self.assertEqual(self._get_adjustments(linkage, "phone"), [0.0, 0.0, 2.0])
        self.assertEqual(self._get_adjustments(linkage, "first"), [0.0] * 8)
