import json
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import SQL, json_default, split_every
from odoo.tools.misc import formatLang

from ..engine.journal_guard import JOURNAL_GUARD, SQL_LIMIT

INSERT_BATCH = 1000
PURGE_BATCH = 10_000
LOGIN_LENGTH = 100


class Journal(models.Model):
    """Something that somebody did: who, when, from where, on what, before and after.

    One row per event, and per record when an event touches several. Rows are
    inserted by ``_record`` alone; nobody changes or deletes one, which PostgreSQL
    enforces too (``init``), until ``_purge`` removes what is past the retention.

    ``before`` and ``after`` hold only what changed, by technical field name; values
    are plain, related records by display name. Of a many2many they hold what was
    removed and what was added. Labels are those of the reader's language.

    An addon adds kinds by ``selection_add`` with ``ondelete={"kind": keep_rows}``: the
    rows outlive the addon.
    """

    _name = "sunumarche.journal"
    _inherit = ["sunumarche.customer.record"]
    _description = "Journal"
    _order = "date desc, id desc"
    _rec_name = "record_name"
    _log_access = False
    _customer_scope = None

    date = fields.Datetime(required=True, readonly=True, index=True)
    kind = fields.Selection(
        [
            ("rights", "Rights"),
            ("export", "Export"),
            ("login_failed", "Failed login"),
            ("price", "Price"),
            ("payment_term", "Payment terms"),
            ("setting", "Journal setting"),
            ("common_key", "Common key"),
            ("consent", "Consent rule"),
            ("personal_data", "Personal data"),
        ],
        required=True,
        readonly=True,
    )
    model = fields.Char(string="Technical Model", readonly=True)
    res_id = fields.Integer(string="Record ID", readonly=True)
    record_name = fields.Char(
        string="Record", readonly=True, help="The record's name at that time."
    )
    model_name = fields.Char(string="Type of Record", compute="_compute_model_name")
    summary = fields.Char(readonly=True, help="In the language of who did it.")
    before = fields.Json(readonly=True)
    after = fields.Json(readonly=True)
    changes = fields.Text(compute="_compute_changes")
    user_id = fields.Many2one(
        "res.users",
        readonly=True,
        index="btree_not_null",
        help="Empty for a failed login, and once the user is deleted: the login stays.",
    )
    login = fields.Char(readonly=True, help="Of a failed login, what was typed.")
    address = fields.Char(
        string="IP Address", readonly=True, help="Empty for what the server did."
    )
    company_id = fields.Many2one(
        "res.company", readonly=True, help="Empty when it concerns all companies."
    )
    record_exists = fields.Boolean(compute="_compute_record_exists")

    _record_idx = models.Index("(model, res_id)")

    def init(self):
        """Let PostgreSQL itself refuse changes, but for what ``JOURNAL_GUARD`` says.

        A migration that must change rows disables the trigger, and this enables it.
        """
        for statement in (SQL_LIMIT, *JOURNAL_GUARD.install()):
            self.env.execute_query(statement)

    @api.depends("model")
    def _compute_model_name(self):
        for event in self:
            # sudo: ir.model: the name of a model is no secret to who reads the journal
            event.model_name = self.env["ir.model"].sudo()._get(event.model).name

    @api.depends("before", "after", "model")
    @api.depends_context("lang")
    def _compute_changes(self):
        for event in self:
            before, after = event.before or {}, event.after or {}
            event.changes = "\n".join(
                event._get_change_line(name, before, after) for name in before | after
            )

    @api.depends("model", "res_id")
    def _compute_record_exists(self):
        for model, events in self.grouped("model").items():
            # sudo: opening the record, the person meets its access rules
            records = self.env[model].sudo() if model in self.env else None
            known = set() if records is None else set(events.mapped("res_id")) - {0}
            ids = set(records.browse(known).exists().ids) if known else ()
            for event in events:
                event.record_exists = event.res_id in ids

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("The journal is written by the system alone."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("What stands in the journal cannot be changed."))

    @api.ondelete(at_uninstall=True)
    def _unlink_except_any(self):
        raise UserError(self.env._("What stands in the journal cannot be deleted."))

    def action_open_record(self):
        """Open the record concerned, or what it is a line of; UserError if deleted."""
        self.ensure_one()
        if not self.record_exists:
            raise UserError(self.env._("%s no longer exists.", self.record_name))
        record = self.env[self.model].browse(self.res_id)
        if isinstance(record, self.env.registry["sunumarche.journal.mixin"]):
            record = record._get_journal_page()
        return record.get_formview_action()

    @api.model
    def _record(self, kind, events):
        """Insert one row an event, in this transaction: it rolls back with the change.

        :param kind: a value of ``kind``
        :param events: dicts of ``model``, ``res_id``, ``record_name``, ``summary``,
            ``before``, ``after``, ``company_id``, all optional; ``login`` replaces
            the current user, for somebody who is not one
        """
        common = {
            "date": fields.Datetime.now(),
            "kind": kind,
            "user_id": self.env.user.id or None,
            "login": self.env.user.login or "",
            "address": request.httprequest.remote_addr if request else "",
        }
        for batch in split_every(INSERT_BATCH, events):
            rows = [self._prepare_row(common, event) for event in batch]
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO sunumarche_journal
                                (date, kind, user_id, login, address, model, res_id,
                                 record_name, summary, before, after, company_id)
                         VALUES %s
                    """,
                    SQL(", ").join(rows),
                )
            )

    @contextmanager
    def _apart(self):
        """Give a journal on a cursor of its own: what it records stays for good."""
        if self.env.cr.readonly:
            # Nothing is lost, and a test cannot open a cursor above a read-only one.
            self.env.cr.rollback()
        with self.env.registry.cursor() as cr:
            yield self.with_env(self.env(cr=cr))

    @api.model
    def _record_failed_login(self, login):
        """Keep that ``login`` was refused: one row a minute, address and login."""
        login = str(login or "").replace("\0", "")[:LOGIN_LENGTH]
        address = request.httprequest.remote_addr if request else ""
        a_minute_ago = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
        recent = [
            ("date", ">", a_minute_ago),
            ("kind", "=", "login_failed"),
            ("login", "=", login),
            ("address", "=", address),
        ]
        event = {"login": login, "summary": self.env._("Wrong login, password or key")}
        with self._apart() as journal:
            # sudo: sunumarche.journal: nobody is logged in yet
            if not journal.sudo().search_count(recent, limit=1):
                journal._record("login_failed", [event])

    def _prepare_row(self, common, event):
        row = {**common, **event}
        if "login" in event:
            row["user_id"] = None
        return SQL(
            "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s)",
            row["date"],
            row["kind"],
            row["user_id"],
            row["login"],
            row["address"],
            row.get("model"),
            row.get("res_id"),
            row.get("record_name"),
            row.get("summary"),
            _dump(row.get("before")),
            _dump(row.get("after")),
            row.get("company_id") or None,
        )

    def _get_change_line(self, name, before, after):
        """A line for a person: ``Sales Price: 1,000 → 1,200``, ``Groups: +A, -B``."""
        model = self.env.get(self.model)
        field = model._fields.get(name) if model is not None else None
        if field:
            label = field._description_string(self.env)
        else:
            # What an export says of itself, or a field that is gone.
            own_labels = {
                "fields": self.env._("Fields"),
                "count": self.env._("Record count"),
            }
            label = own_labels.get(name, name)
        old, new = before.get(name), after.get(name)
        if isinstance(new, list) and not field:
            text = ", ".join(new)
        elif isinstance(old or new, list):
            signed = [f"+{item}" for item in new or ()]
            signed += [f"-{item}" for item in old or ()]
            text = ", ".join(signed)
        else:
            values = [
                self._get_value_text(field, values[name])
                for values in (before, after)
                if name in values
            ]
            text = " → ".join(values)
        return self.env._("%(field)s: %(change)s", field=label, change=text)

    def _get_value_text(self, field, value):
        if isinstance(value, bool) and field and field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if value is None or value is False or value == "":
            return "∅"
        if isinstance(value, int | float):
            return formatLang(self.env, value, digits=0 if value % 1 == 0 else 2)
        if field and field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        return str(value)

    @api.model
    def _purge(self, limit=PURGE_BATCH):
        """Delete the ``limit`` oldest rows past the retention; return their number."""
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM sunumarche_journal
                      WHERE id IN (SELECT id
                                     FROM sunumarche_journal
                                    WHERE date < sunumarche_journal_limit()
                                 ORDER BY date
                                    LIMIT %s)
                  RETURNING id
                """,
                limit,
            )
        )
        self.env.invalidate_all()
        return len(rows)

    @api.model
    def _cron_purge(self):
        """Delete what is past the retention, one batch a transaction."""
        while done := self._purge():
            if not self.env["ir.cron"]._commit_progress(done):
                return

    @api.model
    def _find_of(self, person):
        return self.search(
            [("model", "=", "res.partner"), ("res_id", "in", person.partners.ids)]
        )

    def _erase_person(self, person):
        """What was done stays, and when and by whom; not to whom."""
        self.env.execute_query(
            SQL(
                """
                UPDATE sunumarche_journal
                   SET record_name = NULL, before = NULL, after = NULL
                 WHERE id = ANY(%s)
                """,
                self.ids,
            )
        )
        self.invalidate_model()


def keep_rows(records):
    """The ``ondelete`` of an addon's kinds: uninstalling it leaves its rows alone."""


def _dump(values):
    return json.dumps(values, default=json_default) if values else None
