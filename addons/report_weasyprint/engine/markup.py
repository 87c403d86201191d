"""The documents of a print: one tree each, with its own header and footer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from xml.etree import ElementTree

import lxml.html
from lxml import etree

from .sheets import families_in
from .svg import restore_names

HEADERS, FOOTERS = "minimal_layout_report_headers", "minimal_layout_report_footers"
MARK = "data-o-weasyprint"


@dataclass
class Markup:
    """A document ready for WeasyPrint.

    :ivar tree: the root element, without links to style sheets, scripts and base
    :ivar sheets: the addresses of its style sheets, in their order
    :ivar families: the fonts that it names itself
    """

    tree: ElementTree.Element
    sheets: list[str] = field(default_factory=list)
    families: frozenset[str] = frozenset()


def split_documents(
    bodies: Iterable[str], header: str | None, footer: str | None
) -> Iterator[Markup]:
    """Yield the documents of a print, each with the header and footer of its number.

    Odoo gives one page for all headers and one for all footers, from which a script
    took the one of the current document.
    """
    headers, footers = _Running(header, HEADERS), _Running(footer, FOOTERS)
    for number, body in enumerate(bodies):
        tree = _parse(body)
        sheets = _take_sheets(tree)
        page = tree.find("body")
        for running, name in ((footers, "footer"), (headers, "header")):
            element = running.get(number, f"o_weasyprint_{name}")
            if element is not None:
                # Before all text: what runs must begin on the first page.
                element.tail, page.text = page.text, None
                page.insert(0, element)
                sheets += [sheet for sheet in running.sheets if sheet not in sheets]
        _clean(tree)
        yield Markup(_as_standard(tree), sheets, _families(tree))


def _families(tree: etree._Element) -> frozenset[str]:
    texts = [*tree.xpath("//@style"), *tree.xpath("//style/text()")]
    return frozenset(families_in(";".join(t for t in texts if "font-family" in t)))


def add_style(tree: ElementTree.Element, css: str) -> None:
    """Put the page's style sheet behind those of the document, or in its place."""
    head = tree.find("head")
    if head is None:
        head = ElementTree.Element("head")
        tree.insert(0, head)
    for old in head.findall(f"style[@{MARK}]"):
        head.remove(old)
    style = ElementTree.SubElement(head, "style", {MARK: "page"})
    style.text = css


def _as_standard(element: etree._Element) -> ElementTree.Element:
    """Return the tree as Python's own elements, which WeasyPrint's SVG needs."""
    copy = ElementTree.Element(element.tag, dict(element.attrib))
    copy.text, copy.tail = element.text, element.tail
    for child in element:
        if isinstance(child.tag, str):
            copy.append(_as_standard(child))
        elif child.tail and len(copy):
            copy[-1].tail = (copy[-1].tail or "") + child.tail
        elif child.tail:
            copy.text = (copy.text or "") + child.tail
    return copy


class _Running:
    """All headers (or footers) of a print."""

    def __init__(self, html: str | None, container: str) -> None:
        self.sheets: list[str] = []
        self._elements: list[etree._Element] = []
        self._common = None
        self._attributes: dict[str, str] = {}
        if not html:
            return
        tree = _parse(html)
        self.sheets = _take_sheets(tree)
        body = tree.find("body")
        self._attributes = {k: body.get(k) for k in ("class", "dir") if body.get(k)}
        found = body.xpath(f'//div[@id="{container}"]')
        if found:
            self._elements = list(found[0])
        else:
            self._common = body

    def get(self, number: int, name: str) -> etree._Element | None:
        """Return the element for a document, in a box with the body's own classes."""
        if self._common is not None:
            content = [deepcopy(child) for child in self._common]
        elif number < len(self._elements):
            content = [deepcopy(self._elements[number])]
        else:
            content = []
        if not content:
            return None
        outer = etree.Element("div", {"class": name})
        classes = f"o_weasyprint_running {self._attributes.get('class', '')}"
        inner = etree.SubElement(outer, "div", {**self._attributes, "class": classes})
        inner.extend(content)
        return outer


def _parse(html: str) -> etree._Element:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    tree = lxml.html.document_fromstring(html.encode() or b"<body/>", parser=parser)
    if tree.find("body") is None:
        etree.SubElement(tree, "body")
    return tree


def _take_sheets(tree: etree._Element) -> list[str]:
    sheets = []
    for link in list(tree.iter("link")):
        if "stylesheet" in (link.get("rel") or "").lower() and link.get("href"):
            sheets.append(link.get("href"))
        link.drop_tree() if hasattr(link, "drop_tree") else None
    return sheets


def _clean(tree: etree._Element) -> None:
    """Drop what only browsers need and give SVG its names back."""
    etree.strip_elements(tree, "script", "base", "noscript", with_tail=False)
    for svg in list(tree.iter("svg")):
        restore_names(svg)
