# Two connections must see each other's work: the tests commit, and tidy up.
# pylint: disable=invalid-commit
from contextlib import closing

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL

from ..engine.customer_refresh import CustomerRefresh


@tagged("post_install", "-at_install")
class TestCustomerIndicatorConcurrency(BaseCase):
    """Two workers, two database connections, the same customer."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.company_id = env.company.id
            self.partner_id = env["res.partner"].create({"name": "Two workers"}).id
            source = env["sunumarche.purchase.source"].create({"name": "Two workers"})
            self.source_id = source.id
            self._import_purchase(env, "1")
            cr.commit()
        self.addCleanup(self._remove)

    def _import_purchase(self, env, key):
        env["sunumarche.purchase.history"].create(
            {
                "company_id": self.company_id,
                "source_id": self.source_id,
                "external_customer": "1",
                "line_key": key,
                "partner_id": self.partner_id,
                "date": "2024-05-05",
                "amount": 1000,
            }
        )

    def _remove(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["sunumarche.purchase.history"].search(
                [("source_id", "=", self.source_id)]
            ).unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            env["sunumarche.purchase.source"].browse(self.source_id).unlink()
            env.flush_all()
            env.execute_query(SQL("DELETE FROM sunumarche_customer_indicator_queue"))
            cr.commit()

    def _amounts(self, cr):
        cr_env = api.Environment(cr, SUPERUSER_ID, {})
        return (
            cr_env["sunumarche.customer.indicator"]
            .search([("partner_id", "=", self.partner_id)])
            .mapped("net_amount")
        )

    def _process(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["sunumarche.customer.indicator.queue"]._process_batch()

    def test_the_second_worker_steps_back_and_nothing_counts_twice(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            self.assertGreaterEqual(self._process(first), 1)
            self.assertEqual(self._process(second), 0)
            self.assertEqual(self._amounts(second), [])
            second.rollback()
            first.commit()
            self.assertEqual(self._process(second), 0)
            self.assertEqual(self._amounts(second), [1000])

    def test_a_mark_made_during_a_refresh_is_not_lost(self):
        with (
            closing(self.registry.cursor()) as worker,
            closing(self.registry.cursor()) as person,
        ):
            self.assertGreaterEqual(self._process(worker), 1)
            self._import_purchase(api.Environment(person, SUPERUSER_ID, {}), "2")
            person.commit()
            worker.commit()
            self.assertEqual(self._amounts(worker), [1000])
            worker.rollback()
            self.assertEqual(self._process(worker), 1)
            self.assertEqual(self._amounts(worker), [2000])
            worker.commit()

    def test_two_people_mark_one_customer_without_waiting(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            for cr in (first, second):
                api.Environment(cr, SUPERUSER_ID, {}).execute_query(
                    SQL("SET LOCAL lock_timeout = '1s'")
                )
            self._import_purchase(api.Environment(first, SUPERUSER_ID, {}), "3")
            self._import_purchase(api.Environment(second, SUPERUSER_ID, {}), "4")
            first.commit()
            second.commit()
            self.assertGreaterEqual(self._process(first), 1)
            self.assertEqual(self._amounts(first), [3000])
            first.commit()

    def test_a_killed_worker_leaves_the_marks(self):
        with closing(self.registry.cursor()) as worker:
            self.assertGreaterEqual(self._process(worker), 1)
        with closing(self.registry.cursor()) as next_worker:
            self.assertEqual(self._amounts(next_worker), [])
            self.assertGreaterEqual(self._process(next_worker), 1)
            self.assertEqual(self._amounts(next_worker), [1000])

    def test_the_lock_ends_with_the_transaction(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            environments = [
                api.Environment(cr, SUPERUSER_ID, {}) for cr in (first, second)
            ]
            self.assertTrue(CustomerRefresh.acquire_lock(environments[0]))
            self.assertFalse(CustomerRefresh.acquire_lock(environments[1]))
            first.rollback()
            self.assertTrue(CustomerRefresh.acquire_lock(environments[1]))
