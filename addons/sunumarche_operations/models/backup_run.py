from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

HOURS_PARAMETER = "sunumarche_operations.backup_hours"
UNWATCHED_PARAMETER = "sunumarche_operations.backup_unwatched"
# A backup a day, and two hours for it to be taken.
DEFAULT_HOURS = 26
KEPT_DAYS = 400


class BackupRun(models.Model):
    """A run of ``./sunu backup``, which writes it with SQL; sizes in megabytes."""

    _name = "sunumarche.backup.run"
    _description = "Backup"
    _order = "date_start desc, id desc"
    _rec_name = "file_name"

    date_start = fields.Datetime(string="Begun", required=True, readonly=True)
    date_end = fields.Datetime(string="Ended", required=True, readonly=True)
    result = fields.Selection(
        [("done", "Done"), ("failed", "Failed")], required=True, readonly=True
    )
    duration = fields.Integer(
        string="Seconds",
        compute="_compute_duration",
        help="How long the backup took.",
    )
    file_name = fields.Char(
        string="File", readonly=True, help="In the directory of the backups."
    )
    file_size = fields.Float(
        string="Megabytes",
        digits=(16, 1),
        readonly=True,
        help="Of the compressed and encrypted file.",
    )
    host = fields.Char(
        string="Machine", readonly=True, help="Where the backup was taken."
    )
    message = fields.Text(
        readonly=True,
        help="Why it failed, or which files of the original are missing or altered.",
    )

    @api.depends("date_start", "date_end")
    def _compute_duration(self):
        for run in self:
            run.duration = (run.date_end - run.date_start).total_seconds()

    @api.model
    def _get_hours(self):
        """Hours after which a good backup is too old; 0 if nobody watches."""
        # sudo: ir.config_parameter - one number, for the administrators' banner
        parameters = self.env["ir.config_parameter"].sudo()
        silent = ("database.is_neutralized", UNWATCHED_PARAMETER)
        if any(map(parameters.get_param, silent)):
            return 0
        return int(parameters.get_param(HOURS_PARAMETER, DEFAULT_HOURS))

    @api.model
    def _get_problem(self):
        """Return what an administrator must look at, in his language, or nothing."""
        hours = self._get_hours()
        if not hours:
            return ""
        last = self.search([], limit=1)
        good = self.search([("result", "=", "done")], limit=1)
        if not last:
            return self.env._("This database has never been backed up.")
        if last.result == "failed":
            return self.env._(
                "The backup of %(date)s failed.",
                date=format_datetime(self.env, last.date_start, dt_format="short"),
            )
        if good.date_start < fields.Datetime.now() - timedelta(hours=hours):
            return self.env._(
                "The last good backup is of %(date)s.",
                date=format_datetime(self.env, good.date_start, dt_format="short"),
            )
        return ""

    def _cron_watch(self):
        """Tell administrators of failed backups and of whatever else goes wrong."""
        self.env["sunumarche.watch"]._process_alerts()

    @api.autovacuum
    def _gc_old_runs(self):
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.search([("date_start", "<", limit)]).unlink()
