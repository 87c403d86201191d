"""Draws the cards of persons that somebody entered again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from . import names
from .agencies import AGENCY_OF_REGION
from .cards import Card
from .customers import Customer, CustomerFactory
from .lists import read_rows
from .pipeline import Quotation, draw_quotations
from .places import Address

SPELLINGS = {row["name"]: row["other"] for row in read_rows("spellings.csv")}
EMAIL_SHARE = 0.6
STREET_SHARE = 0.5
BIRTHDATE_SHARE = 0.4
QUOTATION_SHARE = 0.3
# How the number of the first card comes again, and how many times of a hundred.
PHONES = {"same": 65, "second": 25, "new": 10}


@dataclass(frozen=True)
class Repeat:
    """Another card of the customer at that place, as ``salesperson`` typed it."""

    customer: int
    name: str
    phone: str
    second_phone: str | None
    email: str | None
    birthdate: date | None
    street: str | None
    address: Address
    salesperson: str


def draw_repeats(
    factory: CustomerFactory,
    customers: Sequence[Customer],
    cards: Sequence[Card | None],
    count: int,
) -> tuple[Repeat, ...]:
    """Cards of ``count`` persons entered again; one in twenty, and one at least, twice.

    Every one has a number or an e-mail address in common with the first.
    """
    persons = [n for n, one in enumerate(customers) if not one.is_company]
    chosen = factory.rng.sample(persons, min(count, len(persons)))
    again = chosen[: max(len(chosen) // 20, 1)]
    return tuple(
        _draw_repeat(factory, number, customers[number], cards[number])
        for number in (*chosen, *again)
    )


def draw_repeat_quotations(
    rng: Random, repeats: Sequence[Repeat], as_of: date
) -> tuple[Quotation, ...]:
    """Quotations of some of these cards; ``customer`` is a place among the cards."""
    count = max(round(QUOTATION_SHARE * len(repeats)), 1) if repeats else 0
    return draw_quotations(rng, repeats, count, as_of)


def _draw_repeat(
    factory: CustomerFactory, number: int, customer: Customer, card: Card | None
) -> Repeat:
    rng = factory.rng
    phone, second, is_new = _draw_phones(factory, customer, card)
    has_email = customer.email and (is_new or rng.random() < EMAIL_SHARE)
    has_birthdate = card and rng.random() < BIRTHDATE_SHARE
    has_street = rng.random() < STREET_SHARE
    return Repeat(
        customer=number,
        name=respell(rng, customer.name),
        phone=phone,
        second_phone=second,
        email=customer.email if has_email else None,
        birthdate=card.birthdate if card and has_birthdate else None,
        street=customer.address.street if has_street else None,
        address=customer.address,
        salesperson=_draw_salesperson(rng, customer),
    )


def _draw_phones(
    factory: CustomerFactory, customer: Customer, card: Card | None
) -> tuple[str, str | None, bool]:
    """The number, the second one, and whether nothing but the e-mail says who it is."""
    kind = factory.rng.choices(list(PHONES), list(PHONES.values()))[0]
    if kind == "new" and customer.email:
        return factory.draw_mobile(), None, True
    if kind == "second" and card and card.second_phone:
        return retype(factory.rng, card.second_phone), None, False
    if kind == "second":
        return factory.draw_mobile(), retype(factory.rng, customer.phone), False
    return retype(factory.rng, customer.phone), None, False


def _draw_salesperson(rng: Random, customer: Customer) -> str:
    """A colleague of the same agency; whoever finds a card does not enter another."""
    portfolios = AGENCY_OF_REGION[customer.address.region].portfolios
    logins = [login for login, _share in portfolios if login]
    return rng.choice([login for login in logins if login != customer.salesperson])


def respell(rng: Random, name: str) -> str:
    """The same name, as somebody else would write it."""
    first, surname = names.split_person(name)
    other = f"{SPELLINGS.get(first, first)} {SPELLINGS.get(surname, surname)}"
    ways = [f"{first} {surname.upper()}", f"{surname.upper()} {first}"]
    ways += [one for one in (strip_accents(name), other) if one != name]
    return rng.choice(ways)


def strip_accents(name: str) -> str:
    """The name as it is typed in a hurry."""
    words = (names.slugify(word).replace("-", " ") for word in name.split())
    return " ".join(word.title() for word in words)


def retype(rng: Random, phone: str) -> str:
    """The same number, in another form than ``+221 77 123 45 67``."""
    area, *parts = phone.removeprefix("+221 ").split()
    return rng.choice(
        (
            " ".join((area, *parts)),
            "".join((area, *parts)),
            "-".join((area, *parts)),
            ".".join((area, *parts)),
            f"00221 {area} {' '.join(parts)}",
            f"+221{area}{''.join(parts)}",
        )
    )
