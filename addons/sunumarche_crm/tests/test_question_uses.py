from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.sunumarche_query.tests.common import (
    QuestionCase,
    aggregate,
    condition,
)

from ..models.question_uses import has_relative_date


@tagged("post_install", "-at_install")
class TestQuestionUses(QuestionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, login="marketer", groups="sunumarche_crm.group_marketer", tz="UTC"
        )
        cls.questions = cls.env["sunumarche.question"].with_user(cls.user)
        company = cls._create_partner("Optique", city="Dakar", email="o@example.com")
        cls.partners = company.union(
            cls._create_partner(
                "Awa", city="Dakar", email="Awa@Example.com", parent_id=company.id
            ),
            cls._create_partner("Bineta", city="Dakar"),
            cls._create_partner("Cheikh", city="Thiès", email="c@example.com"),
        )

    def _ask_question(self, where, code="partner"):
        definition = {"version": 1, "object": code, "where": where}
        return self.questions.create({"name": "To write to", "definition": definition})

    def _get_opened(self, action):
        return self.questions.env[action["res_model"]].browse(action["res_id"])

    def test_a_marketer_is_offered_both(self):
        uses = self._ask_question(None)._get_uses()
        methods = {use["method"] for use in uses}
        self.assertLessEqual(
            {"action_make_mailing", "action_make_mailing_list"}, methods
        )

    def test_who_may_not_send_is_offered_none(self):
        salesperson = new_test_user(
            self.env, login="seller", groups="sunumarche_crm.group_salesperson"
        )
        question = self._ask_question(condition("city", "is", "Dakar"))
        question.group_ids = self.env.ref("sunumarche_query.group_user")
        question = question.with_user(salesperson)
        methods = {use["method"] for use in question._get_uses()}
        self.assertFalse({"action_make_mailing", "action_make_mailing_list"} & methods)
        for action in (question.action_make_mailing, question.action_make_mailing_list):
            with self.assertRaises(AccessError):
                action()

    def test_a_segment_has_the_same_members(self):
        question = self._ask_question(condition("city", "is", "Dakar"))
        segment = self._get_opened(question.action_make_segment())
        segment._refresh()
        self.assertEqual(segment.user_id, self.user)
        self.assertEqual(segment._get_members(), self.partners[:3])

    def test_who_makes_no_segments_is_offered_none(self):
        salesperson = new_test_user(
            self.env, login="seller2", groups="sunumarche_crm.group_salesperson"
        )
        question = self._ask_question(condition("city", "is", "Dakar"))
        question.group_ids = self.env.ref("sunumarche_query.group_user")
        question = question.with_user(salesperson)
        methods = {use["method"] for use in question._get_uses()}
        self.assertNotIn("action_make_segment", methods)
        with self.assertRaises(AccessError):
            question.action_make_segment()

    def test_a_mailing_keeps_a_plain_domain(self):
        question = self._ask_question(condition("city", "is", "Dakar"))
        mailing = self._get_opened(question.action_make_mailing())
        self.assertEqual(mailing.mailing_model_real, "res.partner")
        self.assertIn("Dakar", mailing.mailing_domain)
        recipients = self.env["res.partner"].browse(mailing._get_recipients())
        self.assertEqual(recipients, question._search_records())

    def test_a_mailing_of_a_count_or_a_relative_date_keeps_the_records(self):
        since = {"kind": "last", "count": 2, "unit": "day"}
        for where in (
            aggregate("child_ids", "count", "at_least", 1),
            condition("create_date", "in", since),
        ):
            with self.subTest(where=where):
                question = self._ask_question(where)
                mailing = self._get_opened(question.action_make_mailing())
                ids = question._search_records().ids
                self.assertEqual(mailing.mailing_domain, repr([("id", "in", ids)]))

    def test_a_relative_date_is_found_wherever_it_stands(self):
        fixed = {"kind": "dates", "from": "2024-01-01", "to": None}
        self.assertFalse(has_relative_date({"nodes": [{"value": fixed}]}))
        moving = {"kind": "this", "unit": "month"}
        self.assertTrue(has_relative_date({"nodes": [{"value": moving}]}))

    def test_a_mailing_list_holds_each_address_once(self):
        known = self.env["mailing.contact"].create(
            {"name": "Old", "email": "c@example.com"}
        )
        self._create_partner("Awa again", city="Dakar", email="awa@example.com")
        found = self._get_opened(self._ask_question(None).action_make_mailing_list())
        self.assertEqual(found.name, "To write to")
        self.assertEqual(
            sorted(found.contact_ids.mapped("email_normalized")),
            ["awa@example.com", "c@example.com", "o@example.com"],
        )
        self.assertIn(known, found.contact_ids)

    def test_a_list_of_nobody_is_refused(self):
        question = self._ask_question(condition("name", "is", "Bineta"))
        with self.assertRaises(UserError):
            question.action_make_mailing_list()
        with self.assertRaises(UserError):
            self._ask_question(None, "country").action_make_mailing_list()

    def test_a_file_of_the_answer_is_in_the_journal(self):
        definition = {"version": 1, "object": "partner", "where": None}
        self.questions._export(definition, {"columns": ["name"]}, "Mine")
        event = self.env["sunumarche.journal"].search(
            [("kind", "=", "export"), ("model", "=", "res.partner")], limit=1
        )
        self.assertEqual(event.user_id, self.user)
        self.assertIn("4", event.summary)

    def test_a_shared_question_is_asked_with_ones_own_rights(self):
        question = self._ask_question(condition("city", "is", "Dakar"))
        group = self.env.ref("sunumarche_query.group_user")
        question.group_ids = [Command.link(group.id)]
        self.env["ir.rule"].create(
            {
                "name": "nothing for the marketer",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": "[(0, '=', 1)]",
                "groups": [Command.link(group.id)],
            }
        )
        with self.assertRaisesRegex(UserError, "empty"):
            question._find_records()
