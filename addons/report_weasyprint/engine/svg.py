"""Drawings inside the page: what a browser does to them and WeasyPrint does not."""

from __future__ import annotations

import re
from typing import Any

from . import library

NAMESPACE = "{http://www.w3.org/2000/svg}"
# lxml's HTML parser writes all names in lower case; SVG minds the difference.
CASED = (
    "clipPath",
    "clipPathUnits",
    "gradientTransform",
    "gradientUnits",
    "linearGradient",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "preserveAspectRatio",
    "radialGradient",
    "refX",
    "refY",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "textLength",
    "textPath",
    "viewBox",
)
NAMES = {name.lower(): name for name in CASED}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PAINT = re.compile(
    r"(?:^|;)\s*((?:fill|stroke)(?:-[a-z]+)*)\s*:\s*([^;!]+)", re.IGNORECASE
)


def restore_names(svg: Any) -> None:
    """Give a drawing parsed as HTML its namespace and its names back.

    Its width and height become a style: that is what they are to a browser.
    """
    _size_by_style(svg)
    for element in svg.iter():
        if isinstance(element.tag, str) and not element.tag.startswith("{"):
            element.attrib.pop("xmlns", None)
            element.tag = NAMESPACE + NAMES.get(element.tag, element.tag)
            for name in set(element.attrib) & set(NAMES):
                element.set(NAMES[name], element.attrib.pop(name))


def _size_by_style(svg: Any) -> None:
    sizes = [
        f"{side}:{value}{'px' if value.replace('.', '').isdigit() else ''}"
        for side in ("width", "height")
        if (value := svg.get(side))
    ]
    if sizes:
        svg.set("style", ";".join([*sizes, svg.get("style", "")]))


class PaintRules:
    """The rules of a style sheet that colour the parts of a drawing.

    WeasyPrint draws an inline SVG as an image of its own, which the page's style
    sheets do not reach; ``apply`` writes their colours into it.
    """

    def __init__(self, css: str) -> None:
        selectors = library.load_selectors()
        self._matcher = selectors.Matcher()
        for prelude, block in _RULE.findall(css):
            paint = {name: value.strip() for name, value in _PAINT.findall(block)}
            if not paint:
                continue
            try:
                compiled = selectors.compile_selector_list(prelude)
            except selectors.SelectorError:
                continue
            for selector in compiled:
                self._matcher.add_selector(selector, paint)

    def apply(self, root: Any) -> None:
        """Colour the drawings below an element, as cssselect2 wraps it."""
        for wrapper in root.iter_subtree():
            element = wrapper.etree_element
            if element.tag.startswith(NAMESPACE):
                for *_weight, paint in self._matcher.match(wrapper):
                    element.attrib.update(paint)
