import shutil
from collections import namedtuple
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, config

from ..engine.exposition import Gauge

TOKEN_PARAMETER = "sunumarche_operations.watch_token"
# A nightly job may take its time; who looks after it is told after an hour.
LATE_SECONDS = 3600
# A job that fails once is tried again by itself.
FAILURES_TOLD = 3
DISK_SHARE = 0.05
PREFIX = "sunumarche"
FIGURES = {
    "database_size_bytes": "Size of the database.",
    "cron_delay_seconds": "How late the latest scheduled action is.",
    "cron_failing_jobs": "Scheduled actions that failed three times running, or more.",
    "mail_waiting": "E-mails that wait to be sent now.",
    "mail_delay_seconds": "How long the oldest of them has been waiting.",
    "mail_failed": "E-mails of the last 24 hours that could not be sent.",
    "disk_free_bytes": "Free on the disk of the attachments.",
    "disk_size_bytes": "Size of that disk.",
    "backup_age_seconds": "Since the last good backup began.",
}

Check = namedtuple("Check", "name passes figures")


class Watch(models.AbstractModel):
    """What tells whether the application runs well, to monitors and to people.

    Nothing is stored: each look counts anew, as superuser, and returns figures only,
    no record. An addon adds a check by overriding ``_get_checks``; its figures are
    named ``<check>_<figure>_<unit>`` in the metrics.
    """

    _name = "sunumarche.watch"
    _description = "Watch"

    @api.model
    def _get_checks(self):
        return [
            self._look_at_database(),
            self._look_at_cron(),
            self._look_at_mail(),
            self._look_at_disk(),
            self._look_at_backup(),
        ]

    def _look_at_database(self):
        [[is_replica, size]] = self.env.execute_query(
            SQL("SELECT pg_is_in_recovery(), pg_database_size(current_database())")
        )
        return Check("database", not is_replica, {"size_bytes": size})

    def _look_at_cron(self):
        delay = self._get_cron_delay()
        failing = len(self._get_failing_jobs())
        passes = delay < LATE_SECONDS and not failing
        return Check("cron", passes, {"delay_seconds": delay, "failing_jobs": failing})

    def _get_cron_delay(self):
        """Seconds since the scheduled action was due that has waited longest."""
        job = self.env["ir.cron"].search(
            [("nextcall", "<", fields.Datetime.now())], order="nextcall", limit=1
        )
        return self._get_age(job.nextcall)

    def _get_failing_jobs(self):
        domain = [("failure_count", ">=", FAILURES_TOLD)]
        return self.env["ir.cron"].search(domain)

    def _look_at_mail(self):
        mails = self.env["mail.mail"]
        now = fields.Datetime.now()
        waiting = Domain("state", "=", "outgoing")
        at_once = waiting & Domain("scheduled_date", "=", False)
        planned = waiting & Domain("scheduled_date", "<=", now)
        first, first_planned = (
            mails.search(domain, order=f"{date}, id", limit=1)[date]
            for domain, date in (
                (at_once, "create_date"),
                (planned, "scheduled_date"),
            )
        )
        delay = max(self._get_age(first), self._get_age(first_planned))
        yesterday = now - timedelta(days=1)
        failed = [("state", "=", "exception"), ("write_date", ">=", yesterday)]
        figures = {
            "waiting": mails.search_count(at_once | planned),
            "delay_seconds": delay,
            "failed": mails.search_count(failed),
        }
        return Check("mail", delay < LATE_SECONDS, figures)

    def _look_at_disk(self):
        usage = shutil.disk_usage(config["data_dir"])
        return Check(
            "disk",
            usage.free >= usage.total * DISK_SHARE,
            {"free_bytes": usage.free, "size_bytes": usage.total},
        )

    def _look_at_backup(self):
        runs = self.env["sunumarche.backup.run"]
        good = runs.search([("result", "=", "done")], limit=1)
        figures = {"age_seconds": self._get_age(good.date_start)} if good else {}
        return Check("backup", not runs._get_problem(), figures)

    @staticmethod
    def _get_age(moment):
        """Seconds since a moment; none since no moment, or since one to come."""
        if not moment:
            return 0
        return max(0, int((fields.Datetime.now() - moment).total_seconds()))

    @api.model
    def _get_gauges(self):
        """Return the same figures for Prometheus, one gauge each."""
        checks = self._get_checks()
        passes = [({"check": check.name}, check.passes) for check in checks]
        yield Gauge(f"{PREFIX}_check_passes", "1 when all is well.", passes)
        for check in checks:
            for figure, value in check.figures.items():
                name = f"{check.name}_{figure}"
                text = FIGURES.get(name, name)
                yield Gauge(f"{PREFIX}_{name}", text, [({}, value)])
        failures = [
            ({"job": job.cron_name}, job.failure_count)
            for job in self._get_failing_jobs()
        ]
        text = "How often a failing scheduled action has failed running."
        yield Gauge(f"{PREFIX}_cron_failures", text, failures)
