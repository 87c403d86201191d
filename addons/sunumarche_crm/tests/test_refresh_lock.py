from odoo.tests import BaseCase, tagged

from ..engine.refresh_lock import LockedRefresh, RefreshLock


@tagged("post_install", "-at_install")
class TestRefreshLock(BaseCase):
    def test_no_refresh_waits_for_another_kind_of_figures(self):
        locks = [refresh.lock for refresh in LockedRefresh.__subclasses__()]
        self.assertCountEqual(locks, RefreshLock)
