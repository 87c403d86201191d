import logging
from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class QuestionSchedule(models.Model):
    """An answer that somebody gets by e-mail: one record per person and rhythm.

    It is asked as its owner, with his rights of the moment, and sent to him alone.
    """

    _name = "sunumarche.question.schedule"
    _description = "Answer Sent by E-mail"
    _inherit = ["sunumarche.question.owned.mixin"]
    _order = "next_run, id"
    _rec_name = "question_id"

    question_id = fields.Many2one(
        "sunumarche.question", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Sent to",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="cascade",
        help="Who gets the answer: his own, as his rights give it.",
    )
    active = fields.Boolean(default=True)
    rhythm = fields.Selection(
        [("day", "Every Day"), ("week", "Every Week"), ("month", "Every Month")],
        required=True,
        default="week",
    )
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        default="0",
    )
    month_day = fields.Integer(
        string="Day of the Month",
        default=1,
        help="The last day, in a month that is shorter.",
    )
    hour = fields.Integer(
        default=7, help="From 0 to 23, in the time zone of who gets it."
    )
    has_workbook = fields.Boolean(
        string="With the Workbook",
        default=True,
        help="Attaches the whole answer as an Excel file, if the person may export.",
    )
    next_run = fields.Datetime(
        string="Next on",
        compute="_compute_next_run",
        store=True,
        index=True,
    )
    last_run = fields.Datetime(string="Last on", readonly=True, copy=False)
    failure = fields.Char(
        string="Last Failure", readonly=True, copy=False, help="Empty when it was sent."
    )

    _hour_range = models.Constraint(
        "CHECK (hour BETWEEN 0 AND 23)", "Choose an hour from 0 to 23."
    )
    _month_day_range = models.Constraint(
        "CHECK (month_day BETWEEN 1 AND 31)", "Choose a day from 1 to 31."
    )

    @api.depends("rhythm", "weekday", "month_day", "hour", "user_id.tz", "last_run")
    def _compute_next_run(self):
        now = fields.Datetime.now()
        for schedule in self:
            schedule.next_run = schedule._get_next_run(now)

    def _get_next_run(self, now):
        """The first time after ``now``, in UTC, at which the answer is due."""
        zone = pytz.timezone(self.user_id.tz or "UTC")
        today = pytz.utc.localize(now).astimezone(zone).date()
        day = self._get_first_day(today)
        while (due := self._to_utc(day, zone)) <= now:
            day = self._get_following_day(day)
        return due

    def _get_first_day(self, today):
        if self.rhythm == "week":
            return today + timedelta(
                days=(int(self.weekday or 0) - today.weekday()) % 7
            )
        if self.rhythm == "month":
            return today + relativedelta(day=self.month_day)
        return today

    def _get_following_day(self, day):
        if self.rhythm == "month":
            return day + relativedelta(months=1, day=self.month_day)
        return day + timedelta(days=7 if self.rhythm == "week" else 1)

    def _to_utc(self, day, zone):
        local = zone.localize(datetime.combine(day, time(min(max(self.hour, 0), 23))))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def action_send_now(self):
        """Send the answers to their owners at once."""
        self.check_access("write")
        for schedule in self:
            schedule._send()

    @api.model
    def _cron_send(self):
        """Send what is due; one at a time, so that each is kept when a later fails."""
        due = self.search([("next_run", "<=", fields.Datetime.now())])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for schedule in due:
            schedule._process()
            if not cron._commit_progress(1):
                break

    def _process(self):
        """Send one, or tell its owner why not; its next time is set in any case.

        Owners that are archived, or may no longer ask, are passed over.
        """
        failure = ""
        owner = self.user_id
        if owner.active and owner.has_group("sunumarche_query.group_user"):
            try:
                with self.env.cr.savepoint():
                    self._send()
            except UserError as refusal:
                failure = refusal.args[0]
            except Exception as error:
                _logger.exception("The answer of schedule %s was not sent", self.id)
                failure = self.env._("Unexpected error: %s", error)
        if failure:
            self._tell_failure(failure)
        self.write({"last_run": fields.Datetime.now(), "failure": failure})

    def _tell_failure(self, failure):
        """Write to the owner, in his language."""
        own = self._as_owner()
        # sudo: sunumarche.question - the owner chose it, even if he lost it since
        question = own.question_id.sudo()
        question.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=own.env._("“%s” was not sent", question.name),
            body=failure,
        )

    def _as_owner(self):
        """With the owner's rights, language, time zone and companies."""
        owner = self.user_id
        return (
            self.with_user(owner)
            .with_context(
                lang=owner.lang,
                tz=owner.tz,
                allowed_company_ids=owner.company_ids.ids,
            )
            .with_company(owner.company_id)
        )

    def _send(self):
        """Ask as the owner and send him the answer.

        :raise UserError: when he has no address, or may not ask it any more
        """
        self.ensure_one()
        own = self._as_owner()
        if not own.user_id.email:
            raise UserError(own.env._("%s has no e-mail address.", own.user_id.name))
        question = own.question_id
        question.check_access("read")
        mail = own._prepare_mail_values(question)
        # sudo: mail.mail - sent to its owner alone, with his own answer
        self.env["mail.mail"].sudo().create(mail).send(raise_exception=True)
