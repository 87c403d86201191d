"""Draws what is known of the persons: age, profession, wishes, a second number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .customers import Customer, CustomerFactory
from .households import YEAR, Household, Part, find_children
from .lists import read_lines

BIRTHDATE_SHARE = 0.7
PROFESSION_SHARE = 0.5
WISH_SHARE = 0.4
SECOND_PHONE_SHARE = 0.12
STUDENT = "Étudiant"
PROFESSIONS = read_lines("professions.txt")
CHANNELS = {"whatsapp": 38, "phone": 30, "sms": 14, "email": 12, "visit": 6}
MOMENTS = {"morning": 20, "noon": 12, "afternoon": 22, "evening": 32, "weekend": 14}
# Youngest, oldest; parents are a generation older than the children.
ADULTS, COUPLES, PARENTS, CHILDREN = (22, 84), (28, 60), (48, 64), (16, 24)


@dataclass(frozen=True)
class Card:
    """What is known of a person; what nobody asked for is None."""

    birthdate: date | None
    profession: str | None
    channel: str | None
    moment: str | None
    second_phone: str | None


def draw_cards(
    factory: CustomerFactory,
    customers: Sequence[Customer],
    households: Sequence[Household],
    as_of: date,
) -> tuple[Card | None, ...]:
    """A card for each person, None for each company."""
    ages, children = _get_ages(households), find_children(households)
    return tuple(
        None
        if customer.is_company
        else _draw_card(
            factory, customer, ages.get(n, ADULTS), as_of, is_child=n in children
        )
        for n, customer in enumerate(customers)
    )


def _get_ages(households: Sequence[Household]) -> dict[int, tuple[int, int]]:
    """How old those may be whose age the household says."""
    return dict(_limit_ages(households))


def _limit_ages(
    households: Sequence[Household],
) -> Iterator[tuple[int, tuple[int, int]]]:
    for household in households:
        elders = PARENTS if household.get(Part.CHILD) else COUPLES
        for member in household.members:
            if member.part is Part.CHILD:
                yield member.customer, CHILDREN
            elif member.part in (Part.HEAD, Part.SPOUSE):
                yield member.customer, elders


def _draw_card(
    factory: CustomerFactory,
    customer: Customer,
    ages: tuple[int, int],
    as_of: date,
    *,
    is_child: bool,
) -> Card:
    rng = factory.rng
    birthdate = _draw_birthdate(rng, ages, as_of)
    profession = STUDENT if is_child else _draw_profession(rng)
    channel, moment = _draw_wish(rng, CHANNELS), _draw_wish(rng, MOMENTS)
    has_wish = rng.random() < WISH_SHARE
    return Card(
        birthdate=birthdate if rng.random() < BIRTHDATE_SHARE else None,
        profession=profession if rng.random() < PROFESSION_SHARE else None,
        channel=_fit_channel(channel, customer) if has_wish else None,
        moment=moment if has_wish else None,
        second_phone=_draw_second_phone(factory),
    )


def _draw_birthdate(rng: Random, ages: tuple[int, int], as_of: date) -> date:
    youngest, oldest = ages
    mode = min(max(38, youngest), oldest)
    years = rng.triangular(youngest + 0.1, oldest, mode)
    return as_of - timedelta(round(years * (YEAR + 0.25)))


def _draw_profession(rng: Random) -> str:
    """A profession; the first of the list come more often than the last."""
    return PROFESSIONS[int(len(PROFESSIONS) * rng.random() ** 1.5)]


def _draw_wish(rng: Random, wishes: dict[str, int]) -> str:
    return rng.choices(list(wishes), list(wishes.values()))[0]


def _fit_channel(channel: str, customer: Customer) -> str:
    return "phone" if channel == "email" and not customer.email else channel


def _draw_second_phone(factory: CustomerFactory) -> str | None:
    if factory.rng.random() >= SECOND_PHONE_SHARE:
        return None
    return factory.draw_mobile()
