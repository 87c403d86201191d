"""``./sunu backup``: take a backup, and remove those that are not kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ..console import say, step
from ..errors import LauncherError
from ..process import locked
from . import rotation
from .archive import CHECKSUMS, DATABASE, FILES, MANIFEST, Writer, sha256_of
from .place import Place
from .record import Run, record, record_failure
from .rotation import Backup, Keep
from .session import Session

FORMAT = 1
SMALLEST = 50 * 1024**2
SECRET = "AGE-SECRET-KEY-"
FACTS = """
    SELECT current_setting('server_version_num')::int, pg_database_size(oid),
           datcollate, datctype,
           (SELECT provolatile = 'i' FROM pg_proc WHERE oid =
            to_regprocedure('unaccent(text)')) IS TRUE
      FROM pg_database
     WHERE datname = current_database();
"""
EXTENSIONS = "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1;"
MODULES = """
    SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'
  ORDER BY 1;
"""
ATTACHMENTS = """
    SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL
  ORDER BY 1;
"""


@dataclass
class Report:
    """What a backup holds, and what is wrong with the files of the original."""

    checksums: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)

    def warnings(self) -> list[str]:
        return [
            f"{len(names)} files of the filestore {what}, such as {names[0]}"
            for names, what in (
                (self.missing, "are missing"),
                (self.altered, "are not what was stored"),
            )
            if names
        ]


def backup(
    place: Place,
    database: str,
    directory: Path,
    recipients: Path | None,
    keep: Keep | None,
) -> Path:
    """Take a backup of a database with its files; return its path.

    The administrators read in the application how it went, if it can be reached.
    """
    started = datetime.now(timezone.utc)
    try:
        check_recipients(recipients)
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with locked(directory / f".{database}.lock"):
            made, report = _take(place, database, directory, recipients, started)
            gone = rotation.rotate(directory, database, keep, made)
        ended = datetime.now(timezone.utc)
        size, message = made.stat().st_size, "\n".join(report.warnings())
        run = Run(started, ended, "done", made.name, size, message)
        record(place.connection, database, run)
    except (LauncherError, OSError) as error:
        record_failure(place.connection, database, started, error)
        raise
    for warning in report.warnings():
        say(f"  Warning: {warning}")
    if gone:
        say(f"- {len(gone)} older backups removed")
    return made


def check_recipients(recipients: Path | None) -> None:
    """Refuse a file that holds a private key: it has no business on the server."""
    if recipients is None:
        return
    try:
        text = recipients.read_text("utf-8")
    except OSError as error:
        raise LauncherError(
            f"The recipients' keys cannot be read: {error}",
            "name the file with their public keys (age-keygen -y KEY > FILE)",
        ) from error
    if SECRET in text:
        raise LauncherError(
            f"{recipients} holds a private key.",
            "keep it away from this machine; name a file with the public key that "
            "age-keygen -y prints",
        )


def _take(
    place: Place,
    database: str,
    directory: Path,
    recipients: Path | None,
    started: datetime,
) -> tuple[Path, Report]:
    """Write under a hidden name, check, and only then give the file its name."""
    rotation.remove_partials(directory, database)
    _require_space(directory, rotation.backups_of(directory, database))
    name = rotation.file_name(database, started, encrypted=bool(recipients))
    partial = directory / f".{name}{rotation.PARTIAL}"
    writer = Writer(partial, recipients)
    try:
        with Session(place.connection, database) as session:
            report = _fill(writer, session, place, database, started)
        writer.close()
    except BaseException:
        writer.give_up()
        raise
    final = directory / name
    _name(partial, final)
    return final, report


def _name(partial: Path, final: Path) -> None:
    """Write the checksum of the file as the disk gives it back, then name it."""
    checksum = Backup(datetime.now(timezone.utc), final).checksum
    checksum.write_text(f"{sha256_of(partial)}  {final.name}\n", "utf-8")
    partial.rename(final)
    descriptor = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _require_space(directory: Path, backups: list[Backup]) -> None:
    """Refuse to begin what cannot end: one and a quarter times the last backup."""
    last = backups[0].path.stat().st_size if backups else 0
    needed = max(last * 5 // 4, SMALLEST)
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise LauncherError(
            f"{directory} has {free // 1024**2} MB free; a backup needs "
            f"{needed // 1024**2} MB.",
            "make room, or name another directory; nothing was removed",
        )


def _fill(
    writer: Writer, session: Session, place: Place, database: str, started: datetime
) -> Report:
    """Write all of the backup, as of one moment."""
    snapshot = session.snapshot()
    names = [name for (name,) in session.rows(ATTACHMENTS)]
    with step(f"summing up the tables of {database}"):
        writer.add_json(MANIFEST, _manifest(session, database, started))
    report = Report()
    with step("dumping the database"):
        report.checksums["database"] = _dump(writer, place, database, snapshot)
    with step(f"copying {len(names)} files"):
        files = _copy(writer, place.filestore(database), names, report)
    report.checksums |= {
        "files": files,
        "missing": report.missing,
        "altered": report.altered,
    }
    writer.add_json(CHECKSUMS, report.checksums)
    return report


def _manifest(session: Session, database: str, started: datetime) -> dict[str, Any]:
    version, size, collate, ctype, immutable = session.rows(FACTS)[0]
    return {
        "format": FORMAT,
        "database": database,
        "made": started.isoformat(),
        "host": socket.gethostname(),
        "postgresql": int(version),
        "size": int(size),
        "collate": collate,
        "ctype": ctype,
        "unaccent_immutable": immutable == "t",
        "extensions": [name for (name,) in session.rows(EXTENSIONS)],
        "modules": dict(session.rows(MODULES)),
        "contents": session.contents(),
    }


def _dump(writer: Writer, place: Place, database: str, snapshot: str) -> dict[str, Any]:
    """Write what pg_dump sees at the snapshot; zstd compresses it, not pg_dump."""
    program = place.connection.psql.with_name("pg_dump")
    options = ("--format=custom", "--compress=0", "--no-password")
    dump = subprocess.Popen(
        [str(program), *options, f"--snapshot={snapshot}", f"--dbname={database}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=place.connection.environment(),
    )
    try:
        checksum = writer.add_pieces(DATABASE, dump.stdout)
        dump.stdout.close()
        complaint = dump.stderr.read().decode(errors="replace").strip()
        if dump.wait():
            raise LauncherError(f"pg_dump failed: {complaint}")
    finally:
        dump.kill()
        dump.wait()
        dump.stdout.close()
        dump.stderr.close()
    return checksum


def _copy(
    writer: Writer, filestore: Path, names: Iterable[str], report: Report
) -> dict[str, str]:
    """Write the files; their names end in the SHA-1 of what was stored."""
    sums = {}
    for name in names:
        try:
            data = writer.add_file(FILES + name, filestore / name)
        except FileNotFoundError:
            report.missing.append(name)
            continue
        sums[name] = hashlib.sha256(data).hexdigest()
        if hashlib.sha1(data, usedforsecurity=False).hexdigest() != Path(name).name:
            report.altered.append(name)
    return sums
