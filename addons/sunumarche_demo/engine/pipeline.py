"""Draws what is not sold yet: open quotations and opportunities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .customers import Customer
from .orders import Line, draw_lines

SUBJECTS = (
    "Lunettes de l'équipe d'accueil",
    "Collection de fin d'année",
    "Corner dans la boutique",
    "Solaires pour les clients de l'hôtel",
    "Montures en corne, série limitée",
    "Dotation des salariés",
    "Dépôt-vente de montures",
)


@dataclass(frozen=True)
class Quotation:
    """A quotation that waits for its answer."""

    customer: int
    day: date
    lines: tuple[Line, ...]
    is_sent: bool


@dataclass(frozen=True)
class Opportunity:
    """A deal in the pipeline; ``progress`` goes from 0 (new) to 1 (last open stage)."""

    customer: int
    name: str
    opened: date
    deadline: date
    revenue: int
    progress: float


def draw_quotations(
    rng: Random, customers: Sequence[Customer], count: int, as_of: date
) -> tuple[Quotation, ...]:
    return tuple(
        Quotation(
            customer=rng.randrange(len(customers)),
            day=as_of - timedelta(rng.randint(0, 25)),
            lines=draw_lines(rng, rng.randint(60, 1500) * 1000),
            is_sent=rng.random() < 0.6,
        )
        for _number in range(count)
    )


def draw_opportunities(
    rng: Random, customers: Sequence[Customer], count: int, as_of: date
) -> tuple[Opportunity, ...]:
    companies = [n for n, customer in enumerate(customers) if customer.is_company]
    if not companies:
        return ()
    return tuple(
        _draw_opportunity(rng, rng.choice(companies), customers, as_of)
        for _number in range(count)
    )


def _draw_opportunity(
    rng: Random, number: int, customers: Sequence[Customer], as_of: date
) -> Opportunity:
    return Opportunity(
        customer=number,
        name=f"{rng.choice(SUBJECTS)}, {customers[number].name}",
        opened=as_of - timedelta(rng.randint(1, 70)),
        deadline=as_of + timedelta(rng.randint(5, 80)),
        revenue=rng.randint(3, 60) * 100_000,
        progress=rng.random(),
    )
