"""What is dear to prepare and good for many prints: fonts and parsed style sheets."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from . import library
from .resources import ReportResources
from .sheets import prepare_sheet, spare_pseudo_elements
from .svg import PaintRules

OUR_SHEET = (
    Path(__file__).parents[1] / "static" / "src" / "css" / "report_weasyprint.css"
)
MEDIA_TYPE = "screen"
MAX_SHEETS = 12
MAX_DOCUMENTS = 2_000


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Sheet(NamedTuple):
    """A style sheet, parsed, and what of it concerns drawings."""

    css: Any
    paint: PaintRules


class Press:
    """A font configuration with the style sheets parsed for it.

    How to use: ``with press() as ready:`` gives one that no other thread uses; then
    ``ready.sheet(text, ...)`` for each style sheet.

    How it works: idle presses wait in a list; whoever finds it empty makes another,
    so there are never more than prints at one moment. A press is thrown away after
    2,000 documents, because WeasyPrint's caches in it only grow.
    """

    def __init__(self) -> None:
        weasyprint = library.load()
        self.font_config = weasyprint.text.fonts.FontConfiguration()
        self.documents = 0
        self.browser_sheet = weasyprint.CSS(
            string=spare_pseudo_elements(weasyprint.html.UA),
            counter_style=weasyprint.html.UA_COUNTER_STYLE.copy(),
            media_type=MEDIA_TYPE,
        )
        self._digests: dict[tuple[str, int, frozenset[str]], str] = {}
        self._sheets: OrderedDict[str, Sheet] = OrderedDict()

    def sheet(
        self, css: str, viewport: int, named: frozenset[str], resources: ReportResources
    ) -> Sheet:
        """Return a parsed style sheet; the same text is parsed once.

        Pages of several widths between two breakpoints share one.
        """
        asked = (_digest(css), viewport, named)
        text = ""
        if asked not in self._digests:
            text = prepare_sheet(css, viewport, named, resources.may_read)
            self._digests[asked] = _digest(text)
        key = self._digests[asked]
        if key not in self._sheets:
            text = text or prepare_sheet(css, viewport, named, resources.may_read)
            parsed = library.load().CSS(
                string=text,
                base_url=resources.base_url,
                url_fetcher=fetcher(resources),
                media_type=MEDIA_TYPE,
                font_config=self.font_config,
            )
            self._sheets[key] = Sheet(parsed, PaintRules(text))
            if len(self._sheets) > MAX_SHEETS:
                self._sheets.popitem(last=False)
        self._sheets.move_to_end(key)
        return self._sheets[key]


_idle: list[Press] = []


@contextmanager
def press() -> Iterator[Press]:
    """Lend a press to this thread."""
    try:
        ready = _idle.pop()
    except IndexError:
        ready = Press()
    yield ready
    # After an error its state is unknown: it is not given back.
    if ready.documents < MAX_DOCUMENTS:
        _idle.append(ready)


def fetcher(resources: ReportResources) -> Any:
    """Return WeasyPrint's fetcher that reads nothing but a report's resources."""
    urls = library.load().urls

    class Fetcher(urls.URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols=())

        def fetch(self, url: str, headers: Any = None) -> Any:
            resource = resources.get(url)
            return urls.URLFetcherResponse(
                url, resource.content, {"Content-Type": resource.mimetype}
            )

    return Fetcher()
