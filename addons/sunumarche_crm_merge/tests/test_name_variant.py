from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..engine.profile_source import Person
from ..engine.profile_sql import sql_profiles


@tagged("post_install", "-at_install")
class TestNameVariant(TransactionCase):
    """Who bears a short form of a first name is compared by the usual one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(
            cls.env, "chief", "sunumarche_crm.group_administrator"
        )
        cls.variants = cls.env["sunumarche.name.variant"].with_user(cls.administrator)

    def _sound(self, firstname):
        person = Person(firstname=firstname, lastname="Diop")
        [row] = self.env.execute_query_dict(sql_profiles(person.as_source()))
        return row["first_sound"]

    def test_a_variant_is_kept_as_names_are_compared(self):
        one, other = self.variants.create(
            [
                {"name": "  Gnagnà ", "usual": "Aïssatou"},
                {"name": "D'Jiby-Z", "usual": "DJIBRIL"},
            ]
        )
        self.assertEqual((one.name, one.usual), ("gnagna", "aissatou"))
        self.assertEqual((other.name, other.usual), ("djiby z", "djibril"))
        one.usual = "Sokhna É."
        self.assertEqual((one.name, one.usual), ("gnagna", "sokhna e"))

    def test_who_bears_it_sounds_as_the_usual_name(self):
        self.assertNotEqual(self._sound("Zouzou"), self._sound("Mamadou"))
        variant = self.variants.create({"name": "Zouzou", "usual": "Mamadou"})
        self.env.flush_all()
        self.assertEqual(self._sound("ZOUZOU"), self._sound("Mamadou"))
        self.assertEqual(self._sound("Zouzou Lamine"), self._sound("Mamadou"))
        variant.unlink()
        self.assertNotEqual(self._sound("Zouzou"), self._sound("Mamadou"))

    def test_the_usual_ones_are_there(self):
        for variant, usual in (("fatou", "fatoumata"), ("fatima", "fatoumata")):
            found = self.variants.search([("name", "=", variant)])
            self.assertEqual(found.usual, usual)
            self.assertEqual(self._sound(variant), self._sound(usual))

    def test_one_variant_stands_for_one_name(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.variants.create({"name": "FATOU", "usual": "aminata"})

    def test_the_administrator_alone_changes_them(self):
        user = new_test_user(self.env, "agent", "sunumarche_crm.group_service_agent")
        with self.assertRaises(AccessError):
            self.variants.with_user(user).create({"name": "zouzou", "usual": "awa"})
        with self.assertRaises(AccessError):
            self.variants.with_user(user).search_count([])

    def test_a_variant_of_no_name_is_a_title(self):
        self.assertNotEqual(self._sound("Toubab Awa"), self._sound("Awa"))
        title = self.variants.create({"name": "Toubab"})
        self.env.flush_all()
        self.assertEqual(self._sound("Toubab Awa"), self._sound("Awa"))
        self.assertEqual(self._sound("Toubab"), self._sound("toubab"))
        title.usual = "Binta"
        self.env.flush_all()
        self.assertNotEqual(self._sound("Toubab Awa"), self._sound("Awa"))

    def test_the_usual_titles_are_there(self):
        for title in ("El Hadji", "Mme", "Dr", "Serigne"):
            with self.subTest(title=title):
                self.assertEqual(self._sound(f"{title} Malick"), self._sound("Malick"))

    def test_without_a_title_names_are_compared_as_they_are(self):
        self.variants.search([("usual", "=", False)]).unlink()
        self.env.flush_all()
        self.assertEqual(self._sound("Malick"), self._sound("Malick"))
        self.assertNotEqual(self._sound("El Hadji Malick"), self._sound("Malick"))
