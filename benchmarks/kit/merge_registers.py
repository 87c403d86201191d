"""Two more sets of people whose truth is known, typed with other habits than the first.

``BirthRegister`` is what a small shop has: names and birth dates, and one error at most
in a further record of a person. ``MarketBook`` is a notebook kept by many hands: names
the wrong way round, one number for a family, fields left empty, and three to five
records of whoever comes often.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from .merge_people import KEYS, LAST, MEN, TOWNS, WOMEN, Typed

FIRST_DAY = date(1940, 1, 1)
DAYS = 65 * 365
FRENCH_FIRST = """Marie Jean Pierre Anne Sophie Paul Claire Michel Isabelle Philippe
Nathalie Alain Catherine Christophe Sylvie Nicolas Valérie Laurent Martine François
Julie Patrick Céline Éric Sandrine Olivier Hélène Thierry Aurélie Didier"""
FRENCH_LAST = """Martin Bernard Dubois Robert Richard Petit Durand Leroy Moreau Simon
Laurent Lefebvre Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André
Mercier Dupont Lambert Bonnet Legrand Garnier Faure Rousseau Blanc Guérin Boyer
Chevalier"""


class _Hand:
    """Chooses and mistypes, the same each time for one seed."""

    def __init__(self, count: int, seed: int):
        self.count = count
        self.random = random.Random(seed)
        self.first = [*MEN.split(), *WOMEN.split(), *FRENCH_FIRST.split()]
        self.last = [*LAST.split(), *FRENCH_LAST.split()]
        self.frequent = {
            id(names): [1 / (rank + 6) for rank in range(len(names))]
            for names in (self.first, self.last)
        }

    def choose(self, names: list[str]) -> str:
        return self.random.choices(names, self.frequent[id(names)])[0]

    def choose_day(self) -> date:
        return FIRST_DAY + timedelta(days=self.random.randrange(DAYS))

    def slip(self, text: str) -> str:
        """One letter too few, too many, another, or two the wrong way round."""
        place = self.random.randrange(len(text))
        letter, kind = self.random.choice(KEYS), self.random.randrange(4)
        before, after = text[:place], text[place + 1 :]
        return (
            before + after,
            before + letter + text[place:],
            before + letter + after,
            before + after[:1] + text[place] + after[1:],
        )[kind]


class BirthRegister(_Hand):
    """Names and birth dates; one error at most in each further record.

    How to use: ``records = list(BirthRegister(5_000, seed=11))``

    :param count: how many records, one more or less
    """

    def __iter__(self) -> Iterator[Typed]:
        made = truth = 0
        while made < self.count:
            person = Typed(
                truth,
                self.choose(self.first),
                self.choose(self.last),
                born=self.choose_day().isoformat(),
            )
            yield person
            made += 1
            for _copy in range(self.random.choices((0, 1, 2), (70, 24, 6))[0]):
                yield self._type_again(person)
                made += 1
            truth += 1

    def _type_again(self, person: Typed) -> Typed:
        error = self.random.random()
        if error < 0.3:
            return replace(person, first=self.slip(person.first))
        if error < 0.55:
            return replace(person, last=self.slip(person.last))
        if error < 0.75:
            return replace(person, born=self._mistype_day(person.born))
        return person

    def _mistype_day(self, born: str) -> str:
        year, month, day = (int(part) for part in born.split("-"))
        if day <= 12 and self.random.random() < 0.4:
            return date(year, day, month).isoformat()
        return date(year, month, self.random.randrange(1, 29)).isoformat()


class MarketBook(_Hand):
    """Families of one number, crossed names, much left empty, 3 to 5 records of some.

    How to use: ``records = list(MarketBook(10_000, seed=11))``

    :param count: how many records, a family more or less
    """

    def __iter__(self) -> Iterator[Typed]:
        made = truth = 0
        while made < self.count:
            family = self._make_family(truth)
            truth += len(family)
            for person in family:
                often = self.random.random() < 0.12
                for _record in range(self.random.randrange(3, 6) if often else 1):
                    yield self._write_down(person)
                    made += 1

    def _make_family(self, truth: int) -> list[Typed]:
        last = self.choose(self.last)
        town, form, _share = self.random.choice(TOWNS)
        number = self._make_number()
        street = f"{self.random.randrange(1, 400)} Rue {self.choose(self.last)}"
        return [
            Typed(
                truth + place,
                self.choose(self.first),
                last if self.random.random() < 0.8 else self.choose(self.last),
                phone=number if self.random.random() < 0.6 else self._make_number(),
                email=f"{self.random.choice(KEYS)}{truth + place}@example.com",
                born=self.choose_day().isoformat(),
                street=street,
                zip=form % self.random.randrange(10),
                city=town,
            )
            for place in range(self.random.choices((1, 2, 3, 4), (55, 20, 15, 10))[0])
        ]

    def _make_number(self) -> str:
        return f"+22177{self.random.randrange(10**7):07d}"

    def _write_down(self, person: Typed) -> Typed:
        pick = self.random.random
        first, last = person.first, person.last
        if pick() < 0.1:
            first = self.slip(first)
        if pick() < 0.1:
            last = self.slip(last)
        if pick() < 0.15:
            first, last = last, first
        if pick() < 0.1:
            first = f"{first[0]}."
        return replace(
            person,
            first=first,
            last=last,
            phone=person.phone if pick() < 0.6 else "",
            email=person.email if pick() < 0.2 else "",
            born=person.born if pick() < 0.35 else "",
            street=person.street if pick() < 0.4 else "",
            zip=person.zip if pick() < 0.3 else "",
            city=person.city if pick() < 0.7 else "",
        )
