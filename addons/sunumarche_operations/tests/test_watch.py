from collections import namedtuple
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.sunumarche_operations.engine.exposition import render
from odoo.addons.sunumarche_operations.models import watch

from .prometheus_parser import parse
from .test_backup_run import NOW, BackupCase

Usage = namedtuple("Usage", "total used free")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestWatch(BackupCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.watch = cls.env["sunumarche.watch"]
        cls.job = cls.env.ref("sunumarche_operations.ir_cron_backup_run_watch")

    def _check(self, name):
        return next(one for one in self.watch._get_checks() if one.name == name)

    def _mail(self, created, **values):
        mail = self.env["mail.mail"].create({"state": "outgoing", **values})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_mail SET create_date = %s WHERE id = %s", [created, mail.id]
        )
        mail.invalidate_recordset()
        return mail

    def test_a_database_that_takes_writes_passes(self):
        check = self._check("database")
        self.assertTrue(check.passes)
        self.assertGreater(check.figures["size_bytes"], 1_000_000)

    def test_a_job_is_late_after_an_hour(self):
        self.assertEqual(self._check("cron").figures["delay_seconds"], 0)
        self.job.nextcall = "2026-03-10 08:00:01"
        self.assertTrue(self._check("cron").passes)
        self.job.nextcall = "2026-03-10 08:00:00"
        check = self._check("cron")
        self.assertEqual((check.passes, check.figures["delay_seconds"]), (False, 3600))
        self.job.active = False
        self.assertTrue(self._check("cron").passes)

    def test_a_job_that_failed_three_times_is_told(self):
        self.job.failure_count = 2
        self.assertTrue(self._check("cron").passes)
        self.job.failure_count = 3
        check = self._check("cron")
        self.assertEqual((check.passes, check.figures["failing_jobs"]), (False, 1))

    def test_a_mail_may_wait_for_an_hour(self):
        self._mail("2026-03-10 08:00:01")
        check = self._check("mail")
        self.assertEqual((check.passes, check.figures["waiting"]), (True, 1))
        self._mail("2026-03-10 07:59:00")
        check = self._check("mail")
        self.assertEqual((check.passes, check.figures["delay_seconds"]), (False, 3660))

    def test_a_mail_waits_from_the_moment_for_which_it_is_planned(self):
        self._mail("2026-03-01 08:00:00", scheduled_date="2026-03-10 08:59:00")
        self._mail("2026-03-01 08:00:00", scheduled_date="2026-03-12 08:59:00")
        figures = self._check("mail").figures
        self.assertEqual((figures["waiting"], figures["delay_seconds"]), (1, 60))

    def test_failed_mails_are_counted_and_no_alarm(self):
        before = self._check("mail").figures["failed"]
        self._mail("2026-03-10 07:00:00", state="exception")
        check = self._check("mail")
        self.assertEqual((check.passes, check.figures["failed"]), (True, before + 1))

    def test_a_disk_is_full_with_less_than_a_twentieth(self):
        for free, passes in ((50, True), (49, False)):
            usage = Usage(1000, 1000 - free, free)
            with patch.object(watch.shutil, "disk_usage", return_value=usage):
                self.assertIs(self._check("disk").passes, passes)

    def test_the_backup_s_age_is_that_of_the_last_good_one(self):
        self.assertEqual(self._check("backup").figures, {})
        self.assertFalse(self._check("backup").passes)
        self._run(3)
        check = self._check("backup")
        self.assertEqual((check.passes, check.figures["age_seconds"]), (True, 10_800))

    def test_all_figures_are_metrics_with_a_help(self):
        self._run(3)
        self.job.failure_count = 4
        gauges = list(self.watch._get_gauges())
        parsed = parse(render(gauges))
        for check in self.watch._get_checks():
            for figure in check.figures:
                self.assertIn(f"sunumarche_{check.name}_{figure}", parsed)
                self.assertIn(f"{check.name}_{figure}", watch.FIGURES)
        self.assertEqual(parsed["sunumarche_backup_age_seconds"], {None: 10_800})
        self.assertEqual(parsed["sunumarche_check_passes"]['check="cron"'], 0)
        [(label, count)] = parsed["sunumarche_cron_failures"].items()
        self.assertEqual((label, count), (f'job="{self.job.cron_name}"', 4))
