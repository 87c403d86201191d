"""Towns, quarters and streets of Senegal, drawn as the customers are spread."""

from dataclasses import dataclass
from random import Random

from .lists import read_lines, read_rows


@dataclass(frozen=True)
class Town:
    """A town, where it lies, its quarters and its share of the customers."""

    name: str
    region: str
    department: str
    share: int
    postcode: str
    quarters: tuple[str, ...]


@dataclass(frozen=True)
class Address:
    street: str
    quarter: str
    town: str
    region: str
    department: str
    postcode: str


TOWNS = tuple(
    Town(
        name=row["name"],
        region=row["region"],
        department=row["department"],
        share=int(row["share"]),
        postcode=row["postcode"],
        quarters=tuple(row["quarters"].split("|")),
    )
    for row in read_rows("towns.csv")
)
AVENUES = read_lines("avenues.txt")


def draw_address(rng: Random) -> Address:
    town = rng.choices(TOWNS, [town.share for town in TOWNS])[0]
    return Address(
        street=_draw_street(rng, in_capital=town.name == "Dakar"),
        quarter=rng.choice(town.quarters),
        town=town.name,
        region=town.region,
        department=town.department,
        postcode=town.postcode,
    )


def _draw_street(rng: Random, *, in_capital: bool) -> str:
    kind = rng.random()
    if in_capital and kind < 0.35:
        return f"{rng.randint(1, 190)}, {rng.choice(AVENUES)}"
    if kind < 0.7:
        return f"Villa n° {rng.randint(1, 9800)}"
    letter = rng.choice(("", " x", " bis"))
    return f"{rng.randint(1, 60)}, rue {rng.randint(1, 120)}{letter}"
