"""One session of psql that stays open, and what it reads of a whole database."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from types import TracebackType
from typing import Any

from ..connection import Connection
from ..errors import LauncherError

END = "-- end of answer --"
# What no name of a table or an extension holds.
SEPARATOR = "\x1f"
STRICT = ("-v", "ON_ERROR_STOP=1")
# What a row looks like as text must not depend on anybody's settings.
SETTINGS = """
    SET datestyle = 'ISO, DMY';
    SET timezone = 'UTC';
    SET intervalstyle = 'postgres';
    SET bytea_output = 'hex';
    SET extra_float_digits = 1;
    SET statement_timeout = 0;
    SET idle_in_transaction_session_timeout = 0;
"""
# Odoo's collection of garbage in the filestore wants to share this table with no
# writer; as long as we hold the lock of a writer, no file of the snapshot goes away.
BEGIN = """
    BEGIN ISOLATION LEVEL REPEATABLE READ;
    LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE;
    SELECT pg_export_snapshot();
"""
OURS = """
    namespace.nspname NOT LIKE 'pg\\_%' AND namespace.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = class.oid AND deptype = 'e')
"""
TABLES = f"""
    SELECT format('%I.%I', nspname, relname)
      FROM pg_class class
      JOIN pg_namespace namespace ON namespace.oid = relnamespace
     WHERE relkind = 'r' AND relpersistence <> 't' AND {OURS}
  ORDER BY 1;
"""
OBJECTS = f"""
    SELECT 'relation ' || relkind::text, count(*)
      FROM pg_class class
      JOIN pg_namespace namespace ON namespace.oid = relnamespace
     WHERE relkind <> 't' AND relpersistence <> 't' AND {OURS}
       AND NOT (relkind = 'i' AND nspname LIKE 'pg\\_%')
  GROUP BY 1
 UNION ALL
    SELECT 'constraint ' || contype::text, count(*)
      FROM pg_constraint
      JOIN pg_namespace namespace ON namespace.oid = connamespace
     WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
  GROUP BY 1
 UNION ALL
    SELECT 'trigger', count(*) FROM pg_trigger WHERE NOT tgisinternal
 UNION ALL
    SELECT 'function', count(*)
      FROM pg_proc class
      JOIN pg_namespace namespace ON namespace.oid = pronamespace
     WHERE {OURS}
  ORDER BY 1;
"""
SEQUENCES = """
    SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, 0)
      FROM pg_sequences
  ORDER BY 1;
"""
SUM = """
    SELECT count(*), coalesce(sum(number), 0)
      FROM (SELECT ('x' || md5(ROW(whole_row.*)::text))::bit(64)::bigint::numeric number
              FROM {table} whole_row) numbers;
"""

Contents = dict[str, Any]


class Session:
    """A psql that answers one statement after the other, in one transaction.

    How to use: ``with Session(connection, database) as session``, then ``rows``.
    ``snapshot`` begins a transaction that sees one moment, which pg_dump shares.
    """

    def __init__(self, connection: Connection, database: str) -> None:
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115
        options = ("-w", "-X", "-q", "-A", "-t", "-F", SEPARATOR)
        self._psql = subprocess.Popen(
            [str(connection.psql), *options, *STRICT, "-d", database, "-f", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=connection.environment(),
            text=True,
        )

    def __enter__(self):
        try:
            self.rows(SETTINGS)
        except LauncherError:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the session; a transaction that is open is given up."""
        self._psql.stdin.close()
        self._psql.terminate()
        self._psql.wait()
        self._psql.stdout.close()
        self._errors.close()

    def rows(self, statement: str) -> list[list[str]]:
        """Return the rows of a statement, as text."""
        try:
            self._psql.stdin.write(f"{statement}\n\\echo '{END}'\n")
            self._psql.stdin.flush()
        except BrokenPipeError:
            raise self._failure() from None
        answer = []
        for line in self._psql.stdout:
            if line.rstrip("\n") == END:
                return answer
            answer.append(line.rstrip("\n").split(SEPARATOR))
        raise self._failure()

    def value(self, statement: str) -> str:
        return self.rows(statement)[0][0]

    def _failure(self) -> LauncherError:
        self._psql.wait()
        self._errors.seek(0)
        return LauncherError(f"PostgreSQL refused: {self._errors.read().strip()}")

    def snapshot(self) -> str:
        """Begin to see one moment; return its name, which pg_dump takes."""
        return self.value(BEGIN)

    def contents(self) -> Contents:
        """Return what tells two databases apart: rows, objects, numbers given.

        A table's sum is that of a hash of each of its rows: their order on disk, which
        a restore changes, does not matter.
        """
        return {
            "tables": {table: self._sum(table) for (table,) in self.rows(TABLES)},
            "objects": _numbers(self.rows(OBJECTS)),
            "sequences": _numbers(self.rows(SEQUENCES)),
        }

    def _sum(self, table: str) -> list[str]:
        return self.rows(SUM.format(table=table))[0]


def _numbers(rows: Iterable[list[str]]) -> dict[str, int]:
    return {name: int(number) for name, number in rows}


def differences(expected: Contents, found: Contents) -> list[str]:
    """Return one line per thing that a restored database has otherwise.

    Sequences give numbers outside of any snapshot: they may be further, never behind.
    """
    faults = []
    for kind in ("tables", "objects"):
        for name in sorted(expected[kind].keys() | found[kind].keys()):
            was, now = expected[kind].get(name), found[kind].get(name)
            if was != now:
                faults.append(f"{name}: {_words(was)} became {_words(now)}")
    for name, was in expected["sequences"].items():
        if found["sequences"].get(name, -1) < was:
            faults.append(f"{name}: behind its number {was}")
    return faults


def _words(value: Any) -> str:
    if isinstance(value, list):
        return f"{value[0]} rows (sum {value[1]})"
    return "nothing" if value is None else str(value)
