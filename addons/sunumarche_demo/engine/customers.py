"""Draws the customers: persons and companies with address, number and rhythm."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from . import names
from .agencies import AGENCY_OF_REGION
from .places import Address, draw_address

COMPANY_SHARE = 0.15
CONTACT_SHARE = 0.3
EMAIL_SHARE = 0.85
DOMAINS = ("example.com", "example.org", "example.net")
# First digits of the mobile operators, and how many numbers in a hundred have them.
MOBILES = {"77": 45, "78": 22, "76": 16, "70": 12, "75": 5}
# What follows 33 in the numbers of the national operator.
LANDLINES_CAPITAL = ("82", "83", "84", "85", "86", "87", "88", "89")
LANDLINES_REGIONS = ("94", "95", "96", "97", "98", "99")


@dataclass(frozen=True)
class Contact:
    """Someone to speak to at a company."""

    name: str
    function: str
    phone: str
    email: str


@dataclass(frozen=True)
class Customer:
    """A person or a company that buys; some have no salesperson."""

    code: str
    name: str
    is_company: bool
    address: Address
    phone: str
    email: str | None
    salesperson: str | None
    contacts: tuple[Contact, ...] = ()


class CustomerFactory:
    """Draws customers of whom no two share a number or an e-mail address.

    How to use: ``list(CustomerFactory(rng).draw(2000))``. Who is drawn later, from
    another ``rng``, gets a number and an address that are still free.
    """

    def __init__(self, rng: Random):
        self.rng = rng
        self._phones: set[str] = set()
        self._addressees: Counter[str] = Counter()
        self._company_names: Counter[str] = Counter()

    def draw(self, count: int) -> Iterator[Customer]:
        for number in range(1, count + 1):
            is_company = self.rng.random() < COMPANY_SHARE
            draw = self._draw_company if is_company else self._draw_person
            yield draw(f"C{number:05d}")

    def _draw_person(self, code: str) -> Customer:
        name = " ".join(names.draw_person(self.rng))
        address = draw_address(self.rng)
        return Customer(
            code=code,
            name=name,
            is_company=False,
            address=address,
            phone=self.draw_mobile(),
            email=self._draw_email(name) if self._has_email() else None,
            salesperson=self._draw_salesperson(address),
        )

    def _draw_company(self, code: str) -> Customer:
        address = draw_address(self.rng)
        name = self._draw_company_name(address)
        return Customer(
            code=code,
            name=name,
            is_company=True,
            address=address,
            phone=self._draw_landline(in_capital=address.region == "Dakar"),
            email=self._draw_email(f"contact {name}"),
            salesperson=self._draw_salesperson(address),
            contacts=tuple(self._draw_contacts()),
        )

    def _draw_company_name(self, address: Address) -> str:
        name = names.draw_company(self.rng, address.town)
        self._company_names[name] += 1
        if self._company_names[name] == 1:
            return name
        self._company_names[full := f"{name} {address.quarter}"] += 1
        again = self._company_names[full]
        return full if again == 1 else f"{full} {again}"

    def _draw_contacts(self) -> Iterator[Contact]:
        while self.rng.random() < CONTACT_SHARE:
            name = " ".join(names.draw_person(self.rng))
            yield self.draw_contact(name, self.rng.choice(names.JOBS))

    def draw_contact(self, name: str, function: str) -> Contact:
        return Contact(
            name=name,
            function=function,
            phone=self.draw_mobile(),
            email=self._draw_email(name),
        )

    def _draw_salesperson(self, address: Address) -> str | None:
        portfolios = AGENCY_OF_REGION[address.region].portfolios
        logins, weights = zip(*portfolios, strict=True)
        return self.rng.choices(logins, weights)[0]

    def _has_email(self) -> bool:
        return self.rng.random() < EMAIL_SHARE

    def _draw_email(self, name: str) -> str:
        local_part = names.slugify(name).replace("-", ".")
        self._addressees[local_part] += 1
        again = self._addressees[local_part]
        suffix = "" if again == 1 else str(again)
        return f"{local_part}{suffix}@{self.rng.choice(DOMAINS)}"

    def draw_mobile(self) -> str:
        return self._draw_free_number(self._draw_mobile_digits)

    def _draw_landline(self, *, in_capital: bool) -> str:
        areas = LANDLINES_CAPITAL if in_capital else LANDLINES_REGIONS
        return self._draw_free_number(
            lambda: f"33{self.rng.choice(areas)}{self.rng.randint(0, 99999):05d}"
        )

    def _draw_mobile_digits(self) -> str:
        prefix = self.rng.choices(list(MOBILES), list(MOBILES.values()))[0]
        third = self.rng.randint(4, 7) if prefix == "75" else self.rng.randint(0, 9)
        return f"{prefix}{third}{self.rng.randint(0, 999999):06d}"

    def _draw_free_number(self, draw_digits: Callable[[], str]) -> str:
        while (digits := draw_digits()) in self._phones:
            pass
        self._phones.add(digits)
        return f"+221 {digits[:2]} {digits[2:5]} {digits[5:7]} {digits[7:]}"
