"""Lay documents out and write them, a chunk at a time."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from odoo.tools.pdf import PdfReader, PdfWriter

from . import library
from .markup import Markup, add_style
from .page_setup import PageSetup
from .press import MEDIA_TYPE, OUR_SHEET, Press, Sheet, fetcher
from .resources import Refused, ReportResources

# A PDF is written when so many pages are laid out: their boxes are the memory.
CHUNK_PAGES = 40
# Beyond this the header would leave no page to write on.
MAX_ROOM = 0.6
# A shift that nobody sees, in millimetres.
TOLERANCE = 0.5
WIDTH_TOLERANCE = 0.01


class Renderer:
    """Turns the documents of one print into PDFs.

    How to use: ``Renderer(press, resources, page)``, then ``print_together`` for one
    PDF of all documents or ``print_apart`` for a PDF of each.

    How it works: a document is laid out on the page that the report asks for. Where
    its header or footer needs more than the margin, or a table is wider than the
    paper, it is laid out once more with room. Pages are numbered by document.
    """

    def __init__(
        self, press: Press, resources: ReportResources, page: PageSetup
    ) -> None:
        self.press = press
        self.resources = resources
        self.page = page
        self._fetcher = fetcher(resources)
        self._images: dict[str, Any] = {}
        self._texts: dict[str, str] = {}

    def print_apart(self, documents: Iterable[Markup]) -> Iterator[bytes]:
        """Yield a PDF for each document."""
        for markup in documents:
            yield self._write(*self._lay_out(markup))

    def print_together(self, documents: Iterable[Markup]) -> bytes:
        """Return one PDF; only a chunk of its pages is in memory as boxes."""
        return join(list(self._chunks(documents)))

    def _chunks(self, documents: Iterable[Markup]) -> Iterator[bytes]:
        waiting, pages, scale = None, [], self.page.scale
        for markup in documents:
            document, own_scale = self._lay_out(markup)
            if pages and (own_scale != scale or len(pages) >= CHUNK_PAGES):
                yield self._write(waiting.copy(pages), scale)
                pages = []
                self._images.clear()
            waiting, scale = document, own_scale
            pages += document.pages
        if waiting:
            yield self._write(waiting.copy(pages), scale)

    def _write(self, document: Any, scale: float) -> bytes:
        return document.write_pdf(zoom=scale)

    def _lay_out(self, markup: Markup) -> tuple[Any, float]:
        """Return the laid-out document and its scale."""
        self.press.documents += 1
        document = self._render(markup, self.page)
        page = fitted(self.page, document)
        if page != self.page:
            document = self._render(markup, page)
        return document, page.scale

    def _render(self, markup: Markup, page: PageSetup) -> Any:
        add_style(markup.tree, page.css())
        html, sheet = self._html(markup), self._sheet(markup)
        sheet.paint.apply(html.wrapper_element)
        return html.render(
            font_config=self.press.font_config,
            stylesheets=[sheet.css],
            cache=self._images,
        )

    def _html(self, markup: Markup) -> Any:
        """Return WeasyPrint's document for a tree that is parsed already.

        Its own constructor would parse with html5lib, in Python: a tenth of the time
        of an invoice.
        """
        html = library.load().HTML.__new__(library.load().HTML)
        html.base_url = self.resources.base_url
        html.url_fetcher = self._fetcher
        html.media_type = MEDIA_TYPE
        html.wrapper_element = library.load_selectors().ElementWrapper.from_html_root(
            markup.tree, content_language=None
        )
        html.etree_element = html.wrapper_element.etree_element
        html._ua_stylesheets = lambda forms=False: [self.press.browser_sheet]
        return html

    def _sheet(self, markup: Markup) -> Sheet:
        """Return all sheets of a document as one, so that each element asks one."""
        texts = [self._text(url) for url in markup.sheets]
        css = "\n".join([*texts, OUR_SHEET.read_text("utf-8")])
        return self.press.sheet(
            css, self.page.viewport, markup.families, self.resources
        )

    def _text(self, url: str) -> str:
        if url not in self._texts:
            try:
                content = self.resources.get(url).content.decode("utf-8", "replace")
            except Refused:
                content = ""
            self._texts[url] = content
        return self._texts[url]


def fitted(page: PageSetup, document: Any) -> PageSetup:
    """Return the page with room for what did not fit on it, or the same page."""
    box = document.pages[0]._page_box
    top, bottom = _excess(box, "@top-left"), _excess(box, "@bottom-left")
    top, bottom = page.millimetres(top), page.millimetres(bottom)
    limit = page.height * MAX_ROOM - page.top - page.bottom
    if max(top, bottom) >= TOLERANCE and top + bottom <= limit:
        page = page.with_room(top, bottom)
    boxes = [page._page_box for page in document.pages]
    width = max(_table_end(box) - box.content_box_x() for box in boxes)
    factor = width / box.width
    return page if factor < 1 + WIDTH_TOLERANCE else page.widened(factor)


def _table_end(box: Any) -> float:
    """Return how far to the right the tables of a page go, in pixels."""
    if type(box).__name__ == "TableBox":
        return box.position_x + box.border_width()
    children = getattr(box, "children", ())
    inside = (c for c in children if not getattr(c, "at_keyword", ""))
    return max(map(_table_end, inside), default=0.0)


def _excess(page_box: Any, keyword: str) -> float:
    """Return how far the text of a margin box goes beyond it, in pixels."""
    for box in page_box.children:
        if getattr(box, "at_keyword", "") == keyword:
            end = box.content_box_y() + box.height
            return max(max(_line_ends(box), default=0.0) - end, 0.0)
    return 0.0


def _line_ends(box: Any) -> Iterator[float]:
    """Yield where the lines of text below a box end, from the top of the page."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox" and child.children:
            yield child.position_y + child.height
        else:
            yield from _line_ends(child)


def join(parts: list[bytes]) -> bytes:
    """Return one PDF of several."""
    if len(parts) == 1:
        return parts[0]
    writer = PdfWriter()
    for part in parts:
        writer.append(PdfReader(io.BytesIO(part)))
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()
