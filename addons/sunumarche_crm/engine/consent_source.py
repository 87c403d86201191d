"""Where the words come from that are being recorded; known to the server alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

# No word of anybody: an address that nothing arrives at.
BOUNCE = "bounce"
# What repeats the ledger, and must not be written into it again.
LEDGER = "ledger"
IMPORT = "import"


@dataclass(frozen=True, slots=True)
class ConsentSource:
    """A value of ``sunumarche.consent.source``, and the record that proves it."""

    name: str
    model: str | bool = False
    res_id: int | bool = False


_current: ContextVar[ConsentSource | None] = ContextVar("consent_source", default=None)


@contextmanager
def told_by(name: str, model: str | bool = False, res_id=False) -> Iterator[None]:
    """Have the words recorded in the block come from here.

    Not a key of Odoo's context, which any client may set: who could choose the source
    could have the ledger say that a person did it himself.
    """
    token = _current.set(ConsentSource(name, model, res_id))
    try:
        yield
    finally:
        _current.reset(token)


def get_source() -> ConsentSource | None:
    return _current.get()


def is_told_by(*names: str) -> bool:
    source = get_source()
    return bool(source) and source.name in names
