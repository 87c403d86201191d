from collections import namedtuple
from datetime import timedelta

from odoo import api, fields, models

ALERT_EVERY = timedelta(hours=24)
MINUTE, HOUR = 60, 3600

Problem = namedtuple("Problem", "code text address details")


class WatchAlert(models.AbstractModel):
    """Tells administrators what does not run well: a banner, and a mail a day."""

    _inherit = "sunumarche.watch"

    @api.model
    def _get_problems(self):
        """Return what an administrator must look at, in his language; often nothing."""
        runs = self.env["sunumarche.backup.run"]
        if not runs._get_hours():
            return []
        checks = {check.name: check for check in self._get_checks()}
        problems = [self._tell_backup(runs)]
        for name in ("cron", "mail", "disk"):
            if not checks[name].passes:
                tell = getattr(self, f"_tell_{name}")
                problems.append(tell(checks[name].figures))
        return [problem for problem in problems if problem]

    def _tell_backup(self, runs):
        text = runs._get_problem()
        message = runs.search([], limit=1).message
        return text and Problem("backup", text, "/odoo/backups", message)

    def _tell_cron(self, figures):
        jobs = self._get_failing_jobs()
        if jobs:
            text = self.env._("%(count)s scheduled actions fail.", count=len(jobs))
        else:
            text = self.env._(
                "Scheduled actions are %(minutes)s minutes late.",
                minutes=figures["delay_seconds"] // MINUTE,
            )
        names = "\n".join(jobs.mapped("name"))
        return Problem("cron", text, "/odoo/action-base.ir_cron_act", names)

    def _tell_mail(self, figures):
        text = self.env._(
            "E-mails have been waiting for %(hours)s hours.",
            hours=figures["delay_seconds"] // HOUR,
        )
        return Problem("mail", text, "/odoo/action-mail.action_view_mail_mail", "")

    def _tell_disk(self, figures):
        text = self.env._(
            "Only %(percent)s%% of the disk is free.",
            percent=100 * figures["free_bytes"] // figures["size_bytes"],
        )
        return Problem("disk", text, "", "")

    @api.model
    def _process_alerts(self):
        """Write to the administrators, once a day each, as long as a problem lasts."""
        found = {problem.code for problem in self._get_problems()}
        for code in ("backup", "cron", "mail", "disk"):
            self._process_alert(code, code in found)

    def _process_alert(self, code, lasts):
        parameters = self.env["ir.config_parameter"]
        parameter = f"sunumarche_operations.{code}_alerted"
        if not lasts:
            parameters.set_param(parameter, False)
            return
        now = fields.Datetime.now()
        alerted = fields.Datetime.to_datetime(parameters.get_param(parameter))
        if alerted and alerted > now - ALERT_EVERY:
            return
        self._send_alert(code)
        parameters.set_param(parameter, fields.Datetime.to_string(now))

    def _send_alert(self, code):
        for user in self._get_administrators():
            watch = self.with_context(lang=user.lang, tz=user.tz)
            for problem in watch._get_problems():
                if problem.code == code:
                    watch._mail(user, problem)

    def _mail(self, user, problem):
        self.env["mail.mail"].create(
            {
                "subject": self.env._(
                    "%(company)s: %(problem)s",
                    company=user.company_id.name,
                    problem=problem.text,
                ),
                "body_html": self._render_alert(problem),
                "email_to": user.email_formatted,
                "auto_delete": True,
            }
        ).send()

    def _render_alert(self, problem):
        address = f"{self.get_base_url()}{problem.address}" if problem.address else ""
        return self.env["ir.qweb"]._render(
            "sunumarche_operations.backup_alert",
            {
                "problem": problem.text,
                "message": problem.details,
                "address": address,
                "is_backup": problem.code == "backup",
            },
        )

    def _get_administrators(self):
        group = self.env.ref("base.group_system")
        return group.all_user_ids.filtered(lambda user: user.active and user.email)
