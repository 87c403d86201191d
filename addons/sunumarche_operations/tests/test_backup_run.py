from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged, users

from odoo.addons.mail.tests.common import MailCommon
from odoo.addons.sunumarche_operations.models.backup_run import UNWATCHED_PARAMETER

NOW = "2026-03-10 09:00:00"


def quiet(env):
    """Nothing but backups is left to tell: no job is late, no mail waits."""
    jobs = env["ir.cron"].search([("id", "!=", 0)])
    jobs.write({"nextcall": "2100-01-01 00:00:00", "failure_count": 0})
    env["mail.mail"].search([("state", "=", "outgoing")]).state = "cancel"


class BackupCase(MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(
            cls.env,
            "watcher",
            "base.group_system",
            email="watcher@example.com",
            lang="en_US",
        )
        cls.env.ref("base.group_system").user_ids = cls.administrator
        cls.env["ir.config_parameter"].set_param(UNWATCHED_PARAMETER, False)
        cls.runs = cls.env["sunumarche.backup.run"]
        quiet(cls.env)
        cls.runs.search([("id", "!=", 0)]).unlink()

    def _run(self, hours, result="done", **values):
        """A run that ended so many hours ago, in half a minute."""
        start = fields.Datetime.to_datetime(NOW) - timedelta(hours=hours)
        return self.runs.create(
            {
                "date_start": start,
                "date_end": start + timedelta(seconds=30),
                "result": result,
                **values,
            }
        )


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestBackupRun(BackupCase):
    @users("watcher")
    def test_a_recent_good_backup_is_no_problem(self):
        self._run(3)
        self.assertEqual(self.env["sunumarche.backup.run"]._get_problem(), "")

    @users("watcher")
    def test_no_backup_at_all_is_a_problem(self):
        problem = self.env["sunumarche.backup.run"]._get_problem()
        self.assertEqual(problem, "This database has never been backed up.")

    @users("watcher")
    def test_an_old_backup_is_a_problem_even_if_nothing_failed(self):
        self._run(27)
        problem = self.env["sunumarche.backup.run"]._get_problem()
        self.assertRegex(problem, "^The last good backup is of .*9.*6:00")

    @users("watcher")
    def test_a_failure_is_a_problem_at_once(self):
        self._run(3)
        self._run(1, "failed", message="No space left on device")
        problem = self.env["sunumarche.backup.run"]._get_problem()
        self.assertRegex(problem, "^The backup of .*10.*8:00.* failed.$")

    @users("watcher")
    def test_what_nobody_watches_is_no_problem(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param(UNWATCHED_PARAMETER, "True")
        self.assertEqual(self.env["sunumarche.backup.run"]._get_problem(), "")

    @users("watcher")
    def test_a_neutralized_copy_is_not_watched(self):
        self.env["ir.config_parameter"].set_param("database.is_neutralized", "true")
        self.assertEqual(self.env["sunumarche.backup.run"]._get_problem(), "")

    @users("watcher")
    def test_the_hours_are_those_of_the_settings(self):
        self._run(27)
        self.env["res.config.settings"].create({"backup_hours": 48}).execute()
        self.assertEqual(self.env["sunumarche.backup.run"]._get_problem(), "")
        self.env["res.config.settings"].create({"backup_hours": 0}).execute()
        self.assertTrue(self.env["sunumarche.backup.run"]._get_problem())

    def test_a_run_says_how_long_it_took(self):
        self.assertEqual(self._run(1).duration, 30)

    def test_old_runs_are_forgotten(self):
        old, young = self._run(401 * 24), self._run(399 * 24)
        self.runs._gc_old_runs()
        self.assertFalse(old.exists())
        self.assertTrue(young.exists())

    def test_an_employee_reads_nothing_and_an_administrator_changes_nothing(self):
        run = self._run(1)
        employee = new_test_user(self.env, "clerk", "base.group_user")
        with self.assertRaises(AccessError):
            run.with_user(employee).read(["file_name"])
        with self.assertRaises(AccessError):
            run.with_user(self.administrator).write({"result": "failed"})
        self.assertEqual(run.result, "done")


@tagged("post_install", "-at_install")
class TestBackupAlert(BackupCase):
    def _watch(self):
        with self.mock_mail_gateway():
            self.env["sunumarche.watch"]._process_alerts()
        return self._mails

    @freeze_time(NOW)
    def test_a_failure_is_mailed_with_its_reason(self):
        self._run(1, "failed", message="No space left on <device>")
        mails = self._watch()
        self.assertEqual(len(mails), 1)
        self.assertEqual(mails[0]["email_to"], [self.administrator.email_formatted])
        self.assertIn("failed", mails[0]["subject"])
        self.assertIn("No space left on &lt;device&gt;", mails[0]["body"])

    def test_it_is_mailed_once_a_day_until_it_is_mended(self):
        with freeze_time(NOW):
            self._run(30)
            self.assertEqual(len(self._watch()), 1)
        with freeze_time("2026-03-11 08:59:00"):
            self.assertEqual(len(self._watch()), 0)
        with freeze_time("2026-03-11 09:00:00"):
            self.assertEqual(len(self._watch()), 1)
            self._run(-23)
            self.assertEqual(len(self._watch()), 0)
        with freeze_time("2026-03-12 12:00:00"):
            self.assertEqual(len(self._watch()), 1)

    @freeze_time(NOW)
    def test_nothing_is_mailed_when_all_is_well(self):
        self._run(1)
        self.assertEqual(len(self._watch()), 0)

    @freeze_time(NOW)
    def test_the_scheduled_action_does_it(self):
        self._run(40)
        cron = self.env.ref("sunumarche_operations.ir_cron_backup_run_watch")
        with self.mock_mail_gateway(), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(len(self._mails), 1)
