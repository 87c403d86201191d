"""This clone's own PostgreSQL cluster: a socket only, no network address."""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .connection import Connection, Role, database_name
from .console import step
from .errors import LauncherError
from .home import Instance, digest, require_space
from .postgres_binaries import find_binaries
from .process import tail

SYSTEM_USER = "postgres"
FALLBACK = Path("/var/lib/sunu")
SOCKET_LIMIT = 90
SPACE_GB = 1.5
SETTINGS = """\
# Written by the launcher.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0777
shared_buffers = 256MB
max_wal_size = 2GB
max_connections = 120
jit = off
autovacuum = on
log_timezone = 'UTC'
timezone = 'UTC'
"""


@dataclass(frozen=True)
class Cluster:
    """A data directory, the socket's directory, and who runs the server."""

    instance: Instance
    binaries: Path
    base: Path
    user: str | None

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "postgresql.log"

    @property
    def socket(self) -> Path:
        """Return the socket's directory; PostgreSQL wants its path short."""
        inside = self.base / "socket"
        if len(str(inside)) < SOCKET_LIMIT:
            return inside
        return Path(tempfile.gettempdir()) / f"sunu-{digest(str(self.base))}"

    def connection(self) -> Connection:
        return Connection(
            host=str(self.socket),
            port="5432",
            odoo=Role("odoo", self.instance.secret("odoo")),
            admin=Role("postgres", self.instance.secret("postgres")),
            psql=self.binaries / "psql",
            name=database_name(),
        )

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs as the cluster's user."""
        command = [str(self.binaries / program), *map(str, arguments)]
        if self.user:
            command = ["runuser", "-u", self.user, "--", *command]
        with tempfile.TemporaryFile("w+") as output:
            code = subprocess.call(
                command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/"
            )
            output.seek(0)
            text = output.read().strip()
        if code:
            raise LauncherError(
                f"{program} failed:\n{text}\n{tail(self.log)}\n  Log: {self.log}",
                "mend what the log names and run the same command again",
            )

    def pid(self) -> int | None:
        """Return the running server's process, and nothing for a stale file.

        After a crash or a reboot the number in the file may be another's: only a
        process that works in our data directory counts.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            if Path(f"/proc/{pid}/cwd").resolve(strict=True) == self.data.resolve():
                return pid
        except (OSError, ValueError, IndexError):
            pass
        return None

    def ensure_running(self) -> None:
        if not (self.base / "complete").exists():
            self._create()
        if self.pid() is None:
            with step("starting PostgreSQL"):
                self._start()

    def stop(self) -> bool:
        """Stop the server if it runs; tell whether it did."""
        if self.pid() is None:
            return False
        self.run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop")
        return True

    def _start(self) -> None:
        self._own(self.socket)
        for stale in (self.data / "postmaster.pid", *self.socket.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)
        self.run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "120", "start")

    def _create(self) -> None:
        """Make the cluster; a mark at the end tells it from an interrupted one."""
        require_space(self.base, SPACE_GB, "The database")
        with step(f"creating the PostgreSQL cluster in {self.base}"):
            self._own(self.base)
            self.stop()
            shutil.rmtree(self.data, ignore_errors=True)
            self._initialise()
            self._start()
            role = self.connection().odoo
            self.connection().sql(
                f"CREATE ROLE odoo LOGIN CREATEDB PASSWORD '{role.password}'",
                role=self.connection().admin,
            )
            self._write(self.base / "complete", "")

    def _initialise(self) -> None:
        """Run initdb; accents need a UTF-8 locale, indexes want order C."""
        password = self.base / "password"
        self._write(password, self.connection().admin.password)
        try:
            self.run(
                "initdb",
                *("-D", self.data, "-U", "postgres", "--pwfile", password),
                *("--auth=scram-sha-256", "--encoding=UTF8"),
                *("--locale=C.UTF-8", "--lc-collate=C"),
            )
        finally:
            password.unlink()
        self._write("sunu.conf", SETTINGS.format(socket=self.socket))
        with (self.data / "postgresql.conf").open("a") as handle:
            handle.write("include = 'sunu.conf'\n")

    def _write(self, name: str | Path, text: str) -> None:
        """Write a file into the data directory (or at a path), for its owner only."""
        path = self.data / name
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(text)
        self._give(path)

    def _own(self, directory: Path) -> None:
        directory.mkdir(mode=0o755, parents=True, exist_ok=True)
        owner = pwd.getpwnam(self.user).pw_uid if self.user else os.getuid()
        if directory.stat().st_uid not in (owner, os.getuid()):
            raise LauncherError(
                f"{directory} belongs to somebody else.",
                "remove it, or choose another SUNU_HOME",
            )
        directory.chmod(0o755)
        self._give(directory)

    def _give(self, path: Path) -> None:
        if self.user:
            shutil.chown(path, self.user)


def cluster_of(instance: Instance) -> Cluster:
    """Return the clone's cluster; as root, one that an ordinary user can run."""
    binaries = find_binaries(instance)
    if os.geteuid() != 0:
        return Cluster(instance, binaries, instance.path / "postgres", None)
    base = instance.path / "postgres"
    instance.make()
    if not _can_enter(SYSTEM_USER, instance.path):
        base = FALLBACK / instance.name
        FALLBACK.mkdir(exist_ok=True)
        FALLBACK.chmod(0o755)
    return Cluster(instance, binaries, base, SYSTEM_USER)


def _can_enter(user: str, directory: Path) -> bool:
    command = ["runuser", "-u", user, "--", "test", "-x", str(directory)]
    return subprocess.call(command, stderr=subprocess.DEVNULL) == 0
