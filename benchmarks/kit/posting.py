"""What our addon adds to the posting of invoices through the ORM."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from .clock import Clock, Timing, as_keys, median
from .places import Places, odoo_environment

LINES_AN_INVOICE = 3
INVOICES, INVOICES_A_BATCH = 200, 10


@dataclass
class Posting:
    """One database's invoices, posted batch by batch."""

    env: object
    batches: list
    clock: Clock
    timings: list[Timing]

    def post_next(self) -> None:
        invoices = self.batches.pop()
        with self.clock.timed() as timing:
            invoices.action_post()
            self.env.cr.commit()
        self.timings.append(timing)


def measure_posting(
    places: Places, plain: str, ours: str, customers: range
) -> dict[str, float | None]:
    """Post invoices in two databases by turns; call it in a process of its own.

    The first batch of each warms up and is left out. ``post_overhead`` is the ratio of
    the median batches' CPU seconds (of Odoo and of PostgreSQL), because that is the
    steadier; ``post_overhead_wall`` that of their elapsed seconds.

    :param plain: name of the database without our addons
    :param ours: name of the database with them, otherwise the same
    """
    with ExitStack() as stack:
        sides = [
            _prepare(stack.enter_context(odoo_environment(places, name)), customers)
            for name in (plain, ours)
        ]
        for turn in range(INVOICES // INVOICES_A_BATCH + 1):
            for side in sides if turn % 2 else reversed(sides):
                side.post_next()
        without, with_ours = (median(side.timings[1:]) for side in sides)
    return {
        **as_keys("post_10_without", without),
        **as_keys("post_10_with", with_ours),
        "post_overhead": _ratio(with_ours.cpu, without.cpu),
        "post_overhead_wall": _ratio(with_ours.wall, without.wall),
    }


def _ratio(one: float | None, other: float | None) -> float | None:
    return round(one / other, 3) if one and other else None


def _prepare(env, customers: range) -> Posting:
    batches = [
        env["account.move"].create(
            [
                _prepare_invoice(customers[(turn * INVOICES_A_BATCH + index) * 7])
                for index in range(INVOICES_A_BATCH)
            ]
        )
        for turn in range(INVOICES // INVOICES_A_BATCH + 1)
    ]
    env.cr.commit()
    return Posting(env, batches, Clock.of(env.cr), [])


def _prepare_invoice(customer_id: int) -> dict:
    return {
        "move_type": "out_invoice",
        "partner_id": customer_id,
        "invoice_date": date.today(),
        "invoice_line_ids": [
            (0, 0, {"name": f"Spectacles {line}", "price_unit": 25_000 * line})
            for line in range(1, LINES_AN_INVOICE + 1)
        ],
    }
