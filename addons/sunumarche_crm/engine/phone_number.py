"""Reads telephone numbers as people type them."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
)

# What separates two numbers that were typed into one field.
SEVERAL = re.compile(r"[/;,]|\b(?:ou|or|et|and)\b", re.IGNORECASE)
MIN_DIGITS = 6
# Longer texts are no number, and are not remembered.
LONGEST_NUMBER = 100
MAX_DIGITS_WITHOUT_COUNTRY = 10
PARSE_PROBLEMS = {
    NumberParseException.INVALID_COUNTRY_CODE: "country",
    NumberParseException.NOT_A_NUMBER: "not_a_number",
    NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
    NumberParseException.TOO_SHORT_NSN: "too_short",
    NumberParseException.TOO_LONG: "too_long",
}
LENGTH_PROBLEMS = {
    ValidationResult.TOO_SHORT: "too_short",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "too_short",
    ValidationResult.TOO_LONG: "too_long",
    ValidationResult.INVALID_LENGTH: "length",
    ValidationResult.INVALID_COUNTRY_CODE: "country",
}


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number as typed, its E.164 form or why it has none.

    :param problem: ``country``, ``length``, ``not_a_number``, ``prefix``, ``several``,
        ``too_long``, ``too_short``; empty when the number is right
    :param region: the country (ISO code) against which the number was judged
    """

    typed: str
    e164: str = ""
    problem: str = ""
    region: str = ""

    @property
    def stored(self) -> str:
        """What to keep: never nothing when something was typed."""
        return self.e164 or self.typed


def read_phone(typed: str, regions: tuple[str, ...]) -> PhoneNumber:
    """Read a number that belongs to the first of ``regions`` in which it is right."""
    if len(typed) > LONGEST_NUMBER:
        return PhoneNumber(typed, problem="too_long", region=regions[0])
    return _read_phone(typed, regions)


@lru_cache(maxsize=16384)
def _read_phone(typed: str, regions: tuple[str, ...]) -> PhoneNumber:
    typed = " ".join(typed.split())
    if not typed:
        return PhoneNumber(typed)
    several = _read_several(typed, regions)
    if several:
        return several
    first = None
    for candidate, region in _get_candidates(typed, regions):
        number = _read_in_region(typed, candidate, region)
        if number.e164:
            return number
        first = first or number
    return first


def _read_several(typed: str, regions: tuple[str, ...]) -> PhoneNumber | None:
    """Tell two numbers typed into one field; "77 123/45/67" is one."""
    parts = [part for part in SEVERAL.split(typed) if _count_digits(part) > MIN_DIGITS]
    if len(parts) > 1:
        return PhoneNumber(typed, problem="several", region=regions[0])
    return None


def _get_candidates(typed: str, regions: tuple[str, ...]) -> list[tuple[str, str]]:
    if typed.startswith("00"):
        return [("+" + typed[2:], regions[0])]
    if "+" in typed[:3]:
        return [("+" + typed.replace("+", " ").strip(), regions[0])]
    candidates = [(typed, region) for region in regions]
    if _count_digits(typed) > MAX_DIGITS_WITHOUT_COUNTRY:
        candidates.append(("+" + typed, regions[0]))
    return candidates


def _count_digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _read_in_region(typed: str, candidate: str, region: str) -> PhoneNumber:
    try:
        number = _parse(candidate, region)
    except NumberParseException as error:
        problem = PARSE_PROBLEMS.get(error.error_type, "not_a_number")
        return PhoneNumber(typed, problem=problem, region=region)
    if phonenumbers.is_valid_number(number):
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        return PhoneNumber(typed, e164, region=region)
    reason = phonenumbers.is_possible_number_with_reason(number)
    region = phonenumbers.region_code_for_country_code(number.country_code)
    return PhoneNumber(
        typed, problem=LENGTH_PROBLEMS.get(reason, "prefix"), region=region
    )


def _parse(candidate: str, region: str):
    """Parse twice, as core does: its corrections of numbering plans act on a format."""
    number = phonenumbers.parse(candidate, region)
    if number.country_code != phonenumbers.country_code_for_region("SN"):
        shown = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
        number = phonenumbers.parse(shown, region)
    return number


def show_phone(stored: str, home: str) -> str:
    """Write a stored number as people of the ``home`` country (ISO code) do."""
    if not stored.startswith("+") or len(stored) > LONGEST_NUMBER:
        return stored
    return _show_phone(stored, home)


@lru_cache(maxsize=16384)
def _show_phone(stored: str, home: str) -> str:
    try:
        number = phonenumbers.parse(stored)
    except NumberParseException:
        return stored
    if not phonenumbers.is_valid_number(number):
        return stored
    is_home = number.country_code == phonenumbers.country_code_for_region(home)
    style = PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


@lru_cache(maxsize=256)
def get_phone_example(region: str) -> str:
    """Return a mobile number of the country as one writes it there."""
    number = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    if not number:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
