"""Draws who reports to whom at the companies, and who decides, pays, uses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from . import names
from .customers import Contact, Customer, CustomerFactory

LEAST, MOST = 5, 8
# What each job is in the business relation, from the head of the company down.
ROLES = {
    "Gérant": "decider",
    "Directrice": "decider",
    "Médecin-chef": "prescriber",
    "Responsable des achats": "buyer",
    "Comptable": "payer",
    "Assistante de direction": "gatekeeper",
    "Opticien": "user",
}
RANKS = {job: rank for rank, job in enumerate(ROLES)}
HEADS = ("Gérant", "Directrice", "Médecin-chef")
# Whom a large company has, in the order in which they are missed.
STAFFING = ("Responsable des achats", "Comptable", "Assistante de direction")
CREW = "Opticien"
WOMEN_ONLY = ("Directrice", "Assistante de direction")


@dataclass(frozen=True)
class Post:
    """Somebody's place in a company; ``leader`` is a place in the list of posts."""

    contact: Contact
    roles: tuple[str, ...]
    leader: int | None


@dataclass(frozen=True)
class Organisation:
    """The people of the company at that place of the list of customers.

    Its contacts come first, in their order, then those ``newcomers`` whom the list of
    customers does not know.
    """

    company: int
    posts: tuple[Post, ...]
    newcomers: tuple[Contact, ...]


def draw_organisations(
    factory: CustomerFactory, customers: Sequence[Customer], large: Iterable[int]
) -> Iterator[Organisation]:
    """Every company with contacts; the large ones get five to eight."""
    large = set(large)
    for number, customer in enumerate(customers):
        newcomers = _draw_newcomers(factory, customer) if number in large else ()
        contacts = (*customer.contacts, *newcomers)
        if contacts:
            yield Organisation(number, _arrange(contacts), newcomers)


def _draw_newcomers(
    factory: CustomerFactory, customer: Customer
) -> tuple[Contact, ...]:
    size = factory.rng.randint(LEAST, MOST)
    jobs = [contact.function for contact in customer.contacts]
    if not set(jobs) & set(HEADS):
        jobs.append(factory.rng.choice(HEADS))
    jobs.extend(job for job in STAFFING if job not in jobs)
    jobs.extend([CREW] * (size - len(jobs)))
    return tuple(_draw_newcomer(factory, job) for job in jobs[len(customer.contacts) :])


def _draw_newcomer(factory: CustomerFactory, job: str) -> Contact:
    name = " ".join(names.draw_person(factory.rng))
    while job in WOMEN_ONLY and not names.is_woman(name):
        name = " ".join(names.draw_person(factory.rng))
    return factory.draw_contact(name, job)


def _arrange(contacts: Sequence[Contact]) -> tuple[Post, ...]:
    """Everybody below the highest; the crew below the second where there are many."""
    order = sorted(range(len(contacts)), key=lambda n: RANKS[contacts[n].function])
    head = order[0]
    second = order[1] if len(contacts) >= LEAST else head
    return tuple(
        Post(
            contact,
            _get_roles(contact, is_head=number == head),
            _get_leader(number, contact, head, second),
        )
        for number, contact in enumerate(contacts)
    )


def _get_leader(number: int, contact: Contact, head: int, second: int) -> int | None:
    if number == head:
        return None
    if contact.function == CREW and number != second:
        return second
    return head


def _get_roles(contact: Contact, *, is_head: bool) -> tuple[str, ...]:
    """The role of the job; who is at the head decides too."""
    role = ROLES[contact.function]
    return (role, "decider") if is_head and role != "decider" else (role,)
