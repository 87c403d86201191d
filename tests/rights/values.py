"""How a record of a model is made, and the harmless change that is tried on it."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_number = itertools.count(1)


@dataclass(frozen=True)
class Values:
    """The values of a model's new records, and those of a write.

    ``create`` returns the values of a new record; ``find`` returns the record to try
    on where that is not one made of ``create``.
    """

    create: Callable[[Any, str, str], dict]
    write: dict
    find: Callable[[Any, str, str], Any] | None = None


def unique(prefix="Record"):
    """A name that no other record has."""
    return f"{prefix} {next(_number)}"
