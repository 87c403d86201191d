"""A machine of its own: PostgreSQL, and Odoo servers on copies of the tests' database.

Whatever is killed here belongs to this machine and to nobody else.
"""

import contextlib
import http.client
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from passlib.hash import pbkdf2_sha512

from odoo.tools import config

from launcher.home import REPOSITORY
from launcher.odoo_config import compose
from tests.operations.common import source_database, this_place
from tests.operations.postgres import USER, Postgres, children, is_alive
from tests.operations.web import DEPLOY, free_ports, python_path

from .clients import Client

TEMPLATE = "sunu_faults"
PASSWORD = "a long enough password"
# As Odoo keeps it: it would write another kind anew while people log in.
HASH = pbkdf2_sha512.using(rounds=600_000).hash(PASSWORD)
# A test waits for no mail, no late job and no password that another one changed.
PREPARE = f"""
    UPDATE res_users SET password = '{HASH}', active = true WHERE login = 'admin';
    UPDATE ir_cron SET nextcall = now() + interval '1 day';
    DELETE FROM ir_config_parameter WHERE key = 'sunumarche_operations.second_factor'
"""


class Machine:
    """PostgreSQL with production's settings, and a template of the tests' database.

    How to use: ``start``; then ``clone`` a database and put an ``Odoo`` on it; at the
    end ``close``, which ends everything.
    """

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="sunu-faults-"))
        self.folder.chmod(0o755)
        if USER:
            shutil.chown(self.folder, USER)
        self.data = self.folder / "odoo"
        self.postgres = Postgres(self.folder, "primary")
        self.servers = []

    def start(self):
        self.postgres.run(
            *("initdb", "-D", self.postgres.data, "-U", "postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--lc-collate=C"),
        )
        self.postgres.configure(settings(self.folder))
        self.postgres.start()
        self.postgres.sql("CREATE ROLE odoo LOGIN SUPERUSER")

    def restore(self):
        """Make the template: the tests' database and its files, as they are now.

        Only here nothing waits for the disk: the template can be made again.
        """
        self.set_fsync("off")
        place, source = this_place(), source_database()
        path = self.folder / "source.dump"
        connection = place.connection
        subprocess.run(
            ["pg_dump", "--format=custom", "--compress=1", "-f", path, source],
            env=connection.environment(),
            check=True,
        )
        path.chmod(0o644)
        self.create(TEMPLATE)
        options = ("--no-owner", "--jobs=2", "--dbname", TEMPLATE, "--role=odoo")
        self.postgres.run("pg_restore", *self.postgres.address(), *options, path)
        path.unlink()
        for statement in PREPARE.split(";"):
            self.postgres.sql(statement, TEMPLATE)
        files = place.filestore(source)
        if files.exists():
            shutil.copytree(files, self.filestore(TEMPLATE), copy_function=link)
        self.postgres.sql("CHECKPOINT")
        self.set_fsync("on")

    def set_fsync(self, value):
        self.postgres.sql(f"ALTER SYSTEM SET fsync = {value}")
        self.postgres.sql("SELECT pg_reload_conf()")

    def create(self, name):
        """Make an empty database that Odoo can use."""
        self.postgres.sql(f"CREATE DATABASE {name} OWNER odoo TEMPLATE template0")
        for statement in (
            "CREATE EXTENSION pg_trgm",
            "CREATE EXTENSION unaccent",
            "ALTER FUNCTION unaccent(text) IMMUTABLE",
        ):
            self.postgres.sql(statement, name)

    def clone(self, name, template=TEMPLATE):
        self.postgres.sql(
            f"CREATE DATABASE {name} OWNER odoo TEMPLATE {template} STRATEGY file_copy"
        )
        files = self.filestore(template)
        if files.exists():
            shutil.copytree(files, self.filestore(name), copy_function=link)
        return name

    def drop(self, name):
        self.postgres.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        shutil.rmtree(self.filestore(name), ignore_errors=True)

    def filestore(self, name):
        return self.data / "filestore" / name

    def odoo(self, database, name="odoo", **options):
        server = Odoo(self, name, database, options)
        self.servers.append(server)
        return server

    def close(self):
        for server in self.servers:
            server.kill()
        self.postgres.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


