from odoo.tests import BaseCase, tagged

from ..engine.duplicate_clusters import MAX_MEMBERS, cluster


@tagged("post_install", "-at_install")
class TestDuplicateClusters(BaseCase):
    """Groups hold together, and do not grow by chance."""

    def test_a_pair_is_a_group(self):
        self.assertEqual(cluster([(1, 2), (7, 9)]), [[1, 2], [7, 9]])

    def test_three_who_are_all_alike_are_one_group(self):
        self.assertEqual(cluster([(1, 2), (2, 3), (1, 3)]), [[1, 2, 3]])

    def test_a_chain_does_not_make_one_group(self):
        chain = [(number, number + 1) for number in range(1, 9)]
        groups = cluster(chain)
        self.assertLessEqual(max(map(len, groups)), 3)

    def test_sure_pairs_make_a_small_group_alone(self):
        chain = [(number, number + 1) for number in range(1, 9)]
        self.assertEqual(cluster(chain[:2], sure=chain), [[1, 2, 3]])
        self.assertLessEqual(max(map(len, cluster(chain, sure=chain))), 4)

    def test_a_hub_does_not_swallow_everybody(self):
        groups = cluster([(1, number) for number in range(2, 60)])
        self.assertLessEqual(max(map(len, groups)), 3)

    def test_who_was_refused_is_in_no_group_with_the_other(self):
        self.assertEqual(cluster([(1, 2)], {(1, 2)}), [])
        self.assertEqual(cluster([(1, 2), (1, 3), (2, 3)], {(1, 3)}), [[1, 2]])

    def test_a_group_has_a_limit(self):
        members = range(1, 40)
        pairs = [(one, other) for one in members for other in members if one < other]
        self.assertLessEqual(max(map(len, cluster(pairs))), MAX_MEMBERS)
