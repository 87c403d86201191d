"""Draws what the files of companies hold, and when it expires."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from random import Random

from .customers import Customer
from .households import YEAR

# Kind of document -> for how many years it is good.
KINDS = {"contract": 1, "register": 3, "ninea": 2}
# Days from today to the expiry, first and last, in turn; None is "some time later".
# A contract's reminder comes sixty days before.
EXPIRIES = ((-150, -3), (2, 25), None, None, None)
LATER = 70


@dataclass(frozen=True)
class Document:
    """A document of the company at that place of the list."""

    customer: int
    kind: str
    name: str
    issued: date
    expiry: date


def draw_documents(
    rng: Random, customers: Sequence[Customer], count: int, as_of: date
) -> Iterator[Document]:
    """One to three documents of so many companies; the first has one of each kind."""
    companies = [n for n, one in enumerate(customers) if one.is_company]
    expiries = cycle(EXPIRIES)
    for place, company in enumerate(rng.sample(companies, min(count, len(companies)))):
        size = rng.randint(1, len(KINDS)) if place else len(KINDS)
        for kind in rng.sample(list(KINDS), size):
            yield _draw_document(rng, company, kind, next(expiries), as_of)


def _draw_document(
    rng: Random,
    company: int,
    kind: str,
    days: tuple[int, int] | None,
    as_of: date,
) -> Document:
    validity = KINDS[kind] * YEAR
    expiry = as_of + timedelta(rng.randint(*(days or (LATER, validity - 10))))
    issued = expiry - timedelta(validity)
    return Document(company, kind, _draw_name(rng, kind, issued), issued, expiry)


def _draw_name(rng: Random, kind: str, issued: date) -> str:
    number = rng.randint(1000, 29_999)
    return {
        "contract": f"Contrat-cadre {issued.year}",
        "register": f"RCCM SN-DKR-{issued.year}-B-{number:05d}",
        "ninea": f"NINEA {number * 137:09d} 2G3",
    }[kind]
