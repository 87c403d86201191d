"""The running server of this clone: port, start, stop."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from .console import step
from .errors import LauncherError
from .home import REPOSITORY, Instance, sunu_home
from .process import locked, tail
from .runtime import Runtime

HOST = "127.0.0.1"
FIRST_PORT, PORTS_TRIED = 8069, 500
START_SECONDS, STOP_SECONDS = 180, 30


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose_port(
    asked: str | None, remembered: int | None, free: Callable[[int], bool] = is_free
) -> int:
    """Return the port: the one asked for, else the last one or the next free one.

    A port that is asked for is never replaced: somebody counts on it.
    """
    if asked is not None and not (asked.isdigit() and 0 < int(asked) < 65536):
        raise LauncherError(
            f"SUNU_PORT is {asked!r}, which is no port.", "name one, such as 8069"
        )
    if not asked:
        return first_free(remembered or FIRST_PORT, free)
    if not free(int(asked)):
        raise LauncherError(
            f"Port {asked} of {HOST} is taken by another program.",
            "stop that program, or choose another port: SUNU_PORT=8169 ./sunu up",
        )
    return int(asked)


def first_free(start: int, free: Callable[[int], bool] = is_free) -> int:
    last = min(start + PORTS_TRIED, 65535)
    for port in range(start, last + 1):
        if free(port):
            return port
    raise LauncherError(
        f"No free port between {start} and {last}.", "name one in SUNU_PORT"
    )


def base_url_sql(address: str) -> str:
    """Return the statement that makes links in mails lead to this server.

    An address that somebody froze, or that is no local one, is left alone.
    """
    return f"""
        UPDATE ir_config_parameter
           SET value = '{address}'
         WHERE key = 'web.base.url'
           AND value ~ '^http://(localhost|127[.]0[.]0[.]1)(:[0-9]+)?/?$'
           AND NOT EXISTS (
               SELECT FROM ir_config_parameter frozen
                WHERE frozen.key = 'web.base.url.freeze'
                  AND lower(frozen.value) NOT IN ('', '0', 'false'))
    """


Child = subprocess.Popen[bytes]


class Server:
    """The server's process, known by a file that holds its number."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.pid_file = instance.path / "server.pid"
        self.log = instance.log("server")

    def pid(self) -> int | None:
        """Return the running server's process; another's number does not count."""
        try:
            pid = int(self.pid_file.read_text())
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return pid if os.fsencode(self.instance.path) in command else None

    def address(self) -> str:
        return f"http://{HOST}:{self.instance.read('state')['port']}"

    def start(self, runtime: Runtime, database: str) -> None:
        """Start the server on a database; return when its login page answers.

        One clone at a time: two that start at once would choose the same port.
        """
        with locked(sunu_home() / "ports.lock"):
            self._start(runtime, database)

    def _start(self, runtime: Runtime, database: str) -> None:
        state = self.instance.read("state")
        port = choose_port(os.environ.get("SUNU_PORT"), state.get("port"))
        websocket = first_free(port + 1)
        self.instance.write("state", {**state, "port": port, "database": database})
        runtime.connection.sql(base_url_sql(self.address()), database)
        config = runtime.config(
            database, "server", {"http_port": str(port), "gevent_port": str(websocket)}
        )
        command = [str(runtime.python), str(runtime.tree.script), "-c", str(config)]
        with step(f"starting the server on port {port}"):
            self.wait(self._spawn(command, runtime.python_environment()))

    def _spawn(self, command: Sequence[str], env: dict[str, str]) -> Child:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=REPOSITORY,
                start_new_session=True,
            )
        self.pid_file.write_text(str(process.pid))
        return process

    def wait(self, child: Child | None = None) -> None:
        """Wait for the login page; a server that does not come up is stopped.

        A child is asked itself: for an instant after its birth the kernel does not
        yet show its command line, by which another's child is recognised.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            ended = child.poll() is not None if child else self.pid() is None
            if ended:
                break
            if answers(f"{self.address()}/web/login"):
                return
            time.sleep(0.2)
        late = self.stop()
        how = f"did not answer within {START_SECONDS} s" if late else "ended"
        raise LauncherError(
            f"The server {how}.\n{tail(self.log)}\n  Log: {self.log}",
            "read the log, mend the cause and run ./sunu up again",
        )

    def stop(self) -> bool:
        """Stop the server, gently and then not; tell whether it ran."""
        pid = self.pid()
        if pid is None:
            return False
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self.pid() is not None:
            if time.monotonic() > deadline:
                os.killpg(pid, signal.SIGKILL)
            time.sleep(0.1)
        self.pid_file.unlink(missing_ok=True)
        return True


def answers(address: str) -> bool:
    """Tell whether a page answers 200 (without a detour through any proxy)."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=60) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False
