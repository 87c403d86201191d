from odoo.tests import tagged

from .random_case import RandomMergeCase


@tagged("post_install", "-at_install")
class TestUnmergeRandom(RandomMergeCase):
    def test_merged_and_unmerged_the_database_is_as_before(self):
        self._check_undone()