def settings(folder):
    """Return production's settings of durability, for a socket in a folder."""
    text = (DEPLOY / "postgresql" / "sunumarche.conf").read_text("utf-8")
    names = "fsync|synchronous_commit|full_page_writes|wal_level|max_connections|jit"
    ours = re.findall(rf"^(?:{names}) = .*$", text, re.MULTILINE)
    assert len(ours) == len(names.split("|"))
    ours += ["listen_addresses = ''", f"unix_socket_directories = '{folder}'"]
    return "\n".join([*ours, "shared_buffers = 128MB", "max_wal_size = 1GB"])


def link(source, target):
    """Give a file a second name; the filestore's files never change."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class Odoo:
    """A server with production's configuration, but for names, ports and workers.

    How to use: ``start``; ``kill_worker``, ``kill`` or ``stop``; ``start`` again.
    """

    def __init__(self, machine, name, database, options):
        self.machine, self.name, self.database = machine, name, database
        self.port, self.gevent = free_ports(2)
        self.options = options
        self.process = None
        self.is_kept, self.restarts = False, 0
        # Jobs are begun at once when they are written, not within a minute.
        self.environment = {"ODOO_NOTIFY_CRON_CHANGES": "1"}
        self.log = machine.folder / f"{name}.log"

    def configure(self):
        """Write the configuration; return its path."""
        known = {
            "db_name": self.database,
            "dbfilter": f"^{self.database}$",
            "db_host": str(self.machine.folder),
            "db_port": str(self.machine.postgres.port),
            "db_user": "odoo",
            "data_dir": str(self.machine.data),
            "addons_path": ",".join(config["addons_path"]),
            "http_port": str(self.port),
            "gevent_port": str(self.gevent),
            "workers": "2",
            "max_cron_threads": "0",
        }
        text = (DEPLOY / "odoo.conf").read_text("utf-8")
        path = self.machine.folder / f"{self.name}.conf"
        path.write_text(compose(text, {**known, **self.options}))
        path.chmod(0o600)
        return path

    def command(self, *arguments):
        script = REPOSITORY / "launcher" / "inside" / "odoo_server.py"
        program = [sys.executable, str(script), "-c", str(self.configure())]
        return [*self.environment.get("WRAPPER", "").split(), *program, *arguments]

    def run(self, *arguments):
        """Run Odoo to its end, as for ``-u``; what it writes is in the log."""
        with self.log.open("ab") as output:
            code = subprocess.call(
                self.command("--stop-after-init", "--no-http", *arguments),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._environment(),
            )
        assert code == 0, self.tail()

    def start(self):
        self._spawn()
        self.wait()

    def keep(self, pause=1):
        """Start it again whenever it fails, as systemd does; until it is killed."""
        self.is_kept = True
        threading.Thread(target=self._keep, args=[pause], daemon=True).start()

    def _keep(self, pause):
        while self.is_kept:
            if self.process.wait() and self.is_kept:
                self.restarts += 1
                time.sleep(pause)
                self._spawn()

    def _spawn(self):
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._environment(),
                start_new_session=True,
            )

    def _environment(self):
        return {**os.environ, "PYTHONPATH": python_path(), **self.environment}

    def wait(self, seconds=120):
        """Return once the database is served."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.is_kept or self.process.poll() is None, self.tail()
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.status("/web/login") == 200:
                    return
            time.sleep(0.2)
        raise AssertionError(self.tail())

    def status(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def workers(self):
        """Return the processes that serve people: not those of jobs and websockets."""
        return [
            pid
            for pid in children(self.process.pid)
            if b"gevent" not in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]

    def kill_worker(self):
        os.kill(random.choice(self.workers()), signal.SIGKILL)

    def kill(self):
        """End the server and its workers at once, without a word."""
        self.is_kept = False
        if self.process is None or self.process.poll() is not None:
            return
        pids = [self.process.pid, *children(self.process.pid)]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        deadline = time.monotonic() + 30
        while any(map(is_alive, pids)) and time.monotonic() < deadline:
            time.sleep(0.05)

    def stop(self):
        """Ask it to end; what does not is killed."""
        self.is_kept = False
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=20)
        self.kill()

    def client(self):
        """Return a client of this server, who has not logged in."""
        return Client(self.port, self.database, PASSWORD)

    def tail(self):
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return text[-6000:]
