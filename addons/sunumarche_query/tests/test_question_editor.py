from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import condition
from .test_question_answer import AnswerCase


@tagged("post_install", "-at_install")
class TestEditor(AnswerCase):
    def test_the_catalogue_holds_what_is_open_only(self):
        catalogue = self.questions.ask_catalogue()
        self.assertEqual(
            set(catalogue["objects"]), {"partner", "country", "rate", "currency"}
        )
        fields = {
            field["name"]: field for field in catalogue["objects"]["partner"]["fields"]
        }
        self.assertNotIn("email", fields)
        self.assertEqual(fields["category_id"]["label"], "Label")
        self.assertTrue(fields["child_ids"]["countable"])
        self.assertFalse(fields["child_ids"]["groupable"])
        self.assertTrue(fields["color"]["measurable"])
        self.assertIn(["contact", "Contact"], fields["type"]["selection"])

    def test_a_preview_counts_and_says(self):
        preview = self.questions.ask_preview(
            self._define(condition("city", "is", "Dakar"))
        )
        self.assertEqual(preview["count"], 3)
        self.assertEqual(preview["sentence"], "Contacts from “Dakar”")
        self.assertFalse(preview["error"])

    def test_what_is_unfinished_is_said_and_blocks_nothing(self):
        preview = self.questions.ask_preview(self._define(condition("city", "is", "")))
        self.assertEqual(preview["error"], "City: a text is missing.")
        self.assertIsNone(preview["count"])
        for nonsense in (None, 7, [], {"object": "res.users"}):
            self.assertTrue(self.questions.ask_preview(nonsense)["error"])

    def test_a_slow_count_is_given_up(self):
        def refuse(*args, **kwargs):
            raise UserError(self.env._("Too long"))

        with patch.object(type(self.env["res.partner"]), "search_count", refuse):
            preview = self.questions.ask_preview(self._define())
        self.assertTrue(preview["is_slow"])
        self.assertIsNone(preview["count"])

    def test_a_sentence_is_read_or_refused(self):
        read = self.questions.ask_sentence("Contacts from “Dakar”")
        self.assertEqual(
            read["definition"], self._define(condition("city", "is", "Dakar"))
        )
        for nonsense in ("Contacts who sing", "", None, 7):
            self.assertTrue(self.questions.ask_sentence(nonsense)["error"])
            self.assertTrue(self.questions.ask_sentence(nonsense)["error"])
        long = self.questions.ask_sentence("a" * 2_001)
        self.assertEqual(long["error"], "A sentence has at most 2000 signs.")

    def test_examples_are_those_one_may_ask(self):
        values = {"definition": self._define(), "is_example": True}
        self.questions.create({"name": "Mine", **values})
        self.env["sunumarche.question"].create({"name": "Hidden", **values})
        names = [one["name"] for one in self.questions.ask_examples("partner")]
        self.assertEqual(names, ["Mine"])
        self.assertEqual(self.questions.ask_examples("country"), [])

    def test_a_dashboard_is_ones_own(self):
        mine = self.questions.create({"name": "Mine", "definition": self._define()})
        mine.action_pin()
        mine.action_pin()
        self.assertTrue(mine.is_pinned)
        (shown,) = self.questions.ask_dashboard()
        self.assertEqual((shown["id"], shown["sentence"]), (mine.id, "Contacts"))
        other = new_test_user(
            self.env, login="other", groups="sunumarche_query.group_user"
        )
        self.assertEqual(self.questions.with_user(other).ask_dashboard(), [])
        mine.action_unpin()
        self.assertEqual(self.questions.ask_dashboard(), [])

    def test_what_is_no_longer_shared_leaves_the_dashboard(self):
        group = self.env.ref("sunumarche_query.group_user")
        shared = self.env["sunumarche.question"].create(
            {
                "name": "Shared",
                "definition": self._define(),
                "group_ids": [Command.link(group.id)],
            }
        )
        shared.with_user(self.user).action_pin()
        self.assertEqual(len(self.questions.ask_dashboard()), 1)
        shared.group_ids = False
        self.assertEqual(self.questions.ask_dashboard(), [])

    def test_whoever_copies_a_shared_question_owns_the_copy(self):
        group = self.env.ref("sunumarche_query.group_user")
        shared = self.env["sunumarche.question"].create(
            {
                "name": "Shared",
                "definition": self._define(),
                "group_ids": [Command.link(group.id)],
            }
        )
        copied = shared.with_user(self.user).copy()
        self.assertEqual(copied.user_id, self.user)

    def test_activities_are_planned_on_the_records_of_the_answer(self):
        question = self.questions.create(
            {
                "name": "To call",
                "definition": self._define(condition("city", "is", "Dakar")),
            }
        )
        self.assertEqual(
            [use["method"] for use in question._get_uses()][:1],
            ["action_plan_activities"],
        )
        action = question.action_plan_activities()
        wizard = (
            self.questions.env["mail.activity.schedule"]
            .with_context(**action["context"])
            .create({"summary": "Call"})
        )
        self.assertEqual(
            self.env["res.partner"].browse(wizard._evaluate_res_ids()),
            question._search_records(),
        )

    def test_a_use_of_too_many_or_no_records_is_refused(self):
        question = self.questions.create({"name": "All", "definition": self._define()})
        with self.assertRaisesRegex(UserError, "more than 5 records"):
            question._find_records(5)
        question.definition = self._define(condition("city", "is", "Ziguinchor"))
        with self.assertRaisesRegex(UserError, "empty"):
            question._find_records()
