"""Draws what persons said: yes on a card or in the shop, and later no."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from .customers import Customer

GRANTED_SHARE = 0.45
WITHDRAWN_SHARE = 0.04
DAYS = 730
IMPORTED_DAYS_AGO = 420
# Where people said it, and how many of a hundred.
SOURCES = {"form": 52, "spoken": 30, "import": 18}
PURPOSES = {("loyalty",): 35, ("loyalty", "prospecting"): 45, ("prospecting",): 20}
# By which link or message a "no" comes, on the channels that know one.
FAREWELLS = {"email": "unsubscribe", "sms": "sms_stop"}
EVERYTHING = "all"


@dataclass(frozen=True)
class Word:
    """One thing that the customer at that place said of one channel and purpose.

    ``recorder`` is a login, None where the customer did it himself.
    """

    customer: int
    moment: datetime
    channel: str
    address: str
    purpose: str
    decision: str
    source: str
    proof: str
    recorder: str | None


def draw_words(rng: Random, customers: Sequence[Customer], as_of: date) -> list[Word]:
    """All that was said in two years, in the order in which it was."""
    persons = [n for n, one in enumerate(customers) if not one.is_company]
    granting = rng.sample(persons, round(GRANTED_SHARE * len(persons)))
    leaving = set(granting[: _count_leaving(len(persons), len(granting))])
    words: list[Word] = []
    for number in granting:
        granted = list(_draw_grants(rng, number, customers[number], as_of))
        words.extend(granted)
        if number in leaving:
            words.extend(_draw_farewell(rng, granted[0], as_of))
    return sorted(words, key=lambda word: (word.moment, word.customer))


def _count_leaving(persons: int, granting: int) -> int:
    return min(max(round(WITHDRAWN_SHARE * persons), 2), granting)


def _draw_grants(
    rng: Random, number: int, customer: Customer, as_of: date
) -> Iterator[Word]:
    source = _draw(rng, SOURCES)
    days = IMPORTED_DAYS_AGO if source == "import" else rng.randint(20, DAYS)
    moment = _draw_moment(rng, as_of - timedelta(days))
    purposes = _draw(rng, PURPOSES)
    for channel, address in _draw_channels(rng, customer):
        for purpose in purposes:
            yield Word(
                customer=number,
                moment=moment,
                channel=channel,
                address=address,
                purpose=purpose,
                decision="granted",
                source=source,
                proof=_tell_proof(source, customer),
                recorder=_get_recorder(source, customer),
            )


def _draw_channels(rng: Random, customer: Customer) -> list[tuple[str, str]]:
    """By e-mail, by text message, by both, or otherwise."""
    choice = rng.choice(("email", "sms", "both", "whatsapp"))
    if choice == "whatsapp":
        return [("whatsapp", customer.phone)]
    channels = []
    if customer.email and choice != "sms":
        channels.append(("email", customer.email))
    if choice != "email" or not channels:
        channels.append(("sms", customer.phone))
    return channels


def _draw_farewell(rng: Random, granted: Word, as_of: date) -> Iterator[Word]:
    """The "no" that ends a consent, some days after it and before today."""
    channel = granted.channel if granted.channel in FAREWELLS else "sms"
    since = (as_of - granted.moment.date()).days
    day = as_of - timedelta(rng.randint(1, since - 1))
    is_stop = channel == "sms"
    yield Word(
        customer=granted.customer,
        moment=_draw_moment(rng, day),
        channel=channel,
        address=granted.address,
        purpose=EVERYTHING,
        decision="withdrawn",
        source=FAREWELLS[channel],
        proof="STOP" if is_stop else "Lien de désabonnement d'une lettre",
        recorder=None,
    )


def _draw_moment(rng: Random, day: date) -> datetime:
    """Some minute at which the shop is open."""
    return datetime.combine(day, time(rng.randint(9, 18), rng.randint(0, 59)))


def _draw(rng: Random, choices: dict):
    return rng.choices(list(choices), list(choices.values()))[0]


def _tell_proof(source: str, customer: Customer) -> str:
    return {
        "form": f"Carte de fidélité {customer.code}, case cochée et signée",
        "spoken": f"Dit au comptoir par {customer.name}",
        "import": f"Fichier de l'ancienne caisse, fiche {customer.code}",
    }[source]


def _get_recorder(source: str, customer: Customer) -> str:
    if source == "import":
        return "admin.crm"
    return customer.salesperson or "service.client"
