"""What asking for everything that values name costs (models/base.py of our addon)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from .clock import Clock, Timing, as_keys, best, ratios
from .places import Places, odoo_environment

TURNS = 15
CONTACTS = 1_000
INVOICES = 200
LINES_AN_INVOICE = 3
CRM = "sunumarche_crm."
# What the guard adds to every model; without them each call goes on to core.
GUARDS = ("create", "write", "_prepare_create_values", "onchange", "default_get")
AT_MOST = {"guard_create": 1.05, "guard_post": 1.05}


def measure_guard(places: Places, database: str) -> dict[str, Any]:
    """Return the CPU ratios with the guard and without; in a process of its own.

    ``guard_create`` is a salesperson who creates 1,000 contacts, ``guard_post`` an
    accountant who posts 200 invoices; each is rolled back.
    """
    with odoo_environment(places, database) as env:
        invoices = _create_invoices(env)
        contacts = env["res.partner"].with_user(_create_user(env, "salesperson"))
        posted = invoices.with_user(_create_user(env, "accountant"))
        env.cr.commit()
        works = {
            "guard_create": (contacts, lambda: contacts.create(_prepare_contacts())),
            "guard_post": (posted, posted.action_post),
        }
        figures: dict[str, Any] = {}
        for name, (records, work) in works.items():
            guarded, bare = _take_turns(records.env, work)
            figures |= as_keys(name, guarded) | as_keys(f"{name}_bare", bare)
            figures[name] = ratios(name, guarded, bare)[f"ratio_{name}"]
        return figures


def _take_turns(env, work: Callable[[], Any]) -> tuple[Timing, Timing]:
    """Best timings of the work with the guard and without, measured alternately."""
    clock = Clock.of(env.cr)
    timings: dict[bool, list[Timing]] = {True: [], False: []}

    def run() -> None:
        work()
        env.flush_all()

    def undo() -> None:
        env.cr.rollback()
        env.invalidate_all()

    for turn in range(TURNS + 1):
        for guarded in (True, False) if turn % 2 else (False, True):
            with guard_active(active=guarded):
                with clock.timed() as timing:
                    run()
                undo()
            if turn:
                timings[guarded].append(timing)
    return best(timings[True]), best(timings[False])


@contextmanager
def guard_active(*, active: bool) -> Iterator[None]:
    """Take the guard out of the classes of this process, and put it back."""
    from odoo.addons.sunumarche_crm.models.base import Base

    taken = {} if active else {name: vars(Base)[name] for name in GUARDS}
    for name in taken:
        delattr(Base, name)
    try:
        yield
    finally:
        for name, method in taken.items():
            setattr(Base, name, method)


def _create_user(env, role: str):
    return env["res.users"].create(
        {
            "login": f"guard.{role}",
            "name": f"Guard {role}",
            "group_ids": [(6, 0, [env.ref(f"{CRM}group_{role}").id])],
        }
    )


def _prepare_contacts() -> list[dict[str, Any]]:
    return [
        {
            "name": f"Awa Diop {number}",
            "email": f"awa.diop.{number}@example.sn",
            "phone": f"+22177{number:07}",
            "city": "Dakar",
        }
        for number in range(1_000_000, 1_000_000 + CONTACTS)
    ]


def _create_invoices(env):
    customers = env["res.partner"].create(
        [
            {"name": f"Invoiced {number}", "customer_rank": 1}
            for number in range(INVOICES)
        ]
    )
    lines = [
        (0, 0, {"name": f"Spectacles {line}", "price_unit": 25_000 * line})
        for line in range(1, LINES_AN_INVOICE + 1)
    ]
    return env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_date": date.today(),
                "invoice_line_ids": lines,
            }
            for customer in customers
        ]
    )
