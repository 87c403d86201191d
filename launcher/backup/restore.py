"""``./sunu restore``: a backup becomes a fresh database, checked before and after."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .. import databases
from ..console import say, step
from ..errors import LauncherError
from .archive import CHECKSUMS, DATABASE, FILES, MANIFEST, Reader, sha256_of
from .place import Place, check_name
from .record import literal
from .rotation import CHECKSUM
from .session import Session, differences
from .take import FORMAT

DRAFT = "__restoring"
MARK = "A restore of ./sunu that has not ended"
BLANK = "sunumarche_blank"
STORED = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}")
SHOWN = 10
# An extension that an administrator of the server made keeps his comment on it.
HARMLESS = re.compile(r"must be owner of extension")

Neutralizer = Callable[[str], None]


def restore(
    path: Path,
    place: Place,
    database: str,
    key: Path | None = None,
    neutralize: Neutralizer | None = None,
) -> dict[str, Any]:
    """Restore a backup into a database that does not exist yet; return its manifest.

    Everything is done under another name; what is wrong in any way never gets its own.
    """
    check_fresh(place, database)
    check_file(path)
    draft = database + DRAFT
    drop_leftover(place, draft)
    try:
        restorer = Restorer(place, draft)
        with step(f"restoring {path.name}"):
            restorer.read(Reader(path, key))
        with step("comparing every table and file with the original"):
            restorer.compare()
        if neutralize:
            with step("neutralizing the copy: no mails, no scheduled actions"):
                neutralize(draft)
        place.connection.sql(f"ANALYZE; COMMENT ON DATABASE {draft} IS NULL", draft)
        databases.rename(place, draft, database)
    except BaseException:
        databases.drop(place, draft)
        raise
    return restorer.manifest


def check_fresh(place: Place, database: str) -> None:
    """Refuse a name that a database or a filestore has already."""
    check_name(database)
    files = place.filestore(database)
    for there, what in (
        (database in place.connection.databases(), f"a database {database}"),
        (files.exists() and any(files.iterdir()), f"a filestore in {files}"),
    ):
        if there:
            raise LauncherError(
                f"There is {what} already; nothing is restored over it.",
                "name another database: --database NAME",
            )


def drop_leftover(place: Place, draft: str) -> None:
    """Drop what a killed restore left; nobody else's database of that name."""
    mark = place.connection.sql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        f" WHERE datname = {literal(draft)}"
    )
    if draft in place.connection.databases() and mark != MARK:
        raise LauncherError(
            f"There is a database {draft} that no restore made.", "drop or rename it"
        )
    databases.drop(place, draft)


def check_file(path: Path) -> None:
    """Refuse a file that is not as the backup left it, before it is opened."""
    if not path.is_file():
        raise LauncherError(f"There is no file {path}.")
    beside = path.with_name(path.name + CHECKSUM)
    if not beside.exists():
        say(f"  ({beside.name} is not beside it: damage shows while reading only)")
        return
    with step("checking the file's checksum"):
        if beside.read_text("utf-8").split()[:1] != [sha256_of(path)]:
            raise LauncherError(
                f"{path.name} is not what the backup wrote: its checksum differs.",
                "take another copy of it, or another backup",
            )


