"""Refuses every connection but to this machine, and remembers who tried.

Imported by pytest's process and, through ``sitecustomize.py``, by the servers that
tests start; it therefore needs the standard library alone.
"""

import ipaddress
import logging
import socket
import traceback
from pathlib import Path

HERE = ("localhost", "", "0.0.0.0", "::", None)
# Odoo's tests stop a request before it reaches a socket, and the code goes on.
REQUESTS_LOGGER = "odoo.tests.common.requests"
FRAMES = 6


class OutgoingRefused(ConnectionRefusedError):
    """Somebody tried to reach another machine."""


class OutgoingGuard(logging.Handler):
    """Stands before the sockets of this process.

    How to use: ``install`` once; ``attempts`` are the texts of what was refused since
    ``forget``. With a ``path`` they are appended to that file too.
    """

    def __init__(self, path=None):
        super().__init__(logging.INFO)
        self.path = path and Path(path)
        self.attempts = []

    def install(self):
        connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
        find = socket.getaddrinfo
        guard = self

        def guarded_connect(sock, address):
            guard.check(sock.family, address)
            return connect(sock, address)

        def guarded_connect_ex(sock, address):
            guard.check(sock.family, address)
            return connect_ex(sock, address)

        def guarded_find(host, *args, **kwargs):
            if not is_here(host) and not is_number(host):
                guard.refuse(f"name {host}")
            return find(host, *args, **kwargs)

        socket.socket.connect = guarded_connect
        socket.socket.connect_ex = guarded_connect_ex
        socket.getaddrinfo = guarded_find
        logger = logging.getLogger(REQUESTS_LOGGER)
        logger.setLevel(logging.INFO)
        logger.addHandler(self)

    def check(self, family, address):
        if family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
            self.refuse(f"{address[0]}:{address[1]}")

    def refuse(self, target):
        self.remember(target)
        raise OutgoingRefused(f"The tests refuse any connection to {target}.")

    def emit(self, record):
        """Take in what Odoo's tests stopped."""
        if record.msg.startswith("Blocking"):
            self.remember(record.getMessage())

    def remember(self, target):
        frames = traceback.extract_stack()[:-3]
        addons = [frame for frame in frames if "/addons/" in frame.filename]
        places = [f"{frame.filename}:{frame.lineno}" for frame in addons]
        attempt = f"{target} from {' > '.join(places[-FRAMES:]) or 'elsewhere'}"
        self.attempts.append(attempt)
        if self.path:
            with self.path.open("a", encoding="utf-8") as log:
                log.write(attempt + "\n")

    def forget(self):
        """Return what was refused, and begin anew."""
        attempts, self.attempts = self.attempts, []
        return attempts


def is_here(host):
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in HERE or host == socket.gethostname():
        return True
    return is_number(host) and ipaddress.ip_address(host.split("%")[0]).is_loopback


def is_number(host):
    """Tell an address that needs no look-up from a name."""
    try:
        ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return False
    return True
