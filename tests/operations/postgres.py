"""PostgreSQL servers that tests start, kill and bring back."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

from launcher.postgres_binaries import candidate_directories

USER = "postgres" if os.geteuid() == 0 else None


class Postgres:
    """A PostgreSQL of its own in a folder, reached by its socket there."""

    def __init__(self, folder, name, port=5432):
        self.folder, self.data, self.port = folder, folder / name, port
        self.binaries = candidate_directories()[0]

    def run(self, tool, *arguments):
        command = [str(self.binaries / tool), *map(str, arguments)]
        if USER:
            command = ["runuser", "-u", USER, "--", *command]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
        )
        assert done.returncode == 0, done.stderr + self.log()
        return done.stdout.strip()

    def log(self):
        path = self.folder / f"{self.data.name}.log"
        return path.read_text() if path.exists() else ""

    def configure(self, text):
        with (self.data / "postgresql.conf").open("a") as handle:
            handle.write(f"\n{text}\nport = {self.port}\n")

    def start(self):
        # Its output must not hold our pipe open.
        log = self.folder / f"{self.data.name}.log"
        self.run("pg_ctl", "-D", self.data, "-l", log, "-w", "start")

    def stop(self, mode="fast"):
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def kill(self):
        """End it and its children as a loss of power would, but for the cache."""
        lock = self.data / "postmaster.pid"
        main = int(lock.read_text().split()[0]) if lock.exists() else 0
        pids = [main, *children(main)] if main else []
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not any(map(is_alive, pids)))
        # As long as nobody has buried the process, its number would count as taken.
        socket = self.folder / f".s.PGSQL.{self.port}"
        for path in (self.data / "postmaster.pid", socket, Path(f"{socket}.lock")):
            path.unlink(missing_ok=True)

    def sql(self, statement, database="postgres"):
        """Return the rows as text, fields split by ``|``."""
        options = ("-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", *self.address())
        return self.run("psql", *options, "-c", statement, database)

    def address(self):
        """Return the options by which PostgreSQL's programs reach it."""
        return ("-h", self.folder, "-p", self.port, "-U", "postgres")


def children(pid):
    """Return the processes that a process has begun."""
    threads = Path(f"/proc/{pid}/task")
    found = [path.read_text().split() for path in threads.glob("*/children")]
    return [int(child) for line in found for child in line]


def is_alive(pid):
    """Tell whether a process runs; one that nobody has buried does not."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] != "Z"


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)
