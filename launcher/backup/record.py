"""What the application's administrators are told about backups.

Each run is a row of ``sunumarche.backup.run``, of the addon sunumarche_operations: it
shows a banner and sends mail when the last good one is too old or a run failed.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from datetime import datetime

from ..connection import Connection
from ..errors import LauncherError

TABLE = "sunumarche_backup_run"
MESSAGE_SIZE = 2000


@dataclass
class Run:
    """A run of ``./sunu backup``, as it ended."""

    started: datetime
    ended: datetime
    state: str
    file: str = ""
    size: int = 0
    message: str = ""


def literal(value: object) -> str:
    """Return a value as SQL; a text may hold anything."""
    if isinstance(value, int):
        return str(value)
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return "'" + text.replace("\0", "").replace("'", "''") + "'"


def record(connection: Connection, database: str, run: Run) -> None:
    """Write the run into the database, if the addon is installed there."""
    if not connection.sql(f"SELECT to_regclass({literal(TABLE)})", database):
        return
    values = {
        "date_start": run.started.replace(tzinfo=None),
        "date_end": run.ended.replace(tzinfo=None),
        "result": run.state,
        "file_name": run.file,
        "file_size": run.size / 1024**2,
        "message": run.message[:MESSAGE_SIZE],
        "host": socket.gethostname(),
    }
    columns = ", ".join(values)
    cells = ", ".join(
        f"{value:.3f}" if isinstance(value, float) else literal(value)
        for value in values.values()
    )
    connection.sql(
        "SET standard_conforming_strings = on;"
        f" INSERT INTO {TABLE} ({columns}, create_date, write_date)"
        f" VALUES ({cells}, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')",
        database,
    )


def record_failure(
    connection: Connection, database: str, started: datetime, error: Exception
) -> None:
    """Write that a run failed; a database that does not answer cannot be told."""
    now = datetime.now(started.tzinfo)
    message = error.problem if isinstance(error, LauncherError) else repr(error)
    try:
        record(connection, database, Run(started, now, "failed", message=message))
    except LauncherError:
        # It is the same that the caller is about to report.
        return
