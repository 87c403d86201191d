import base64
import io
from datetime import datetime

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MockEmail

from .common import condition
from .test_question_answer import AnswerCase

# A Wednesday, at 10 o'clock in Dakar.
NOW = "2024-05-15 10:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSchedule(AnswerCase, MockEmail):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user.write({"email": "asker@example.com", "tz": "Africa/Dakar"})
        cls.question = cls.questions.create(
            {
                "name": "Our contacts",
                "definition": {
                    "version": 1,
                    "object": "partner",
                    "where": condition("city", "is", "Dakar"),
                },
                "presentation": {"columns": ["name", "color"]},
            }
        )

    def _schedule(self, **values):
        schedule = self.questions.env["sunumarche.question.schedule"].create(
            {"question_id": self.question.id, "hour": 7, **values}
        )
        schedule.flush_recordset()
        return schedule

    def test_the_next_time_follows_the_rhythm(self):
        for values, due in (
            ({"rhythm": "day"}, "2024-05-16 07:00"),
            ({"rhythm": "day", "hour": 11}, "2024-05-15 11:00"),
            ({"rhythm": "week", "weekday": "0"}, "2024-05-20 07:00"),
            ({"rhythm": "week", "weekday": "2"}, "2024-05-22 07:00"),
            ({"rhythm": "month", "month_day": 1}, "2024-06-01 07:00"),
            ({"rhythm": "month", "month_day": 31}, "2024-05-31 07:00"),
        ):
            with self.subTest(**values):
                schedule = self._schedule(**values)
                self.assertEqual(schedule.next_run, datetime.fromisoformat(due))

    def test_nobody_has_an_answer_sent_to_somebody_else(self):
        other = new_test_user(self.env, "boss", "sunumarche_query.group_user")
        schedule = self._schedule(rhythm="day").with_user(self.user)
        pins = self.env["sunumarche.question.pin"].with_user(self.user)
        pin = pins.create({"question_id": self.question.id})
        question = self.question.with_user(self.user)
        for record in (schedule, question, pin):
            for owner in (other.id, other):
                with self.subTest(model=record._name), self.assertRaises(AccessError):
                    record.write({"user_id": owner})
            record.write({"user_id": self.user.id})
            self.assertEqual(record.user_id, self.user)
        self.user.group_ids += self.env.ref("base.group_system")
        schedule.write({"user_id": other.id})
        self.assertEqual(schedule.sudo().user_id, other)

    def test_what_is_shared_is_read_in_the_owner_s_companies(self):
        company = self.env["res.company"].create({"name": "Other"})
        other = new_test_user(
            self.env,
            "elsewhere",
            "sunumarche_query.group_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        group = self.env.ref("sunumarche_query.group_user")
        self.question.sudo().group_ids = group
        shared = self.question.with_user(other)
        with self.assertRaises(AccessError):
            shared.read(["definition"])
        self.user.sudo().company_ids += company
        self.assertEqual(shared.read(["name"])[0]["name"], "Our contacts")

    def test_a_short_month_has_its_last_day(self):
        schedule = self._schedule(rhythm="month", month_day=31)
        with freeze_time("2024-05-31 08:00:00"):
            schedule.sudo()._process()
            self.assertEqual(schedule.next_run, datetime(2024, 6, 30, 7))

    def test_the_hour_is_that_of_the_owner(self):
        self.user.tz = "Europe/Paris"
        schedule = self._schedule(rhythm="day")
        self.assertEqual(schedule.next_run, datetime(2024, 5, 16, 5))

    def test_what_is_due_is_sent_once(self):
        schedule = self._schedule(rhythm="day")
        cron = self.env.ref("sunumarche_query.ir_cron_question_schedule_send")
        with self.mock_mail_gateway(), freeze_time("2024-05-16 07:20:00"):
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
                cron.method_direct_trigger()
            schedule.invalidate_recordset()
            self.assertEqual(schedule.next_run, datetime(2024, 5, 17, 7))
        self.assertFalse(schedule.failure)
        self.assertEqual(len(self._mails), 1)

    def test_the_mail_holds_sentence_table_and_workbook(self):
        self.user.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        self._hide([("name", "=", "Bineta")])
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self._schedule().sudo()._process()
        (mail,) = self._new_mails
        self.assertIn("asker@example.com", mail.email_to)
        body = mail.body_html
        for text in ("Contacts from “Dakar”", "Awa", "Optique"):
            self.assertIn(text, body)
        self.assertNotIn("Bineta", body)
        content = base64.b64decode(mail.attachment_ids.datas)
        sheet = load_workbook(io.BytesIO(content)).active
        names = [row[0].value for row in sheet.iter_rows(min_row=5)]
        self.assertEqual(sorted(filter(None, names)), ["Awa", "Optique"])

    def test_no_workbook_without_the_right_to_export(self):
        group = self.env.ref("base.group_allow_export")
        self.user.group_ids = [Command.unlink(group.id)]
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self._schedule().sudo()._process()
        self.assertFalse(self._new_mails.attachment_ids)

    def test_a_failure_is_told_and_stops_nobody(self):
        lost = self._schedule(rhythm="day")
        kept = self._schedule(rhythm="day")
        other = self.env["sunumarche.question"].create(
            {"name": "Hers", "definition": self._define()}
        )
        lost.sudo().question_id = other
        with self.mock_mail_gateway(mail_unlink_sent=False):
            for schedule in (lost, kept):
                schedule.sudo()._process()
        self.assertTrue(lost.failure)
        self.assertFalse(kept.failure)
        self.assertIn("Our contacts", self._new_mails.mapped("subject"))
        told = self.env["mail.message"].search([("subject", "ilike", "was not sent")])
        self.assertEqual(told.notified_partner_ids, self.user.partner_id)

    @mute_logger("odoo.addons.sunumarche_query.models.question_schedule")
    def test_an_owner_without_address_is_a_failure(self):
        schedule = self._schedule()
        self.user.email = False
        schedule.sudo()._process()
        self.assertIn("no e-mail address", schedule.failure)

    def test_who_left_gets_nothing(self):
        schedule = self._schedule()
        self.user.active = False
        with self.mock_mail_gateway():
            schedule.sudo()._process()
        self.assertFalse(self._mails)
        self.assertTrue(schedule.sudo().last_run)

    def test_nobody_sends_for_somebody_else(self):
        other = new_test_user(
            self.env, login="other", groups="sunumarche_query.group_user"
        )
        with self.assertRaises(AccessError):
            self._schedule(user_id=other.id)
        with self.assertRaises(AccessError):
            self._schedule().with_user(other).action_send_now()
