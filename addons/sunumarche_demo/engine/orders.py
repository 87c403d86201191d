"""Draws what happened to the purchases made since the company moved to Odoo."""

import enum
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .catalogue import ACCESSORIES, CATALOGUE, SERVICES, Article
from .customers import Customer
from .purchases import Purchase

ARTICLES = sorted(CATALOGUE, key=lambda article: (article.price, article.code))
PRICES = [article.price for article in ARTICLES]
EXTRAS = [item for item in ARTICLES if item.category in (ACCESSORIES, SERVICES)]
COMPANY_TERM = 15
TRANSFER_WEEKDAY = 3
MOST_OF_ONE = 6


@dataclass(frozen=True)
class Line:
    code: str
    quantity: int


class Settlement(enum.Enum):
    """How an order ends."""

    TILL = "paid at the counter"
    TRANSFER = "paid on time"
    LATE = "paid after the due date"
    PARTIAL = "paid in part"
    UNPAID = "not paid"
    RETURNED = "given back and credited"


PERSON_SETTLEMENTS = {
    Settlement.TILL: 79,
    Settlement.TRANSFER: 8,
    Settlement.PARTIAL: 3,
    Settlement.UNPAID: 7,
    Settlement.RETURNED: 3,
}
COMPANY_SETTLEMENTS = {
    Settlement.TRANSFER: 48,
    Settlement.LATE: 19,
    Settlement.PARTIAL: 7,
    Settlement.UNPAID: 22,
    Settlement.RETURNED: 4,
}
BY_TRANSFER = (Settlement.TRANSFER, Settlement.LATE, Settlement.PARTIAL)


@dataclass(frozen=True)
class Order:
    """A sale order that is delivered and invoiced, and how it was settled."""

    customer: int
    day: date
    lines: tuple[Line, ...]
    term_days: int
    delivered: date
    settlement: Settlement
    settled: date

    @property
    def invoiced(self) -> date:
        return self.delivered


@dataclass(frozen=True)
class CounterSale:
    """A sale or a refund at the counter: an invoice or credit note, settled at once."""

    customer: int
    day: date
    lines: tuple[Line, ...]
    is_refund: bool


def draw_lines(rng: Random, amount: int) -> tuple[Line, ...]:
    """Articles worth about this amount: a main one, and what goes with it."""
    affordable = max(bisect_right(PRICES, amount), 3)
    main = ARTICLES[rng.randrange(max(affordable - 5, 0), affordable)]
    quantity = min(max(amount // main.price, 1), MOST_OF_ONE)
    lines = [Line(main.code, quantity)]
    lines.extend(_draw_extra(rng, main, amount - quantity * main.price))
    return tuple(lines)


def _draw_extra(rng: Random, main: Article, left: int) -> Iterator[Line]:
    fitting = [
        article
        for article in EXTRAS
        if article.price <= left and article.code != main.code
    ]
    if fitting and rng.random() < 0.5:
        yield Line(rng.choice(fitting).code, 1)


def draw_order(
    rng: Random, purchase: Purchase, customer: Customer, as_of: date
) -> Order:
    delivered = min(purchase.day + timedelta(rng.choice((0, 0, 1, 2, 4))), as_of)
    term = COMPANY_TERM if customer.is_company else 0
    kinds = COMPANY_SETTLEMENTS if customer.is_company else PERSON_SETTLEMENTS
    settlement = rng.choices(list(kinds), list(kinds.values()))[0]
    settled = delivered + timedelta(_draw_delay(rng, settlement, term))
    if settlement in BY_TRANSFER:
        settled = _next_transfer_day(settled)
    if settled > as_of:
        settlement = Settlement.UNPAID
    return Order(
        customer=purchase.customer,
        day=purchase.day,
        lines=draw_lines(rng, purchase.amount),
        term_days=term,
        delivered=delivered,
        settlement=settlement,
        settled=min(settled, as_of),
    )


def _draw_delay(rng: Random, settlement: Settlement, term: int) -> int:
    """Days from the invoice to what settles it."""
    if settlement in (Settlement.TILL, Settlement.UNPAID):
        return 0
    if settlement is Settlement.RETURNED:
        return rng.randint(2, 12)
    if settlement is Settlement.LATE:
        return term + rng.randint(3, 20)
    return rng.randint(0, max(term - 6, 0))


def _next_transfer_day(day: date) -> date:
    """Transfers arrive on Thursdays, a bank's way with small customers."""
    return day + timedelta((TRANSFER_WEEKDAY - day.weekday()) % 7)


def draw_counter_sale(rng: Random, purchase: Purchase) -> CounterSale:
    return CounterSale(
        customer=purchase.customer,
        day=purchase.day,
        lines=draw_lines(rng, purchase.amount),
        is_refund=purchase.is_refund,
    )
