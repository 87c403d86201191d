"""Reads the JSON of a question into a checked tree."""

import json
from datetime import date

from odoo.exceptions import ValidationError

from .catalogue import Catalogue, FieldInfo, ObjectInfo
from .period import COUNTED, LONGEST_COUNT, UNITS, WHOLE, Period
from .tree import Node, Question, simplify

VERSION = 1
DEEPEST = 8
LARGEST = 100
LONGEST_TEXT = 200
LONGEST_LIST = 1000
# Larger than any amount of money, and exact as a float.
LARGEST_NUMBER = 10**15
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


class Reader:
    """Turns JSON into a ``Question`` or refuses it, saying why.

    How to use::

        question = Reader(env, catalogue, kinds).read_question(data)

    Only objects and fields of the catalogue pass, only operators and values that fit
    the field, and nothing that the schema does not name. ``kinds`` are the kinds of
    nodes by name; each reads its own nodes with the ``read_*`` methods below.

    :raise ValidationError: for anything else, whatever its type
    """

    def __init__(self, env, catalogue: Catalogue, kinds: dict):
        self.env = env
        self.catalogue = catalogue
        self.kinds = kinds
        self.count = 0

    def refuse(self, message: str):
        raise ValidationError(message)

    def read_question(self, data) -> Question:
        if isinstance(data, str):
            data = self._parse(data)
        self.check_keys(data, {"version", "object", "where"})
        if data.get("version") != VERSION:
            self.refuse(
                self.env._("This question was written by another version of the CRM.")
            )
        target = self.get_object(data.get("object"))
        return Question(target.code, self.read_where(data.get("where"), target))

    def _parse(self, text):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValidationError(
                self.env._("The question cannot be read: %s", error)
            ) from error

    def get_object(self, code) -> ObjectInfo:
        target = isinstance(code, str) and self.catalogue.get_object(code)
        if not target:
            self.refuse(self.env._("“%s” is not open to questions.", code))
        return target

    def get_field(self, target: ObjectInfo, path) -> FieldInfo:
        info = isinstance(path, str) and self.catalogue.get_field(target.code, path)
        if not info:
            self.refuse(
                self.env._(
                    "%(object)s: the field “%(field)s” is not open to questions.",
                    object=target.label,
                    field=path,
                )
            )
        return info

    def check_keys(self, data, known: set) -> None:
        if not isinstance(data, dict):
            self.refuse(self.env._("The question cannot be read: %s", str(data)[:80]))
        if strange := set(data) - known:
            self.refuse(
                self.env._(
                    "The question holds an unknown part: %s",
                    ", ".join(sorted(str(name)[:40] for name in strange)),
                )
            )

    def read_where(self, data, target: ObjectInfo, depth: int = 0) -> Node | None:
        if data is None:
            return None
        return self.read_node(data, target, depth)

    def read_node(self, data, target: ObjectInfo, depth: int) -> Node:
        self.count += 1
        if depth > DEEPEST or self.count > LARGEST:
            self.refuse(
                self.env._(
                    "The question is too large: at most %(count)s conditions, at most "
                    "%(depth)s levels deep.",
                    count=LARGEST,
                    depth=DEEPEST,
                )
            )
        kind = data.get("type") if isinstance(data, dict) else None
        if not isinstance(kind, str) or kind not in self.kinds:
            self.refuse(self.env._("Unknown kind of condition: %s", str(kind)[:80]))
        return simplify(self.kinds[kind].read_node(self, data, target, depth))

    def read_choice(self, value, choices, label: str) -> str:
        if not isinstance(value, str) or value not in choices:
            self.refuse(
                self.env._(
                    "%(label)s: “%(value)s” is not possible here.",
                    label=label,
                    value=str(value)[:80],
                )
            )
        return value

    def read_text(self, value, label: str) -> str:
        if not isinstance(value, str) or not value.strip():
            self.refuse(self.env._("%s: a text is missing.", label))
        if len(value) > LONGEST_TEXT or "\0" in value:
            self.refuse(self.env._("%s: this text is too long.", label))
        return value

    def read_number(self, value, label: str) -> int | float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not abs(value) <= LARGEST_NUMBER:
            self.refuse(self.env._("%s: a number is missing.", label))
        return int(value) if value == int(value) else value

    def read_list(self, value, label: str) -> list:
        if not isinstance(value, list) or not value:
            self.refuse(self.env._("%s: choose at least one value.", label))
        if len(value) > LONGEST_LIST:
            self.refuse(
                self.env._(
                    "%(label)s: at most %(count)s values.",
                    label=label,
                    count=LONGEST_LIST,
                )
            )
        return value

    def read_id(self, value, label: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(self.env._("%s: choose at least one value.", label))
        if not 0 < value < 2**31:
            self.refuse(self.env._("%s: choose at least one value.", label))
        return value

    def read_date(self, value, label: str) -> date | None:
        if value is None:
            return None
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            day = None
        if not day or not EARLIEST <= day <= LATEST:
            self.refuse(self.env._("%s: a date is missing.", label))
        return day

    def read_period(self, data, label: str) -> Period:
        self.check_keys(data, {"kind", "count", "unit", "from", "to"})
        kind = data.get("kind")
        if kind == "dates":
            return self._read_dates(data, label)
        self.read_choice(kind, (*COUNTED, *WHOLE), label)
        unit = self.read_choice(data.get("unit"), UNITS, label)
        if kind in WHOLE:
            return Period(kind, unit=unit)
        count = self.read_number(data.get("count"), label)
        if not isinstance(count, int) or not 1 <= count <= LONGEST_COUNT:
            self.refuse(
                self.env._(
                    "%(label)s: choose a number from 1 to %(most)s.",
                    label=label,
                    most=LONGEST_COUNT,
                )
            )
        return Period(kind, count, unit)

    def _read_dates(self, data, label: str) -> Period:
        start = self.read_date(data.get("from"), label)
        end = self.read_date(data.get("to"), label)
        if not start and not end:
            self.refuse(self.env._("%s: a date is missing.", label))
        if start and end and start > end:
            self.refuse(self.env._("%s: the period ends before it begins.", label))
        return Period("dates", start=start, end=end)
