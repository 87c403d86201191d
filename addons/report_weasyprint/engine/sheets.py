"""Style sheets of Odoo made fit for WeasyPrint, before it parses them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

ALL, NEVER = "all", "never"
# Smallest to read first: WeasyPrint unpacks woff in Python, and knows no eot.
FORMATS = (".ttf", ".otf", ".woff2", ".woff")
_MEDIA = re.compile(r"@media([^{}]*)\{")
_WIDTH = re.compile(r"^\((min|max)-width:\s*([\d.]+)(px|em|rem)\)$")
_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
_FAMILY = re.compile(
    r"""font-family\s*:\s*((?:"[^"]*"|'[^']*'|[^;}"'])*)""", re.IGNORECASE
)
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
_EVERYTHING = re.compile(r"\*\s*,\s*\*::?before\s*,\s*\*::?after")
# Parts of form fields, notes and footnotes of every element.
_ANY_ELEMENT = re.compile(
    r"(?<=[};/])\s*::(?!marker\b|before\b|after\b)[\w-]+\s*\{[^{}]*\}"
)
_ANY_MARKER = re.compile(r"(?<=[};/])(\s*)::marker\b")


def prepare_sheet(
    css: str, viewport: float, named: Collection[str], may_read: Callable[[str], bool]
) -> str:
    """Return the sheet as WeasyPrint shall read it.

    :param named: families that the documents name beside the sheets
    """
    css = keep_used_faces(css, named, may_read)
    return settle_media_queries(spare_pseudo_elements(css), viewport)


def spare_pseudo_elements(css: str) -> str:
    """Drop the rules that give every element pseudo-elements which reports lack.

    Each would cost a computed style for each element: six styles of seven. Footnotes
    and notes are WeasyPrint's own and unknown to Odoo's reports.
    """
    css = _EVERYTHING.sub("*", css)
    css = _ANY_ELEMENT.sub("", css)
    return _ANY_MARKER.sub(r"\1li::marker", css)


def settle_media_queries(css: str, viewport: float) -> str:
    """Replace each media query by ``all`` or ``never``.

    WeasyPrint knows media types only and drops every rule under ``(min-width: …)``,
    which is most of Bootstrap's grid. wkhtmltopdf showed reports as on a screen of
    the page's width, so that is what the queries are answered for.
    """

    def answer(match: re.Match[str]) -> str:
        parts = match[1].strip().lower().split(",")
        met = any(_is_met(part.strip(), viewport) for part in parts)
        return f"@media {ALL if met else NEVER} {{"

    return _MEDIA.sub(answer, css)


def _is_met(query: str, viewport: float) -> bool:
    conditions = re.split(r"\s+and\s+", query.removeprefix("only ").strip())
    return all(_holds(condition.strip(), viewport) for condition in conditions)


def _holds(condition: str, viewport: float) -> bool:
    width = _WIDTH.match(condition)
    if not width:
        return condition in ("", ALL, "screen")
    bound = float(width[2]) * (1 if width[3] == "px" else 16)
    return viewport >= bound if width[1] == "min" else viewport <= bound


def keep_used_faces(
    css: str, named: Collection[str], may_read: Callable[[str], bool]
) -> str:
    """Drop the fonts that nothing names; of the others keep the best readable file.

    Odoo's sheet declares some sixty fonts, of which a report uses two or three.
    """
    used = families_in(_FACE.sub("", css)) | set(named)

    def keep(match: re.Match[str]) -> str:
        face = match[0]
        files = [url for url in _URL.findall(face) if may_read(url)]
        best = next((u for end in FORMATS for u in files if u.endswith(end)), None)
        if best is None or not families_in(face) & used:
            return ""
        inner = face[face.index("{") + 1 : -1]
        rest = [part for part in inner.split(";") if not part.strip().startswith("src")]
        return f'@font-face{{{";".join(rest)};src:url("{best}")}}'

    return _FACE.sub(keep, css)


def families_in(text: str) -> set[str]:
    """Return the families that declarations name, in lower case."""
    return {
        name.strip().strip("\"'").lower()
        for names in _FAMILY.findall(text)
        for name in names.replace("!important", "").split(",")
    } - {""}
