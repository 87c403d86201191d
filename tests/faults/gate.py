"""nginx with production's file before several servers."""

import http.client
import os
import re
import socket
import ssl
import subprocess

from tests.operations.common import program
from tests.operations.postgres import wait_until
from tests.operations.web import DEPLOY, NAME, NGINX, certificate, free_ports, replaced


class Gate:
    """How to use: ``start``; ``connect`` gives a connection; ``stop``."""

    def __init__(self, folder, servers):
        self.folder, self.servers = folder / "gate", servers
        self.http, self.https = free_ports(2)
        self.process = None

    def start(self):
        self.folder.mkdir()
        key, chain = certificate(self.folder)
        text = (DEPLOY / "nginx" / "sunumarche.conf").read_text("utf-8")
        text = replaced(
            text,
            {
                "listen 80 ": f"listen 127.0.0.1:{self.http} ",
                "listen 443 ": f"listen 127.0.0.1:{self.https} ",
                f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(chain),
                f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(key),
                "server 127.0.0.1:8069;": self._upstream("port"),
                "server 127.0.0.1:8072;": self._upstream("gevent"),
            },
        )
        # All clients of the drill have one address.
        text = re.sub(r"^ *limit_req zone.*$", "", text, flags=re.MULTILINE)
        (self.folder / "sunumarche.conf").write_text(text)
        user = "user root;" if os.geteuid() == 0 else ""
        wrapper = self.folder / "nginx.conf"
        wrapper.write_text(NGINX.format(folder=self.folder, user=user))
        with (self.folder / "nginx.log").open("wb") as output:
            self.process = subprocess.Popen(
                [program("nginx"), "-p", str(self.folder), "-c", str(wrapper)],
                stdout=output,
                stderr=output,
            )
        wait_until(self._listens, seconds=20)

    def _listens(self):
        log = self.folder / "nginx.log"
        assert self.process.poll() is None, log.read_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.https)) == 0

    def _upstream(self, port):
        return " ".join(
            f"server 127.0.0.1:{getattr(server, port)};" for server in self.servers
        )

    def connect(self, timeout):
        """Return a connection by HTTPS that knows the site by its name."""
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        return NamedConnection(self.https, context, timeout)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()


class NamedConnection:
    """A connection to this machine for a name that no resolver knows."""

    def __init__(self, port, context, timeout):

        self.plain = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.plain.connect()
        self.plain.sock = context.wrap_socket(self.plain.sock, server_hostname=NAME)

    def request(self, method, path, body, headers):
        self.plain.request(method, path, body, {**headers, "Host": NAME})

    def getresponse(self):
        return self.plain.getresponse()

    def close(self):
        self.plain.close()