class Restorer:
    """Fills a database and its filestore from a backup, then compares.

    How to use: ``read`` a Reader to its end, then ``compare``.
    """

    def __init__(self, place: Place, database: str) -> None:
        self.place = place
        self.database = database
        self.manifest: dict[str, Any] = {}
        self.checksums: dict[str, Any] = {}
        self._dump = hashlib.sha256()
        self._files: dict[str, str] = {}

    def read(self, reader: Reader) -> None:
        """Take up the members in their order: manifest, database, files, sums."""
        members = reader.members()
        name, data = next(members, ("", b""))
        if name != MANIFEST:
            raise LauncherError(f"{reader.path.name} is no backup of ours.")
        self.manifest = json.loads(data)
        self._check_manifest()
        self._create()
        try:
            rest = self._read_database(members)
        except PipeEnded as failure:
            raise self._explain(failure, reader, members) from failure
        for name, data in rest:
            if name == CHECKSUMS:
                self.checksums = json.loads(data)
            else:
                self._write_file(name.removeprefix(FILES), data)
        if not self.checksums:
            raise LauncherError(f"{reader.path.name} is not complete.")

    def _explain(
        self, failure: LauncherError, reader: Reader, members: Iterator
    ) -> LauncherError:
        """Return why pg_restore failed: the file, if what it holds is damaged.

        Reading on finds that out, by zstd's sum and by the dump's own.
        """
        for name, data in members:
            if name.startswith(DATABASE):
                self._dump.update(data)
            elif name == CHECKSUMS:
                self.checksums = json.loads(data)
        known = self.checksums.get("database", {}).get("sha256")
        if known == self._dump.hexdigest():
            return failure
        return reader.refusal("the sum of its database differs")

    def _check_manifest(self) -> None:
        if self.manifest.get("format") != FORMAT:
            raise LauncherError(
                f"The backup has format {self.manifest.get('format')}; "
                f"this program reads {FORMAT}.",
                "restore it with the version of ./sunu that made it",
            )
        made_with = self.manifest["postgresql"] // 10000
        here = int(self.place.connection.sql("SHOW server_version_num")) // 10000
        if here < made_with:
            raise LauncherError(
                f"The backup comes from PostgreSQL {made_with}, this is {here}.",
                f"restore it on PostgreSQL {made_with} or newer",
            )

    def _create(self) -> None:
        """Create the database as the original was, with its extensions."""
        connection, manifest = self.place.connection, self.manifest
        prepared = BLANK in connection.sql("SELECT datname FROM pg_database").split()
        owner = connection.odoo.name or "CURRENT_USER"
        connection.sql(
            f"CREATE DATABASE {self.database} OWNER {quoted(owner)} ENCODING 'UTF8'"
            f" LC_COLLATE {literal(manifest['collate'])}"
            f" LC_CTYPE {literal(manifest['ctype'])}"
            f" TEMPLATE {BLANK if prepared else 'template0'}",
            role=connection.admin,
        )
        connection.sql(f"COMMENT ON DATABASE {self.database} IS {literal(MARK)}")
        for extension in manifest["extensions"]:
            statement = f"CREATE EXTENSION IF NOT EXISTS {quoted(extension)}"
            try:
                connection.sql(statement, self.database)
            except LauncherError:
                connection.sql(statement, self.database, connection.admin)
        if manifest["unaccent_immutable"]:
            self._make_unaccent_immutable()

    def _make_unaccent_immutable(self) -> None:
        """Do to ``unaccent`` what Odoo did in the original, for its indexes."""
        volatility = "SELECT provolatile FROM pg_proc WHERE oid = 'unaccent(text)'"
        connection = self.place.connection
        if connection.sql(f"{volatility}::regprocedure", self.database) == "i":
            return
        try:
            connection.sql(
                "ALTER FUNCTION unaccent(text) IMMUTABLE",
                self.database,
                connection.admin,
            )
        except LauncherError as error:
            raise LauncherError(
                "The role may not make the function unaccent immutable, which the "
                "indexes of the original need.",
                "as the server's administrator, once: psql -f "
                "deploy/postgresql/blank.sql",
            ) from error

    def _read_database(
        self, members: Iterator[tuple[str, bytes]]
    ) -> Iterator[tuple[str, bytes]]:
        """Feed pg_restore the pieces of the dump; return what comes after them."""
        feed = Feed(self.place, self.database)
        try:
            for name, data in members:
                if not name.startswith(DATABASE):
                    if name == CHECKSUMS:
                        self.checksums = json.loads(data)
                    feed.finish()
                    return _chain((name, data), members)
                self._dump.update(data)
                feed.write(data)
        finally:
            feed.kill()
        raise LauncherError("The backup ends within its database.")

    def _write_file(self, name: str, data: bytes) -> None:
        if not STORED.fullmatch(name):
            raise LauncherError(f"The backup holds a file of a strange name: {name!r}")
        target = self.place.filestore(self.database) / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.write_bytes(data)
        self._files[name] = hashlib.sha256(target.read_bytes()).hexdigest()

    def compare(self) -> None:
        """Raise LauncherError unless all is as it was."""
        faults = []
        if self._dump.hexdigest() != self.checksums["database"]["sha256"]:
            faults.append("the dump's sum differs")
        if self._files != self.checksums["files"]:
            faults.append("the files' sums differ")
        with Session(self.place.connection, self.database) as session:
            faults += differences(self.manifest["contents"], session.contents())
        if faults:
            shown = "\n  ".join(faults[:SHOWN])
            raise LauncherError(
                f"What was restored differs from the original:\n  {shown}",
                "nothing was kept; report it with the backup's name",
            )


class PipeEnded(LauncherError):
    """pg_restore took no more of the dump, or took all of it and complained."""


class Feed:
    """pg_restore, fed by hand."""

    def __init__(self, place: Place, database: str) -> None:
        program = place.connection.psql.with_name("pg_restore")
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self._process = subprocess.Popen(
            [str(program), "--no-owner", "--no-password", f"--dbname={database}"],
            stdin=subprocess.PIPE,
            stderr=self._errors,
            env=place.connection.environment(),
        )

    def write(self, data: bytes) -> None:
        try:
            self._process.stdin.write(data)
        except BrokenPipeError:
            raise self._failure() from None

    def finish(self) -> None:
        """Wait for the end; errors that change nothing in the data are let pass."""
        try:
            self._process.stdin.close()
        except BrokenPipeError:
            raise self._failure() from None
        if self._process.wait() and not self._harmless():
            raise self._failure()

    def _complaints(self) -> str:
        self._errors.seek(0)
        return self._errors.read()

    def _harmless(self) -> bool:
        errors = re.findall(r"^pg_restore: error: .*", self._complaints(), re.MULTILINE)
        return bool(errors) and all(map(HARMLESS.search, errors))

    def _failure(self) -> LauncherError:
        self._process.wait()
        lines = self._complaints().strip().splitlines()
        return PipeEnded("pg_restore failed:\n  " + "\n  ".join(lines[:SHOWN]))

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._errors.close()


def _chain(
    first: tuple[str, bytes], rest: Iterator[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes]]:
    yield first
    yield from rest


def quoted(name: str) -> str:
    """Return a name as SQL; CURRENT_USER stays a keyword."""
    if name == "CURRENT_USER":
        return name
    return '"' + name.replace('"', '""') + '"'
