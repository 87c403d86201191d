# Two connections must see each other's work: the tests commit, and tidy up.
# pylint: disable=invalid-commit
from contextlib import closing

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..engine.purchase_log import detect
from ..wizards.purchase_import_report import PurchaseImportOptions

NAME = "Two imports at once"
FILE = b"client,nom,date,montant\nC1,Two imports at once,2024-01-05,10\n"


@tagged("post_install", "-at_install")
class TestPurchaseImportConcurrency(BaseCase):
    """Two imports of one file, on two database connections."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.source_id = env["sunumarche.purchase.source"].create({"name": NAME}).id
            cr.commit()
        self.addCleanup(self._remove)

    def _remove(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            source = env["sunumarche.purchase.source"].browse(self.source_id)
            self._purchases(env).unlink()
            self._customers(env).unlink()
            source.unlink()
            cr.commit()

    def _purchases(self, env):
        return env["sunumarche.purchase.history"].search(
            [("source_id", "=", self.source_id)]
        )

    def _customers(self, env):
        return env["res.partner"].search([("name", "=", NAME)])

    def _import(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        options = PurchaseImportOptions(
            source=env["sunumarche.purchase.source"].browse(self.source_id),
            company=env.company,
            currency=env.company.currency_id,
            log_format=detect(FILE),
        )
        return env["sunumarche.purchase.import"]._import_purchases(FILE, options)

    def _assert_imported_once(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.assertEqual(len(self._purchases(env)), 1)
            self.assertEqual(self._purchases(env).partner_id, self._customers(env))

    def test_the_second_is_told_to_wait(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            self.assertEqual(self._import(first).new, 1)
            with self.assertRaisesRegex(UserError, "being imported at this moment"):
                self._import(second)
            second.rollback()
            first.commit()
            report = self._import(second)
            self.assertEqual((report.new, report.already), (0, 1))
            second.commit()
        self._assert_imported_once()

    def test_one_that_has_not_seen_the_other_is_tried_again(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            second.execute("SELECT 1")
            self._import(first)
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self._import(second)
            second.rollback()
            self.assertEqual(self._import(second).already, 1)
            second.commit()
        self._assert_imported_once()
