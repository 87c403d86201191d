from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import QuestionCase, condition


@tagged("post_install", "-at_install")
class TestQuestionCatalogue(QuestionCase):
    """What is open to questions, and who opens it."""

    def _get_opened(self, name):
        return self.partner_object.field_ids.filtered(
            lambda opened: opened.field_id.name == name
        )

    def _get_fields(self):
        return self.language._get_catalogue().objects["partner"].fields

    def test_only_a_manager_opens_objects_and_fields(self):
        with self.assertRaises(AccessError):
            self.partner_object.with_user(self.user).noun = "people"
        with self.assertRaises(AccessError):
            self._get_opened("city").with_user(self.user).unlink()
        manager = new_test_user(
            self.env, login="opener", groups="sunumarche_query.group_manager"
        )
        self._get_opened("city").with_user(manager).phrase = "town"
        self.assertEqual(self._get_fields()["city"].mention, "town")

    def test_a_closed_field_is_forgotten_at_once(self):
        self.assertIn("city", self._get_fields())
        self._get_opened("city").unlink()
        self.assertNotIn("city", self._get_fields())
        with self.assertRaises(ValidationError):
            self._ask(condition("city", "is", "Dakar"))

    def test_an_archived_object_is_closed(self):
        self.partner_object.active = False
        self.assertNotIn("partner", self.language._get_catalogue().objects)
        self.assertFalse(self._get_country_targets())

    def _get_country_targets(self):
        objects = self.language._get_catalogue().objects
        return [one for one in objects.values() if one.code == "partner"]

    def test_two_fields_of_one_name_are_told_apart(self):
        self._get_opened("city").phrase = "place"
        self._get_opened("name").phrase = "place"
        infos = self._get_fields()
        self.assertEqual(infos["city"].mention, "place [city]")
        self.assertEqual(infos["name"].mention, "place [name]")
        sentence = self.language._say(self._define(condition("name", "is", "Awa")))
        self.assertEqual(sentence, "Contacts whose place [name] reads “Awa”")
        self.assertEqual(
            self.language._read_sentence(sentence).to_json()["where"],
            condition("name", "is", "Awa"),
        )

    def _define(self, where):
        return {"version": 1, "object": "partner", "where": where}

    def test_two_objects_of_one_noun_are_told_apart(self):
        self.rate_object.noun = self.partner_object.noun
        objects = self.language._get_catalogue().objects
        self.assertEqual(objects["partner"].noun, "contacts [partner]")
        self.assertEqual(objects["rate"].noun, "contacts [rate]")

    def test_a_short_phrase_has_words_and_one_place(self):
        opened = self._get_opened("city")
        for phrase in ("%s", "from", "from %s to %s", "100% from %s"):
            with self.subTest(phrase=phrase), self.assertRaises(ValidationError):
                opened.short_phrase = phrase
        opened.short_phrase = "living in %s"
        sentence = self.language._say(self._define(condition("city", "is", "Thiès")))
        self.assertEqual(sentence, "Contacts living in “Thiès”")

    def test_a_field_of_another_model_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "is not a field of"):
            self.partner_object.field_ids = [
                Command.create({"field_id": self._field("res.country", "code").id})
            ]

    def test_a_field_that_cannot_be_searched_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "cannot be used"):
            self.partner_object.field_ids = [
                Command.create(
                    {"field_id": self._field("res.partner", "contact_address").id}
                )
            ]

    def test_a_relation_leads_to_an_object_of_its_model(self):
        with self.assertRaisesRegex(ValidationError, "does not lead to"):
            self._get_opened("parent_id").related_object_id = self.country_object

    def test_the_date_of_an_object_is_one_of_its_fields(self):
        with self.assertRaisesRegex(ValidationError, "to its fields"):
            self.partner_object.date_field_id = self._field("res.partner", "write_date")

    @mute_logger("odoo.sql_db")
    def test_a_field_is_opened_once(self):
        field = self._field("res.partner", "city")
        with self.assertRaises(IntegrityError):
            self.partner_object.field_ids = [Command.create({"field_id": field.id})]

    @mute_logger("odoo.sql_db")
    def test_a_code_is_taken_once(self):
        with self.assertRaises(IntegrityError):
            self._open("partner", "res.country", "[]")
