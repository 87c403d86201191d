"""The production set-up on loopback: nginx with its file, Odoo with workers."""

import contextlib
import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

from odoo.tools import config

from launcher.home import REPOSITORY
from launcher.odoo_config import compose

from .common import program

DEPLOY = REPOSITORY / "deploy"
NAME = "crm.example.sn"
NGINX = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/sunumarche.conf;
}}
"""


def free_ports(number):
    """Return ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _n in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def certificate(folder):
    """Make a certificate that signs itself."""
    key, chain = folder / "privkey.pem", folder / "fullchain.pem"
    subprocess.run(
        [
            *(program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-keyout", key, "-out", chain, "-days", "2", "-subj", f"/CN={NAME}"),
            *("-addext", f"subjectAltName=DNS:{NAME}"),
        ],
        check=True,
        capture_output=True,
    )
    return key, chain


def replaced(text, changes):
    """Return a text with each old part replaced; a part that is gone is an error."""
    for old, new in changes.items():
        assert old in text, f"{old!r} is not in the file any more"
        text = text.replace(old, new)
    return text


def python_path():
    """Return what a child needs to import Odoo and the launcher as we do."""
    return os.pathsep.join(filter(None, sys.path))


class Front:
    """nginx with production's file, before whatever listens on the port ``odoo``.

    How to use: ``start``, ``get`` and ``post`` through nginx, ``stop``.
    """

    def __init__(self, folder):
        self.folder = folder
        self.http, self.https, self.odoo, self.gevent = free_ports(4)
        self.processes = []

    def start(self):
        self._start_nginx()
        self._wait(self.https, "/web/login", tls=True)

    def _start_nginx(self):
        key, chain = certificate(self.folder)
        live = f"/etc/letsencrypt/live/{NAME}"
        text = replaced(
            (DEPLOY / "nginx" / "sunumarche.conf").read_text("utf-8"),
            {
                "listen 80 ": f"listen 127.0.0.1:{self.http} ",
                "listen 443 ": f"listen 127.0.0.1:{self.https} ",
                f"{live}/fullchain.pem": str(chain),
                f"{live}/privkey.pem": str(key),
                "127.0.0.1:8069": f"127.0.0.1:{self.odoo}",
                "127.0.0.1:8072": f"127.0.0.1:{self.gevent}",
                "/var/log/nginx/": f"{self.folder}/",
            },
        )
        (self.folder / "sunumarche.conf").write_text(text)
        user = "user root;" if os.geteuid() == 0 else ""
        wrapper = self.folder / "nginx.conf"
        wrapper.write_text(NGINX.format(folder=self.folder, user=user))
        command = [program("nginx"), "-p", self.folder, "-c", wrapper]
        self._spawn(command, self.folder / "nginx.log")

    def _spawn(self, command, log):
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "SUNU_LOG_FORMAT": "json",
        }
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
            )
        self.processes.append(process)

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=3)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _wait(self, port, path, *, tls, seconds=180):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            ended = [p for p in self.processes if p.poll() is not None]
            assert not ended, self.logs()
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.request("GET", path, port=port, tls=tls)[0].status == 200:
                    return
            time.sleep(0.3)
        raise AssertionError(self.logs())

    def logs(self):
        return "\n".join(
            Path(self.folder, name).read_text(errors="replace")[-3000:]
            for name in ("odoo.log", "nginx.log", "error.log")
            if Path(self.folder, name).exists()
        )

    def request(self, method, path, *, body=None, headers=None, name=NAME, **options):
        """Send a request; return the answer and its text."""
        connection = self.connect(name=name, **options)
        try:
            connection.request(method, path, body, {"Host": name, **(headers or {})})
            response = connection.getresponse()
            return response, response.read().decode(errors="replace")
        finally:
            connection.close()

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, body, **options):
        return self.request("POST", path, body=body, **options)

    def connect(
        self, port=None, *, tls=True, name=NAME, context=None, source="127.0.0.1"
    ):
        """Return an open connection; the certificate counts for the name asked for."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", port or self.https, source_address=(source, 0)
        )
        connection.timeout = 60
        connection.connect()
        if tls:
            context = context or self.trusting()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=name)
        return connection

    def trusting(self):
        return ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))


class Site(Front):
    """Odoo with two workers on a database, and nginx before it."""

    def __init__(self, folder, place, database):
        super().__init__(folder)
        self.place, self.database = place, database

    def start(self):
        self._start_odoo()
        self._wait(self.odoo, "/web/login", tls=False)
        super().start()

    def _start_odoo(self):
        """Start it with production's configuration; only names and ports differ."""
        connection = self.place.connection
        text = compose(
            (DEPLOY / "odoo.conf").read_text("utf-8"),
            {
                "db_name": self.database,
                "dbfilter": f"^{self.database}$",
                "db_host": connection.host or "False",
                "db_port": connection.port,
                "db_user": connection.odoo.name or "False",
                "db_password": connection.odoo.password or "False",
                "data_dir": str(self.place.data),
                "addons_path": ",".join(config["addons_path"]),
                "http_port": str(self.odoo),
                "gevent_port": str(self.gevent),
                "workers": "2",
                "max_cron_threads": "0",
            },
        )
        path = self.folder / "odoo.conf"
        path.write_text(text)
        path.chmod(0o600)
        script = REPOSITORY / "launcher" / "inside" / "odoo_server.py"
        self._spawn([sys.executable, script, "-c", path], self.folder / "odoo.log")
