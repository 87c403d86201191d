"""Draws when each customer buys, and for how much."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from .customers import Customer
from .seasons import SeasonClock

REFUND_SHARE = 0.042
NEWCOMER_SHARE = 0.45
PROSPECT_SHARE = 0.03
PERSON_BASKET = 95_000
COMPANY_BASKET = 320_000
ROUNDING = 500
LARGEST_BASKET = 6_000_000


@dataclass(frozen=True)
class Rhythm:
    """How often a kind of customer buys, how many are so, and how many leave."""

    days: float
    person_share: int
    company_share: int
    leaving: float


RHYTHMS = (
    Rhythm(days=8, person_share=1, company_share=6, leaving=0.15),
    Rhythm(days=30, person_share=7, company_share=22, leaving=0.25),
    Rhythm(days=90, person_share=22, company_share=34, leaving=0.35),
    Rhythm(days=180, person_share=28, company_share=22, leaving=0.35),
    Rhythm(days=365, person_share=27, company_share=11, leaving=0.25),
    Rhythm(days=4000, person_share=15, company_share=5, leaving=0.0),
)


@dataclass(frozen=True)
class Habit:
    """One customer's rhythm (in days of selling time), stay and usual basket."""

    customer: int
    interval: float
    first: float
    last: float
    basket: float


@dataclass(frozen=True)
class Purchase:
    """One purchase or refund of the customer at that place of the list."""

    customer: int
    day: date
    amount: int
    quantity: int
    is_refund: bool = False


def draw_habits(
    rng: Random, customers: Iterable[Customer], clock: SeasonClock
) -> list[Habit]:
    return [
        _draw_habit(rng, number, customer, clock)
        for number, customer in enumerate(customers)
    ]


def _draw_habit(
    rng: Random, number: int, customer: Customer, clock: SeasonClock
) -> Habit:
    shares = [
        rhythm.company_share if customer.is_company else rhythm.person_share
        for rhythm in RHYTHMS
    ]
    rhythm = rng.choices(RHYTHMS, shares)[0]
    interval = rhythm.days * rng.uniform(0.75, 1.3)
    first = _draw_first(rng, interval, clock.length)
    last = clock.length
    if rng.random() < rhythm.leaving:
        last = rng.uniform(min(first, clock.length), clock.length)
    usual = COMPANY_BASKET if customer.is_company else PERSON_BASKET
    basket = usual * math.exp(rng.gauss(0, 0.75))
    return Habit(number, interval, first, last, basket)


def _draw_first(rng: Random, interval: float, length: float) -> float:
    """When the customer first buys: newcomers any time, the others soon.

    Prospects are on file and have not bought yet.
    """
    if rng.random() < PROSPECT_SHARE:
        return length + 1
    if rng.random() < NEWCOMER_SHARE:
        return rng.uniform(0, length)
    return min(interval, length) * rng.random()


def adjust_to(habits: list[Habit], total: int) -> list[Habit]:
    """The same habits, hurried or slowed so that some ``total`` purchases come out.

    Who buys only once does so whatever the pace.
    """
    expected = sum(
        max(habit.last - habit.first, 0) / habit.interval for habit in habits
    )
    pace = expected / max(total - len(habits), 1)
    return [replace(habit, interval=habit.interval * pace) for habit in habits]


def draw_purchases(
    rng: Random, habits: Iterable[Habit], clock: SeasonClock
) -> list[Purchase]:
    """All purchases and refunds, in the order of their days."""
    drawn = []
    for habit in habits:
        for purchase in _follow_habit(rng, habit, clock):
            drawn.append(purchase)
            drawn.extend(_draw_refund(rng, purchase, clock.end))
    return sorted(drawn, key=lambda item: (item.day, item.customer, item.is_refund))


def _follow_habit(rng: Random, habit: Habit, clock: SeasonClock) -> Iterator[Purchase]:
    time = habit.first
    while time <= habit.last:
        yield Purchase(
            customer=habit.customer,
            day=clock.day(time),
            amount=_draw_amount(rng, habit.basket),
            quantity=rng.choices((1, 2, 3), (70, 22, 8))[0],
        )
        time += habit.interval * rng.gammavariate(4, 0.25)


def _draw_amount(rng: Random, basket: float) -> int:
    amount = min(basket * math.exp(rng.gauss(0, 0.45)), LARGEST_BASKET)
    return max(round(amount / ROUNDING), 10) * ROUNDING


def _draw_refund(rng: Random, purchase: Purchase, end: date) -> Iterator[Purchase]:
    """What is given back a few days later, whole or in part."""
    if rng.random() >= REFUND_SHARE:
        return
    day = purchase.day + timedelta(rng.randint(2, 21))
    if day > end:
        return
    part = rng.choice((1, 1, 0.5))
    amount = max(round(purchase.amount * part / ROUNDING), 1) * ROUNDING
    yield replace(purchase, day=day, amount=amount, is_refund=True)
