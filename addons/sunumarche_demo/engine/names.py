"""Names of persons and companies as they are met in Senegal."""

import re
import unicodedata
from random import Random

from .lists import read_lines

WOMEN = read_lines("women.txt")
MEN = read_lines("men.txt")
SURNAMES = read_lines("surnames.txt")
COMPANY_WORDS = read_lines("company_words.txt")
JOBS = read_lines("jobs.txt")
# How a company's name begins, and how often it does so.
ACTIVITIES = {
    "Optique": 34,
    "Clinique": 12,
    "Hôtel": 12,
    "Cabinet d'ophtalmologie": 9,
    "Boutique": 9,
    "Pharmacie": 8,
    "Résidence": 6,
    "Établissements": 6,
    "Galerie": 4,
}


def draw_surname(rng: Random) -> str:
    """A surname; the first of the list come far more often than the last."""
    return SURNAMES[int(len(SURNAMES) * rng.random() ** 2.2)]


def draw_person(rng: Random) -> tuple[str, str]:
    """A first name and a surname."""
    return rng.choice(WOMEN if rng.random() < 0.55 else MEN), draw_surname(rng)


def split_person(name: str) -> tuple[str, str]:
    """The first name and the surname of a person drawn here."""
    first, _space, surname = name.partition(" ")
    return first, surname


def is_woman(name: str) -> bool:
    """Whether the first name is given to women."""
    return split_person(name)[0] in WOMEN


def draw_company(rng: Random, place: str) -> str:
    """The name of a company that lies at this place."""
    activity = rng.choices(list(ACTIVITIES), list(ACTIVITIES.values()))[0]
    words = (draw_surname(rng), rng.choice(COMPANY_WORDS), f"de {place}")
    return f"{activity} {rng.choices(words, (5, 4, 2))[0]}"


def slugify(text: str) -> str:
    """The text in lower case ASCII, words joined by hyphens."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return "-".join(re.findall(r"[a-z0-9]+", plain))
