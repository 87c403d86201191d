from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged, users

from odoo.addons.base.models.ir_cron import CompletionStatus
from odoo.addons.sunumarche_operations.models.backup_run import UNWATCHED_PARAMETER

from .test_backup_run import NOW, BackupCase


@tagged("post_install", "-at_install")
class TestWatchAlert(BackupCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            cls._run(cls, 1)
        cls.job = cls.env.ref("sunumarche_operations.ir_cron_backup_run_watch")

    def _problems(self):
        return [found.text for found in self.env["sunumarche.watch"]._get_problems()]

    def _watch(self):
        with self.mock_mail_gateway():
            self.env["sunumarche.watch"]._process_alerts()
        return self._mails

    @freeze_time(NOW)
    @users("watcher")
    def test_nothing_is_told_when_all_is_well(self):
        self.assertEqual(self._problems(), [])

    @freeze_time(NOW)
    @users("watcher")
    def test_what_is_told(self):
        self.job.sudo().nextcall = "2026-03-10 07:00:00"
        self.assertEqual(self._problems(), ["Scheduled actions are 120 minutes late."])
        self.job.sudo().failure_count = 3
        self.assertEqual(self._problems(), ["1 scheduled actions fail."])

    @freeze_time(NOW)
    def test_a_full_disk_is_told_in_percent(self):
        figures = {"free_bytes": 31, "size_bytes": 1000}
        problem = self.env["sunumarche.watch"]._tell_disk(figures)
        self.assertEqual(problem.text, "Only 3% of the disk is free.")

    @freeze_time(NOW)
    def test_mails_that_wait_are_told_in_hours(self):
        problem = self.env["sunumarche.watch"]._tell_mail({"delay_seconds": 7300})
        self.assertEqual(problem.text, "E-mails have been waiting for 2 hours.")

    @freeze_time(NOW)
    def test_who_does_not_watch_is_told_nothing(self):
        self.job.failure_count = 3
        self.env["ir.config_parameter"].set_param(UNWATCHED_PARAMETER, "True")
        self.assertEqual(self._problems(), [])

    def test_a_failing_job_is_mailed_by_name_once_a_day(self):
        self.job.failure_count = 3
        with freeze_time(NOW):
            [mail] = self._watch()
            self.assertIn("1 scheduled actions fail.", mail["subject"])
            self.assertIn(self.job.name, mail["body"])
            self.assertNotIn("cannot be brought back", mail["body"])
            self.assertEqual(len(self._watch()), 0)
        with freeze_time("2026-03-11 09:00:00"):
            self._run(1)
            self.assertEqual(len(self._watch()), 1)

    def test_a_job_that_core_gives_up_is_mailed(self):
        """Core switches off what failed five times in seven days, in a channel."""
        self.job.write({"failure_count": 4, "first_failure_date": "2026-03-01 00:00"})
        self.env.flush_all()
        job = {
            "id": self.job.id,
            "failure_count": 4,
            "first_failure_date": datetime(2026, 3, 1),
            "active": True,
            "cron_name": self.job.cron_name,
        }
        moment = datetime(2026, 3, 10, 9)
        clock = patch.object(type(self.env.cr), "now", return_value=moment)
        with clock, self.mock_mail_gateway():
            self.env["ir.cron"]._update_failure_count(job, CompletionStatus.FAILED)
        self.job.invalidate_recordset()
        self.assertFalse(self.job.active)
        [mail] = [one for one in self._mails if "deactivated" in one["subject"]]
        self.assertEqual(mail["email_to"], [self.administrator.email_formatted])

    def test_a_short_key_is_refused(self):
        settings = self.env["res.config.settings"]
        with self.assertRaises(ValidationError):
            settings.create({"watch_token": "x" * 23})
        settings.create({"watch_token": "x" * 24})
