"""People at work: clients who write through HTTP and remember what was answered."""

import base64
import http.client
import json
import threading

from tests.operations.postgres import wait_until

LINES_A_FILE = 20


class Refused(Exception):
    """The server answered, and the answer is an error."""


class Client:
    """One session of a user on a server.

    How to use: ``login``, then ``call``. A connection that breaks raises OSError or
    HTTPException: nobody knows whether the call was done.
    """

    def __init__(self, port, database, password, login="admin", timeout=120):
        self.port, self.database, self.timeout = port, database, timeout
        self.user, self.password = login, password
        self.cookie = None
        self.connection = None

    def login(self):
        self.cookie = None
        values = {"db": self.database, "login": self.user, "password": self.password}
        self.post("/web/session/authenticate", values)
        if not self.cookie:
            raise http.client.HTTPException("There is no session.")

    def call(self, model, method, *arguments, **named):
        values = {"model": model, "method": method, "args": arguments, "kwargs": named}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", values)

    def post(self, path, values):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "params": values})
        headers = {"Content-Type": "application/json"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        text, answer = self._exchange("POST", path, body, headers)
        for line in answer.headers.get_all("Set-Cookie") or []:
            if line.startswith("session_id="):
                self.cookie = line.split(";")[0]
        if answer.status != 200:
            raise http.client.HTTPException(f"{answer.status} {text[:200]}")
        content = json.loads(text)
        if "error" in content:
            raise Refused(content["error"]["data"]["message"])
        return content.get("result")

    def get(self, path):
        headers = {"Cookie": self.cookie} if self.cookie else {}
        return self._exchange("GET", path, None, headers)

    def download(self, path):
        """Return a file, as it is."""
        connection = self._connect()
        try:
            connection.request("GET", path, None, {"Cookie": self.cookie})
            answer = connection.getresponse()
            assert answer.status == 200, answer.status
            return answer.read()
        finally:
            connection.close()

    def _exchange(self, method, path, body, headers):
        try:
            self.connection = self.connection or self._connect()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.read().decode(), answer
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def _connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


class OutsideClient(Client):
    """A client who comes through nginx, by HTTPS and the site's name."""

    def __init__(self, gate, database, password, **options):
        super().__init__(gate.https, database, password, **options)
        self.gate = gate

    def _connect(self):
        return self.gate.connect(self.timeout)


class Worker(threading.Thread):
    """A client in a thread, who goes on until he is told to stop.

    :ivar done: what was acknowledged, ``{reference: record id}``
    :ivar doubtful: references of which an answer did not come
    """

    def __init__(self, name, client):
        super().__init__(name=name, daemon=True)
        self.client = client
        self.ended = threading.Event()
        self.done, self.doubtful, self.refused = {}, [], []
        self.number = 0

    def run(self):
        logged_in = False
        while not self.ended.is_set():
            reference = f"{self.name}-{self.number}"
            try:
                if not logged_in:
                    self.client.login()
                    logged_in = True
                self.work(reference)
            except Refused as error:
                self.refused.append((reference, str(error)))
                logged_in = False
                self.after_failure(reference)
            except (OSError, http.client.HTTPException):
                logged_in = False
                self.after_failure(reference)
                self.ended.wait(0.2)
            else:
                self.number += 1
        self.client.close()

    def work(self, reference):
        raise NotImplementedError

    def after_failure(self, reference):
        """Go on with another reference: this one may be there or not."""
        self.doubtful.append(reference)
        self.number += 1

    def finish(self):
        self.ended.set()
        self.join(timeout=120)
        assert not self.is_alive()


class Seller(Worker):
    """Makes a customer and posts an invoice for him; ``done`` holds the invoice."""

    AMOUNT = 1_000

    def work(self, reference):
        values = {"name": reference, "ref": reference, "city": "Dakar"}
        call = self.client.call
        [customer] = call("res.partner", "create", [{**values, "customer_rank": 1}])
        line = {"name": "Monture", "quantity": 1, "price_unit": self.AMOUNT}
        move = {
            "move_type": "out_invoice",
            "partner_id": customer,
            "ref": reference,
            "invoice_line_ids": [[0, 0, {**line, "tax_ids": [[6, 0, []]]}]],
        }
        [invoice] = call("account.move", "create", [move])
        call("account.move", "action_post", [invoice])
        self.done[reference] = invoice


class Importer(Worker):
    """Imports files of purchases; tries a file again until it is acknowledged."""

    def __init__(self, name, client):
        super().__init__(name, client)
        self.source = None

    def work(self, reference):
        call = self.client.call
        self.source = self.source or self._find_source()
        wizard = {
            "file": base64.b64encode(file_of(reference).encode()).decode(),
            "filename": f"{reference}.csv",
            "source_id": self.source,
            "atomicity": "file",
        }
        [made] = call("sunumarche.purchase.import", "create", [wizard])
        call("sunumarche.purchase.import", "action_preview", [made])
        call("sunumarche.purchase.import", "action_import", [made])
        self.done[reference] = LINES_A_FILE

    def _find_source(self):
        model = "sunumarche.purchase.source"
        found = self.client.call(model, "search", [["name", "=", self.name]])
        found = found or self.client.call(model, "create", [{"name": self.name}])
        return found[0]

    def after_failure(self, reference):
        self.doubtful.append(reference)


def wait_for_more(clients):
    """Wait until each of them was acknowledged more than so far."""
    before = [len(client.done) for client in clients]
    wait_until(
        lambda: all(
            len(client.done) > count
            for client, count in zip(clients, before, strict=True)
        )
    )


def file_of(reference):
    """Return a file of purchases by as many customers; the same each time."""
    lines = ["customer,date,amount"]
    lines += [
        f"{reference}-{n},2019-03-{n + 1:02},{500 + n}" for n in range(LINES_A_FILE)
    ]
    return "\n".join(lines) + "\n"
