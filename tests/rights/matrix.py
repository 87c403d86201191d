"""Reads the matrix and tries its lines."""

import contextlib
import csv
from dataclasses import dataclass
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .world import VALUES

FOLDER = Path(__file__).parent
OPERATIONS = ("create", "read", "write", "delete")
# Refused to everybody, whatever his rights, with an error of its own.
OTHER_REFUSALS = {
    ("res.partner", "delete"): "linked to an active user",
    ("sunumarche.journal", "create"): "written by the system alone",
    ("sunumarche.journal", "write"): "cannot be changed",
}


def read_table(name):
    """Return the lines of a CSV file of this folder as dictionaries."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Line:
    """What a role may do with a kind of record of a model."""

    role: str
    model: str
    records: str
    allowed: frozenset

    @classmethod
    def from_row(cls, row):
        allowed = {name for name in OPERATIONS if row[name] == "yes"}
        return cls(row["role"], row["model"], row["records"], frozenset(allowed))

    def __str__(self):
        return f"{self.role}, {self.model}, {self.records}"


LINES = tuple(Line.from_row(row) for row in read_table("matrix.csv"))


@contextlib.contextmanager
def undone(env):
    """A savepoint that is always rolled back."""
    savepoint = env.cr.savepoint()
    try:
        yield
    finally:
        env.transaction.default_env = env
        savepoint.close(rollback=True)
        env.invalidate_all(flush=False)


class StoredState:
    """What the database holds of a record, to see whether something was written.

    A row that was changed has another version; a row that was added, a higher id.
    """

    def __init__(self, record):
        self.env = record.env
        self.table = record._table if record._auto else None
        self.id = record.id
        self.before = self.read()

    def read(self):
        """Return the highest id of the table, and the version of the record's row."""
        if not self.table:
            return None
        self.env.flush_all()
        table = SQL.identifier(self.table)
        return self.env.execute_query(
            SQL(
                "SELECT (SELECT max(id) FROM %(table)s), xmin, cmin, ctid"
                " FROM %(table)s WHERE id = %(id)s",
                table=table,
                id=self.id,
            )
        )

    def is_unchanged(self):
        return self.read() == self.before


class Attempt:
    """One operation of one line, as arguments of a method of the model."""

    def __init__(self, world, line, operation):
        self.line = line
        self.operation = operation
        self.user = world.users[line.role]
        spare = operation == "delete" and line.model == "res.partner"
        self.record = world.record(line.model, line.records, line.role, spare)
        self.company = world.company_of(line.records)
        self._world = world

    def prepare(self):
        """Return ``(method, ids, arguments)``."""
        if self.operation == "create":
            values = VALUES[self.line.model].create(
                self._world, self.line.records, self.line.role
            )
            return "create", [], {"vals_list": [values]}
        if self.operation == "read":
            return "read", self.record.ids, {"fields": ["display_name"]}
        if self.operation == "write":
            return "write", self.record.ids, {"vals": VALUES[self.line.model].write}
        return "unlink", self.record.ids, {}

    def run(self):
        """Try it through the ORM as the user; return "done", "refused" or the error.

        To be run in a savepoint that is rolled back, as a refused request is.
        """
        method, ids, arguments = self.prepare()
        model = self.as_user()
        try:
            getattr(model.browse(ids), method)(**arguments)
            model.env.flush_all()
        except AccessError:
            return "refused"
        except (UserError, ValueError) as error:
            return repr(error)
        return "done"

    def as_user(self):
        """The model as the user who sends a request."""
        model = self.record.browse().with_user(self.user).sudo(False)
        companies = self._world.company_ids[self.line.role]
        model = model.with_context(allowed_company_ids=companies)
        # some commands are checked against who began the transaction
        model.env.transaction.default_env = model.env
        return model

    def fits(self, outcome, allowed):
        """Tell whether an outcome is the one that the matrix names."""
        if allowed:
            return outcome == "done"
        message = OTHER_REFUSALS.get((self.line.model, self.operation))
        return outcome == "refused" or bool(message and message in outcome)

    def finds(self):
        """Tell whether a search of the user finds the record."""
        try:
            return bool(self.as_user().search([("id", "=", self.record.id)]))
        except AccessError:
            return False
