"""A mail server on this machine that takes mails, hangs, or is not there."""

import contextlib
import email
import socket
import threading
import time

CODES = {"EHLO": "250 here", "HELO": "250 here", "QUIT": "221 bye", "DATA": "354 go on"}


class MailServer:
    """How to use: ``start``; then ``received`` holds the subjects in order.

    :param seconds: how long it takes for each mail
    :ivar hangs: whether it takes connections and says nothing
    """

    def __init__(self, seconds=0):
        self.seconds, self.hangs = seconds, False
        self.received, self.connections = [], 0
        self.lock = threading.Lock()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.listener = None

    def start(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._listen, args=[self.listener], daemon=True).start()

    def register(self, client):
        """Make it the database's mail server; return the record's id."""
        values = {
            "name": "fake",
            "smtp_host": "127.0.0.1",
            "smtp_port": self.port,
            "smtp_encryption": "none",
        }
        return client.call("ir.mail_server", "create", [values])[0]

    def stop(self):
        """Refuse connections from now on."""
        if self.listener:
            with contextlib.suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()

    def _listen(self, listener):
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection):
        with (
            contextlib.suppress(OSError),
            connection,
            connection.makefile("rb") as lines,
        ):
            while self.hangs:
                time.sleep(0.2)
            self._say(connection, "220 here")
            for line in lines:
                command = line[:4].decode().upper()
                self._say(connection, CODES.get(command, "250 ok"))
                if command == "DATA":
                    self._take(lines)
                    self._say(connection, "250 taken")

    @staticmethod
    def _say(connection, text):
        connection.sendall(f"{text}\r\n".encode())

    def _take(self, lines):
        content = b"".join(iter(lines.readline, b".\r\n"))
        time.sleep(self.seconds)
        with self.lock:
            self.received.append(email.message_from_bytes(content)["Subject"])
