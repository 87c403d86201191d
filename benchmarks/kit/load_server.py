"""An Odoo with workers on loopback, for as long as a phase of the load lasts."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Self

from .places import Places, connect

SCRIPT = Path(__file__).parents[2] / "launcher" / "inside" / "odoo_server.py"
START_SECONDS = 180
BACKENDS = """
    SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class LoadServer:
    """How to use: as a context; ``port`` is where it listens.

    :param workers: processes that serve requests; scheduled actions do not run
    """

    def __init__(self, places: Places, database: str, workers: int):
        self.port, gevent = _free_ports(2)
        self.database = database
        # Closed when the server ends, not here.
        self.log = tempfile.TemporaryFile()  # noqa: SIM115
        self.command = [
            *(sys.executable, str(SCRIPT), "-c", places.config_path(database)),
            *("-d", database, "--db-filter", f"^{database}$", "--workers", workers),
            *("--http-interface", "127.0.0.1", "--http-port", self.port),
            *("--gevent-port", gevent, "--max-cron-threads", "0"),
            *("--log-level", "warn"),
        ]
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> Self:
        paths = os.pathsep.join(filter(None, sys.path))
        self.process = subprocess.Popen(
            [str(part) for part in self.command],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.log.seek(0)
                raise RuntimeError(self.log.read().decode(errors="replace")[-4000:])
            time.sleep(0.3)
        return self

    def __exit__(self, *_error) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()

    def cpu_seconds(self) -> dict[int, float]:
        """Return the CPU that each worker and each backend of it has used so far.

        Other programs of the machine make people wait; they do not change this.
        """
        pids = [self.process.pid, *_children(self.process.pid)]
        with connect(self.database) as connection:
            cursor = connection.cursor()
            cursor.execute(BACKENDS)
            pids += [pid for (pid,) in cursor.fetchall()]
        return {pid: seconds for pid in pids if (seconds := _cpu_of(pid)) is not None}

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", "/web/login")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _children(pid: int) -> list[int]:
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in threads for child in path.read_text().split()]


def _cpu_of(pid: int) -> float | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _n in range(number)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
