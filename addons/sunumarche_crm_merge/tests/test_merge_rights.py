from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import MergeCase


@tagged("post_install", "-at_install")
class TestMergeRights(MergeCase):
    """Merging needs its own right, and the right to change the contacts."""

    def test_without_the_right_nobody_merges(self):
        user = new_test_user(self.env, "agent", "sunumarche_crm.group_service_agent")
        merges = self.env["sunumarche.merge"].with_user(user)
        with self.assertRaises(AccessError):
            merges._merge({self.kept: self.gone})
        self.assertTrue(self.gone.active)

    def test_a_salesperson_merges_his_own_customers_only(self):
        user = new_test_user(
            self.env,
            "seller",
            "sunumarche_crm.group_salesperson,sunumarche_crm_merge.group_merge,"
            "base.group_partner_manager",
        )
        merges = self.env["sunumarche.merge"].with_user(user)
        self.kept.user_id = user
        with self.assertRaises(AccessError):
            merges._merge({self.kept: self.gone})
        self.assertTrue(self.gone.active)
        self.gone.user_id = user
        merges._merge({self.kept: self.gone})
        self.assertFalse(self.gone.active)

    def test_who_may_not_merge_does_not_undo(self):
        merge = self._merge()
        user = new_test_user(self.env, "agent", "sunumarche_crm.group_service_agent")
        with self.assertRaises(AccessError):
            merge.with_user(user).action_undo()
        self.assertFalse(self.gone.active)
