"""Records of which it is known who is who: the sets that the merge bench compares."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from .merge_people import People, Typed
from .merge_registers import BirthRegister, MarketBook

Pair = tuple[int, int]
# Records of each register.
REGISTER = 5_000


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a set, in the columns that every finder gets."""

    id: int
    truth: str
    is_company: bool = False
    whole: str | None = None
    first: str | None = None
    last: str | None = None
    email: str | None = None
    phone: str | None = None
    born: date | None = None
    street: str | None = None
    zip: str | None = None
    city: str | None = None
    tax: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with its texts normalised: without accents, capitals, titles."""

    id: int
    first: str | None
    last: str | None
    words: str | None
    email: str | None
    phone: str | None
    born: str | None
    street: str | None
    zip: str | None
    city: str | None
    tax: str | None


COLUMNS = tuple(each.name for each in fields(Record))


def get_true_pairs(records: list[Record]) -> set[Pair]:
    members: dict[str, list[int]] = defaultdict(list)
    for record in records:
        members[record.truth].append(record.id)
    return {
        (one, other)
        for ids in members.values()
        for one in ids
        for other in ids
        if one < other
    }


def find_sets(data: Path | None, contacts: int) -> dict[str, Callable]:
    """Return what reads each set, by its name; without ``data`` the generated one."""
    found: dict[str, Callable] = {}
    if data:
        found |= {
            "febrl1": lambda: list(_read_febrl(data / "febrl" / "dataset1.csv")),
            "febrl2": lambda: list(_read_febrl(data / "febrl" / "dataset2.csv")),
            "fake_1000": lambda: list(_read_fake(data / "splink" / "fake_1000.csv")),
            "restaurants": lambda: _read_restaurants(data / "restaurants"),
        }
    found |= {
        "births": lambda: list(_make_people(BirthRegister(REGISTER, seed=11))),
        "market": lambda: list(_make_people(MarketBook(REGISTER, seed=11))),
        "senegal": lambda: list(_make_people(People(contacts))),
    }
    return found


def _rows(path: Path) -> Iterator[dict[str, str | None]]:
    with path.open(newline="") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            yield {key: (value or "").strip() or None for key, value in row.items()}


def _read_date(text: str | None) -> date | None:
    digits = (text or "").replace("-", "")
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _join(*parts: str | None) -> str | None:
    return " ".join(part for part in parts if part) or None


def _read_febrl(path: Path) -> Iterator[Record]:
    for number, row in enumerate(_rows(path), 1):
        yield Record(
            number,
            row["rec_id"].split("-")[1],
            whole=_join(row["given_name"], row["surname"]),
            first=row["given_name"],
            last=row["surname"],
            born=_read_date(row["date_of_birth"]),
            street=_join(row["street_number"], row["address_1"]),
            zip=row["postcode"],
            city=row["suburb"],
            tax=row["soc_sec_id"],
        )


def _read_fake(path: Path) -> Iterator[Record]:
    for number, row in enumerate(_rows(path), 1):
        yield Record(
            number,
            row["cluster"],
            whole=_join(row["first_name"], row["surname"]),
            first=row["first_name"],
            last=row["surname"],
            email=row["email"],
            born=_read_date(row["dob"]),
            city=row["city"],
        )


def _read_restaurants(folder: Path) -> list[Record]:
    same = {
        row["fodors_id"]: row["zagats_id"]
        for row in _rows(folder / "matches_fodors_zagats.csv")
    }
    return [
        Record(
            int(row["id"]),
            same.get(row["id"], row["id"]),
            is_company=True,
            whole=row["name"],
            phone=row["phone"],
            street=row["addr"],
            city=row["city"],
        )
        for name in ("fodors.csv", "zagats.csv")
        for row in _rows(folder / name)
    ]


def _make_people(people: Iterable[Typed]) -> Iterator[Record]:
    for number, person in enumerate(people, 1):
        yield Record(
            number,
            str(person.truth),
            whole=_join(person.first, person.last),
            first=person.first or None,
            last=person.last or None,
            email=person.email or None,
            phone=person.phone or None,
            born=_read_date(person.born),
            street=person.street or None,
            zip=person.zip or None,
            city=person.city or None,
        )
