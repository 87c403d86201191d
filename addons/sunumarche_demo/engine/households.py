"""Draws who lives together: customers of one surname in one town."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from . import names
from .agencies import AGENCY_OF_REGION
from .customers import Customer

# How many people a household has, and how many households in a hundred have so many.
SIZES = {2: 35, 3: 30, 4: 20, 5: 15}
# Of a hundred households of a couple, and of others, those with children.
CHILDREN_SHARES = {True: 0.75, False: 0.3}
LEAVING_SHARE = 0.15
YEAR = 365


class Part(enum.Enum):
    """What somebody is in a household."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    RELATIVE = "relative"


@dataclass(frozen=True)
class Member:
    """The customer at that place of the list, and from when to when he is a member."""

    customer: int
    part: Part
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Household:
    """Customers who live together; the head comes first."""

    members: tuple[Member, ...]

    @property
    def head(self) -> Member:
        return self.members[0]

    def get(self, part: Part) -> list[Member]:
        return [member for member in self.members if member.part is part]


class HouseholdFactory:
    """Draws households of which nobody is in two.

    How to use: ``list(HouseholdFactory(rng, customers, as_of).draw(80))``; fewer come
    out where few people of one surname live in one town. Who lives together does not
    depend on the day, only since when does.
    """

    def __init__(self, rng: Random, customers: Sequence[Customer], as_of: date):
        self.rng = rng
        self.customers = customers
        self.as_of = as_of
        self._left = False

    def draw(self, count: int) -> list[Household]:
        pools = self._gather_families()
        households: list[Household] = []
        while pools and len(households) < count:
            key = self.rng.choices(list(pools), [len(one) for one in pools.values()])[0]
            couples = sum(bool(one.get(Part.SPOUSE)) for one in households)
            is_couple = 2 * couples <= len(households)
            household = self._draw_household(pools[key], is_couple)
            if len(household.members) > 1:
                households.append(household)
            if len(pools[key]) < 2:
                del pools[key]
        return households

    def _gather_families(self) -> dict[tuple, list[int]]:
        """Persons of one surname and town, whom one salesperson may see together."""
        pools: dict[tuple, list[int]] = {}
        for number, customer in enumerate(self.customers):
            if customer.is_company:
                continue
            address = customer.address
            shared = AGENCY_OF_REGION[address.region].shares_customers
            owner = None if shared else customer.salesperson
            surname = names.split_person(customer.name)[1]
            pools.setdefault((surname, address.town, owner), []).append(number)
        pools = {key: pool for key, pool in pools.items() if len(pool) > 1}
        for pool in pools.values():
            self.rng.shuffle(pool)
        return pools

    def _draw_household(self, pool: list[int], is_couple: bool) -> Household:
        size = min(self.rng.choices(list(SIZES), list(SIZES.values()))[0], len(pool))
        people = [pool.pop()]
        sought = not names.is_woman(self.customers[people[0]].name)
        spouse = self._take(pool, people, is_woman=sought) if is_couple else None
        while len(people) < size and self._take(pool, people) is not None:
            pass
        others = people[1 if spouse is None else 2 :]
        has_children = self.rng.random() < CHILDREN_SHARES[spouse is not None]
        members = [Member(people[0], Part.HEAD)]
        if spouse is not None:
            wedding = self._draw_wedding(has_children and bool(others))
            members.append(Member(spouse, Part.SPOUSE, since=wedding))
        part = Part.CHILD if has_children else Part.RELATIVE
        members.extend(
            Member(one, part, since=self._draw_since(part)) for one in others
        )
        return Household(tuple(self._part_with(members)))

    def _take(
        self, pool: list[int], people: list[int], is_woman: bool | None = None
    ) -> int | None:
        """Add one of the pool to the people: a first name that nobody there has."""
        taken = {names.split_person(self.customers[one].name)[0] for one in people}
        for number in pool:
            name = self.customers[number].name
            fits = is_woman in (None, names.is_woman(name))
            if fits and names.split_person(name)[0] not in taken:
                pool.remove(number)
                people.append(number)
                return number
        return None

    def _draw_wedding(self, has_children: bool) -> date:
        """Long before the children grew up, who are customers themselves."""
        years = (25, 30) if has_children else (1, 7)
        return self._days_ago(self.rng.randint(years[0] * YEAR, years[1] * YEAR))

    def _draw_since(self, part: Part) -> date | None:
        """Children have always been there, others have come some day."""
        days = self.rng.randint(2 * YEAR, 9 * YEAR)
        return None if part is Part.CHILD else self._days_ago(days)

    def _part_with(self, members: list[Member]) -> list[Member]:
        """Let one leave a few of the larger households, the first one for sure."""
        leaves = self.rng.random() < LEAVING_SHARE or not self._left
        days = self.rng.randint(30, 540)
        last = members[-1]
        if len(members) < 3 or not leaves or last.part is Part.SPOUSE:
            return members
        self._left = True
        return [*members[:-1], replace(last, until=self._days_ago(days))]

    def _days_ago(self, days: int) -> date:
        return self.as_of - timedelta(days)


def move_in(
    customers: Sequence[Customer], households: Sequence[Household]
) -> tuple[Customer, ...]:
    """The same customers; who lives in a household lives at its head's address."""
    moved = list(customers)
    for household in households:
        home = customers[household.head.customer].address
        for member in household.members:
            if not member.until:
                moved[member.customer] = replace(moved[member.customer], address=home)
    return tuple(moved)


def find_children(households: Sequence[Household]) -> set[int]:
    """The places of those who are a child in their household."""
    return {member.customer for one in households for member in one.get(Part.CHILD)}
