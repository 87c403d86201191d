from random import Random

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from ..engine.sentence import STEP
from ..models.question_field import APOSTROPHE
from .common import QuestionCase, aggregate, condition, group, related
from .random_trees import RandomTrees


@tagged("post_install", "-at_install")
@freeze_time("2026-03-01")
class TestQuestionSentence(QuestionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")

    def _say(self, where, lang="en_US"):
        language = self.language.with_context(lang=lang)
        return language._say({"version": 1, "object": "partner", "where": where})

    def test_a_question_in_words(self):
        where = group(
            "all",
            condition("city", "is", "Dakar"),
            aggregate(
                "child_ids",
                "count",
                "at_least",
                2,
                where=condition("color", "more", 1500),
                period={"kind": "last", "count": 90, "unit": "day"},
            ),
            related("child_ids", "none", condition("city", "not_set")),
        )
        self.assertEqual(
            self._say(where),
            "Contacts from “Dakar” and having at least 2 contacts (whose Color Index "
            "is more than 1,500) in the last 90 days and without contacts (whose City "
            "is not known)",
        )

    def test_at_least_one_is_some(self):
        where = aggregate("child_ids", "count", "at_least", 1)
        for lang, sentence in (
            ("en_US", "Contacts having some contacts"),
            ("fr_FR", "Contacts ayant des contacts"),
        ):
            self.assertEqual(self._say(where, lang), sentence)
            question = self.language.with_context(lang=lang)._read_sentence(sentence)
            self.assertEqual(question.where.value, 1)

    def test_sentences_are_read_back_into_the_same_tree(self):
        country = self.env.ref("base.sn")
        partner = self._create_partner("Boutique « Ndiaye » (Thiès), fils")
        twins = self._create_partner("Awa Diop") | self._create_partner("Awa Diop")
        category = self.env["res.partner.category"].create({"name": "Or et argent"})
        trees = RandomTrees(
            Random(7),
            {
                "country": country.ids,
                "category": category.ids,
                "partner": partner.ids + twins.ids,
            },
        )
        for lang in ("en_US", "fr_FR"):
            language = self.language.with_context(lang=lang)
            for _index in range(200):
                question = language._read(trees.question())
                sentence = language._say(question.to_json())
                self.assertEqual(language._read_sentence(sentence), question, sentence)

    def test_french_fields_have_their_article_in_sentences_only(self):
        country = self.partner_object.field_ids.filtered(
            lambda one: one.field_id.name == "country_id"
        )
        name = self.country_object.field_ids.filtered(
            lambda one: one.field_id.name == "name"
        )
        for field, phrase in ((country, "le pays"), (name, f"l{APOSTROPHE}intitulé")):
            field.with_context(lang="fr_FR").phrase = phrase
        language = self.language.with_context(lang="fr_FR")
        self.assertEqual(
            language._get_catalogue().objects["partner"].fields["country_id"].label,
            "Pays",
        )
        where = condition("country_id.name", "is", "Mali")
        said = self._say(where, "fr_FR")
        self.assertIn(f" dont le pays{STEP}intitulé s{APOSTROPHE}écrit ", said)
        self.assertEqual(language._read_sentence(said).to_json()["where"], where)

    def test_what_is_no_question_is_refused(self):
        for sentence in ("", "DROP TABLE", "Contacts from", "Contacts whose City"):
            with self.assertRaises(ValidationError):
                self.language._read_sentence(sentence)
