"""People at their screens: what the web client sends, one session a person."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from .load_setup import LOGIN, PASSWORD

Sample = tuple[str, float]
# What fifty people do in a day, in parts of a hundred.
MIX = {
    "search": 34,
    "card": 34,
    "quotation": 10,
    "confirm": 8,
    "invoice": 8,
    "segments": 6,
}
LIST = {"name": {}, "email": {}, "phone": {}, "city": {}, "user_id": {"fields": {}}}


class CallError(Exception):
    """The server answered with an error, or not at all."""


@dataclass
class Site:
    """What a person needs to know: where, whose customers, and what is sold."""

    port: int
    database: str
    customers: range
    products: list[int]
    ours: bool


@dataclass
class Person:
    """A salesperson with a session; ``samples`` are (what, seconds), in order."""

    site: Site
    number: int
    random: random.Random
    samples: list[Sample] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    quotations: list[int] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    connection: http.client.HTTPConnection | None = None
    cookie: str = ""
    card: dict[str, Any] = field(default_factory=dict)
    users: int = 1

    def log_in(self) -> None:
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", self.site.port, timeout=120
        )
        values = {
            "db": self.site.database,
            "login": LOGIN.format(self.number),
            "password": PASSWORD,
        }
        self._post("/web/session/authenticate", values)
        views = self.call("res.partner", "get_views", [[False, "form"]])
        self.card = specification(views["views"]["form"]["arch"])

    def call(self, model: str, method: str, *arguments: Any, **named: Any) -> Any:
        values = {"model": model, "method": method, "args": arguments, "kwargs": named}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", values)

    def _post(self, path: str, values: dict) -> Any:
        body = json.dumps({"jsonrpc": "2.0", "params": values})
        headers = {"Content-Type": "application/json", "Cookie": self.cookie}
        try:
            self.connection.request("POST", path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise CallError(repr(error)) from error
        self.cookie = self._find_cookie(answer) or self.cookie
        if answer.status != 200:
            raise CallError(f"{answer.status} {path}")
        content = json.loads(text)
        if "error" in content:
            raise CallError(content["error"]["data"]["message"])
        return content.get("result")

    @staticmethod
    def _find_cookie(answer) -> str:
        lines = answer.headers.get_all("Set-Cookie") or []
        cookies = [line.split(";")[0] for line in lines]
        return next((one for one in cookies if one.startswith("session_id=")), "")

    def own_customer(self) -> int:
        """Return one of the customers who are this person's own."""
        first = self.site.customers[0]
        # OWN_CUSTOMERS gives a customer to the user at the place ``id % users``.
        offset = (self.number - first) % self.users
        turns = (len(self.site.customers) - 1 - offset) // self.users
        return first + offset + self.users * self.random.randint(0, turns)

    # What is done at a screen, one method each.

    def search(self) -> None:
        number = self.own_customer() - self.site.customers[0]
        domain = [["name", "ilike", f"Customer {number}"]]
        self.call("res.partner", "web_search_read", domain, LIST, limit=80)

    def open_card(self) -> None:
        self.call("res.partner", "web_read", [self.own_customer()], self.card)

    def quote(self) -> None:
        lines = [
            [0, 0, {"product_id": product, "product_uom_qty": 1}]
            for product in self.random.sample(self.site.products, 3)
        ]
        values = {"partner_id": self.own_customer(), "order_line": lines}
        named = {"specification": {"name": {}, "amount_total": {}}}
        [order] = self.call("sale.order", "web_save", [], values, **named)
        self.quotations.append(order["id"])

    def confirm(self) -> None:
        if not self.quotations:
            return self.quote()
        order = self.quotations.pop()
        self.call("sale.order", "action_confirm", [order])
        self.orders.append(order)
        return None

    def invoice(self) -> None:
        if not self.orders:
            return self.confirm()
        context = {"active_model": "sale.order", "active_ids": [self.orders.pop()]}
        wizard = "sale.advance.payment.inv"
        values = {"advance_payment_method": "delivered"}
        made = self.call(wizard, "create", [values], context=context)
        action = self.call(wizard, "create_invoices", made, context=context)
        self.call("account.move", "action_post", [action["res_id"]])
        return None

    def list_segments(self) -> None:
        """Open the list of segments; plain Odoo's nearest list is that of tags."""
        if self.site.ours:
            model, fields = "sunumarche.segment", {"name": {}, "member_count": {}}
        else:
            model, fields = "res.partner.category", {"name": {}}
        self.call(model, "web_search_read", [], fields, limit=80)

    def live(self, until: float, pause: float) -> None:
        """Work until a moment, thinking between two things for ``pause`` on average."""
        acts: dict[str, Callable[[], None]] = {
            "search": self.search,
            "card": self.open_card,
            "quotation": self.quote,
            "confirm": self.confirm,
            "invoice": self.invoice,
            "segments": self.list_segments,
        }
        names, weights = list(MIX), list(MIX.values())
        time.sleep(self.random.uniform(0, pause))
        while time.monotonic() < until:
            [name] = self.random.choices(names, weights)
            begun = time.monotonic()
            try:
                acts[name]()
            except CallError as error:
                self.errors.append(f"{name}: {error}")
            else:
                self.samples.append((name, time.monotonic() - begun))
            time.sleep(self.random.expovariate(1 / pause))


def specification(arch: str) -> dict[str, Any]:
    """Return what the web client reads of a form: its fields, those of lists apart."""
    found: dict[str, Any] = {}

    def visit(node) -> None:
        for child in node:
            if child.tag == "field":
                found[child.get("name")] = {}
            else:
                visit(child)

    visit(ElementTree.fromstring(arch))
    return found


def run_phase(people: list[Person], seconds: float, pause: float) -> None:
    """Let all people live at once."""
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=person.live, args=[until, pause]) for person in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
