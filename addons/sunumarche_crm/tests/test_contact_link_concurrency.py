# Two connections must see each other's work: the tests commit, and tidy up.
# pylint: disable=invalid-commit
from contextlib import closing

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestContactLinkConcurrency(BaseCase):
    """Two people add the two halves of a loop at the same moment."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            contacts = env["res.partner"].create([{"name": "One"}, {"name": "Two"}])
            self.one, self.two = contacts.ids
            cr.commit()
        self.addCleanup(self._remove)

    def _remove(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["res.partner"].browse([self.one, self.two]).unlink()
            cr.commit()

    def _link(self, cr, partner_id, other_id):
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["sunumarche.contact.link"].create(
            {
                "partner_id": partner_id,
                "type_id": env.ref("sunumarche_crm.link_type_sponsor").id,
                "other_partner_id": other_id,
            }
        )

    @mute_logger("odoo.sql_db")
    def test_the_second_one_begins_anew_and_is_told(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            second.execute("SELECT 1")
            self._link(first, self.one, self.two)
            first.commit()
            # What Odoo answers by beginning the request anew.
            with self.assertRaises(SerializationFailure):
                self._link(second, self.two, self.one)
            second.rollback()
            with self.assertRaisesRegex(ValidationError, "loop"):
                self._link(second, self.two, self.one)
            second.rollback()
