"""Placeholders in the text of a letter: ``{{name}}``, ``{{amount|words}}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from markupsafe import Markup, escape

_PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*(?:\|\s*(\w+)\s*)?\}\}")


def names_in(text: str) -> set[tuple[str, str]]:
    """Return the placeholders of a text, as pairs (name, form)."""
    return {(name, form or "") for name, form in _PLACEHOLDER.findall(text)}


def unknown_in(text: str, known: Collection[tuple[str, str]]) -> list[str]:
    """Return the placeholders that mean nothing, as they are written."""
    unknown = names_in(text) - set(known)
    return sorted(f"{name}|{form}" if form else name for name, form in unknown)


def fill(text: str, values: Mapping[tuple[str, str], Callable[[], str]]) -> Markup:
    """Return a text with its placeholders filled; what is filled in is escaped.

    The text itself is HTML that the field has cleaned already. A value is computed
    only where the text asks for it.
    """

    def value(match: re.Match[str]) -> str:
        found = values.get((match[1], match[2] or ""))
        return match[0] if found is None else str(escape(found()))

    return Markup(_PLACEHOLDER.sub(value, text))
