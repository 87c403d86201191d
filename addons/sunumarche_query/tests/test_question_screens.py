from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from .common import QuestionCase, condition


class ScreensCase(QuestionCase, HttpCase):
    """Three loyal contacts, two of them old; a person who has never seen the editor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.user.lang = "en_US"
        label = cls.env["res.partner.category"].create({"name": "A loyal friend"})
        cls.partners = cls.env["res.partner"].union(
            cls._create_partner("Awa", city="Dakar", category_id=label),
            cls._create_partner("Bineta", city="Dakar", category_id=label),
            cls._create_partner("Cheikh", city="Thiès", category_id=label),
            cls._create_partner("Demba"),
        )
        cls.partners.flush_recordset()
        cls.env.execute_query(
            SQL(
                """
                UPDATE res_partner
                   SET create_date = create_date - INTERVAL '1 year'
                 WHERE id IN %s
             RETURNING id
                """,
                tuple(cls.partners[:2].ids),
            )
        )
        cls.partners.invalidate_recordset()

    @classmethod
    def _ask_question(cls, name, where, **values):
        definition = {"version": 1, "object": "partner", "where": where}
        questions = cls.env["sunumarche.question"].with_user(cls.user)
        return questions.create({"name": name, "definition": definition, **values})


@tagged("post_install", "-at_install")
class TestQuestionScreens(ScreensCase):
    def test_a_question_is_built_in_twelve_clicks(self):
        self.start_tour("/odoo", "sunumarche_query_build", login="asker")
        question = self.env["sunumarche.question"].search(
            [("name", "=", "Old friends")]
        )
        self.assertEqual(question.user_id, self.user)
        found = question.with_user(self.user)._search_records()
        self.assertEqual(found, self.partners[:2])

    def test_a_sentence_is_read_into_the_tree(self):
        self._ask_question(
            "Of Dakar", condition("city", "is", "Dakar"), is_example=True
        )
        self.start_tour("/odoo", "sunumarche_query_sentence", login="asker")

    def test_an_answer_is_looked_at_from_all_sides(self):
        self._ask_question("All contacts", None).action_pin()
        self.start_tour("/odoo", "sunumarche_query_answer", login="asker")


@tagged("post_install", "-at_install")
class TestQuestionPhone(TestQuestionScreens):
    """The same at 360 pixels."""

    browser_size = "360x740"
    touch_enabled = True
