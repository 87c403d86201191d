"""The people of the company: a table of jobs, and how many hold each.

The source speaks of a company of fifty: 10 people buy, 35 produce (two of them keep the
store), 2 do marketing and 3 keep the accounts, which makes fifty. Those who sell, serve
customers, direct the company and administer the CRM are not counted there: these ten
come in addition.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from . import names
from .lists import read_rows

SEED = "staff"


@dataclass(frozen=True)
class Employee:
    """One login: who it is, where, and which groups the job needs."""

    login: str
    name: str
    function: str
    agency: str
    groups: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.login}@sunumarche.example"


def _hire(jobs: list[dict[str, str]]) -> Iterator[Employee]:
    """Everybody; the first of a job has its login, the others number theirs."""
    rng = Random(SEED)
    taken = {job["first"] for job in jobs}
    for job in jobs:
        for number in range(1, int(job["count"]) + 1):
            name = job["first"] if number == 1 else _draw_name(rng, taken)
            is_woman = name.split()[0] in names.WOMEN
            yield Employee(
                login=job["login"] if number == 1 else f"{job['login']}.{number}",
                name=name,
                function=job["woman" if is_woman else "man"],
                agency=job["agency"],
                groups=tuple(job["groups"].split("|")),
            )


def _draw_name(rng: Random, taken: set[str]) -> str:
    """A name that nobody here has."""
    while (name := " ".join(names.draw_person(rng))) in taken:
        pass
    taken.add(name)
    return name


STAFF = tuple(_hire(read_rows("staff.csv")))
