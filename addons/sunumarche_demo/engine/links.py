"""Draws how customers are linked: families, sponsors, employers, partners."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .customers import Customer
from .households import Household, Part

ADVISERS = ("Cabinet d'ophtalmologie", "Clinique")
SUPPLIERS = ("Établissements", "Galerie")
ENDED_SHARE = 0.15
# How many were brought along by somebody who was brought along himself.
SECOND_SHARE = 0.25


@dataclass(frozen=True)
class Link:
    """A link between the customers at two places of the list.

    ``kind`` is what the one is of the other, as the link types are called: the sponsor
    of, married to, a parent of, an employee of, a prescriber for, a supplier of.
    """

    kind: str
    customer: int
    other: int
    since: date | None = None
    until: date | None = None


def link_families(households: Sequence[Household]) -> Iterator[Link]:
    """Couples, and both parents of each child."""
    for household in households:
        head = household.head.customer
        spouses = household.get(Part.SPOUSE)
        for spouse in spouses:
            yield Link("spouse", head, spouse.customer, spouse.since)
        for child in household.get(Part.CHILD):
            for parent in (household.head, *spouses):
                yield Link("parent", parent.customer, child.customer)


def draw_sponsors(
    rng: Random,
    customers: Sequence[Customer],
    first_days: Mapping[int, date],
    count: int,
) -> Iterator[Link]:
    """Persons brought along by who bought before them, on the day they first bought.

    :param first_days: when each customer first bought, by its place
    """
    persons = [n for n in first_days if not customers[n].is_company]
    persons.sort(key=lambda n: (first_days[n], n))
    sponsors = persons[: max(len(persons) // 3, 1)]
    newcomers = sorted(
        rng.sample(persons[len(sponsors) :], min(count, len(persons) - len(sponsors))),
        key=lambda n: (first_days[n], n),
    )
    roots = rng.sample(sponsors, min(max(count // 2, 1), len(sponsors)))
    brought: list[int] = []
    for newcomer in newcomers:
        earlier = [n for n in brought if first_days[n] < first_days[newcomer]]
        is_second = bool(earlier) and rng.random() < SECOND_SHARE
        sponsor = rng.choice(earlier if is_second else roots)
        if first_days[sponsor] >= first_days[newcomer]:
            continue
        yield Link("sponsor", sponsor, newcomer, first_days[newcomer])
        if not is_second:
            brought.append(newcomer)


def draw_employees(
    rng: Random,
    customers: Sequence[Customer],
    children: set[int],
    count: int,
    as_of: date,
) -> Iterator[Link]:
    """Persons who work for a company of their town, if there is one."""
    companies = [n for n, one in enumerate(customers) if one.is_company]
    adults = [
        n for n, one in enumerate(customers) if not one.is_company and n not in children
    ]
    if not companies:
        return
    for person in rng.sample(adults, min(count, len(adults))):
        town = customers[person].address.town
        near = [n for n in companies if customers[n].address.town == town]
        days, has_left = rng.randint(200, 900), rng.random() < ENDED_SHARE
        since = as_of - timedelta(days)
        until = as_of - timedelta(rng.randint(20, 180)) if has_left else None
        yield Link("employee", person, rng.choice(near or companies), since, until)


def draw_advisers(
    rng: Random, customers: Sequence[Customer], count: int
) -> Iterator[Link]:
    """Doctors who prescribe what opticians and others sell."""
    return _draw_pairs(rng, customers, count, "prescriber", ADVISERS)


def draw_suppliers(
    rng: Random, customers: Sequence[Customer], count: int
) -> Iterator[Link]:
    """Companies that supply other ones."""
    return _draw_pairs(rng, customers, count, "supplier", SUPPLIERS)


def _draw_pairs(
    rng: Random,
    customers: Sequence[Customer],
    count: int,
    kind: str,
    names: tuple[str, ...],
) -> Iterator[Link]:
    """Companies with such names, each linked to another that has none of them."""
    gives, takes = _part(customers, lambda customer: customer.name.startswith(names))
    if not gives:
        gives, takes = takes[:1], takes[1:]
    for taker in rng.sample(takes, min(count, len(takes))):
        yield Link(kind, rng.choice(gives), taker)


def _part(
    customers: Sequence[Customer], holds: Callable[[Customer], bool]
) -> tuple[list[int], list[int]]:
    """The companies of which it holds, and the others."""
    companies = [n for n, one in enumerate(customers) if one.is_company]
    chosen = [n for n in companies if holds(customers[n])]
    others = [n for n in companies if not holds(customers[n])]
    return chosen, others
