"""Who is related to whom, what they said, which papers they gave: all on paper."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from .cards import Card, draw_cards
from .consents import Word, draw_words
from .customers import Customer, CustomerFactory
from .documents import Document, draw_documents
from .households import Household, find_children
from .links import (
    Link,
    draw_advisers,
    draw_employees,
    draw_sponsors,
    draw_suppliers,
    link_families,
)
from .organisations import Organisation, draw_organisations
from .pipeline import Quotation
from .purchases import Purchase
from .repeats import Repeat, draw_repeat_quotations, draw_repeats

# How many there are of each in a company of so many customers.
WHOLE = 2000
HOUSEHOLDS = 80
SPONSORED = 60
EMPLOYEES = 30
ADVISED, SUPPLIED = 15, 10
LARGE_COMPANIES = 20
FILES = 60
REPEATS = 40

Source = Callable[[str], Random]


@dataclass(frozen=True)
class Relations:
    """Everything beside addresses and purchases that is known of the customers."""

    cards: tuple[Card | None, ...]
    households: tuple[Household, ...]
    links: tuple[Link, ...]
    organisations: tuple[Organisation, ...]
    documents: tuple[Document, ...]
    words: tuple[Word, ...]
    repeats: tuple[Repeat, ...]
    repeat_quotations: tuple[Quotation, ...]

    @classmethod
    def draw(
        cls,
        source: Source,
        factory: CustomerFactory,
        customers: Sequence[Customer],
        households: Sequence[Household],
        purchases: Sequence[Purchase],
        as_of: date,
    ) -> "Relations":
        """
        :param source: gives the source of chance of a part of the plan
        :param factory: drew the customers, and knows which numbers are taken
        """
        count = len(customers)
        large = find_largest(customers, purchases, portion(LARGE_COMPANIES, count))
        factory.rng = source("cards")
        cards = draw_cards(factory, customers, households, as_of)
        factory.rng = source("organisations")
        organisations = tuple(draw_organisations(factory, customers, large))
        factory.rng = source("repeats")
        repeats = draw_repeats(factory, customers, cards, portion(REPEATS, count))
        documents = draw_documents(
            source("documents"), customers, portion(FILES, count), as_of
        )
        return cls(
            cards=cards,
            households=tuple(households),
            links=_draw_links(source, customers, households, purchases, as_of),
            organisations=organisations,
            documents=tuple(documents),
            words=tuple(draw_words(source("consents"), customers, as_of)),
            repeats=repeats,
            repeat_quotations=draw_repeat_quotations(factory.rng, repeats, as_of),
        )


def portion(in_whole: int, customers: int) -> int:
    """How many of something a company of so many customers has: one at least."""
    return max(round(in_whole * customers / WHOLE), 1) if customers else 0


def find_largest(
    customers: Sequence[Customer], purchases: Iterable[Purchase], count: int
) -> list[int]:
    """The places of the companies that bought for most."""
    spent = Counter({n: 0 for n, one in enumerate(customers) if one.is_company})
    for purchase in purchases:
        if purchase.customer in spent and not purchase.is_refund:
            spent[purchase.customer] += purchase.amount
    return [company for company, _amount in spent.most_common(count)]


def find_first_days(purchases: Iterable[Purchase]) -> dict[int, date]:
    """When each customer first bought; who never did is left out."""
    first_days: dict[int, date] = {}
    for purchase in purchases:
        known = first_days.get(purchase.customer, purchase.day)
        first_days[purchase.customer] = min(known, purchase.day)
    return first_days


def _draw_links(
    source: Source,
    customers: Sequence[Customer],
    households: Sequence[Household],
    purchases: Sequence[Purchase],
    as_of: date,
) -> tuple[Link, ...]:
    count = len(customers)
    sponsors = draw_sponsors(
        source("sponsors"),
        customers,
        find_first_days(purchases),
        portion(SPONSORED, count),
    )
    employees = draw_employees(
        source("employees"),
        customers,
        find_children(households),
        portion(EMPLOYEES, count),
        as_of,
    )
    partners = source("partners")
    return (
        *link_families(households),
        *sponsors,
        *employees,
        *draw_advisers(partners, customers, portion(ADVISED, count)),
        *draw_suppliers(partners, customers, portion(SUPPLIED, count)),
    )
