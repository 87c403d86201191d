"""The page as wkhtmltopdf understood it: size, margins, header place and scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

MM_PER_INCH = 25.4
CSS_DPI = 96.0
# WebKit lays pages out a quarter wider than the paper and shrinks them ("smart
# shrinking"), up to a half wider where a table does not fit.
SHRINKING = 1.25
MAX_SHRINKING = 1.6
A4 = (210.0, 297.0)


@dataclass(frozen=True)
class PageSetup:
    """A page, in millimetres.

    :ivar spacing: from the top of the header to the top of the text
    :ivar scale: printed size of a CSS pixel, 1 where 96 of them make an inch
    """

    width: float = A4[0]
    height: float = A4[1]
    top: float = 40.0
    right: float = 7.0
    bottom: float = 20.0
    left: float = 7.0
    spacing: float = 35.0
    header_line: bool = False
    scale: float = 1 / SHRINKING

    @classmethod
    def of_pixels(cls, width: int, height: int) -> PageSetup:
        """Return a page without margins on which 96 pixels are an inch."""
        sides = (side * MM_PER_INCH / CSS_DPI for side in (width, height))
        return cls(*sides, top=0, right=0, bottom=0, left=0, spacing=0, scale=1.0)

    @property
    def viewport(self) -> int:
        """The width that media queries compare with, in CSS pixels."""
        return round(self.pixels(self.width - self.left - self.right))

    def pixels(self, millimetres: float) -> float:
        """Return a length on paper as CSS pixels before scaling."""
        return millimetres / MM_PER_INCH * CSS_DPI / self.scale

    def millimetres(self, pixels: float) -> float:
        return pixels * self.scale * MM_PER_INCH / CSS_DPI

    def with_room(self, top: float, bottom: float) -> PageSetup:
        """Return the page with larger margins; the header stays where it begins."""
        return replace(
            self,
            top=self.top + top,
            spacing=self.spacing + top,
            bottom=self.bottom + bottom,
        )

    def widened(self, factor: float) -> PageSetup:
        """Return the same paper with smaller print, so that wider content fits."""
        return replace(self, scale=self.scale / min(factor, MAX_SHRINKING))

    def css(self) -> str:
        """Return the ``@page`` rule; header and footer are running elements."""
        line = "border-bottom: 1px solid;" if self.header_line else ""
        above = max(self.top - self.spacing, 0)
        px = self.pixels
        return f"""
            @page {{
                size: {px(self.width):.2f}px {px(self.height):.2f}px;
                margin: {px(self.top):.2f}px {px(self.right):.2f}px
                        {px(self.bottom):.2f}px {px(self.left):.2f}px;
                @top-left {{
                    content: element(o_weasyprint_header);
                    width: 100%; padding-top: {px(above):.2f}px;
                    vertical-align: top; text-align: start; {line}
                }}
                @bottom-left {{
                    content: element(o_weasyprint_footer);
                    width: 100%; vertical-align: top; text-align: start;
                }}
            }}"""


def page_setup(
    paper: Mapping[str, Any],
    sizes: Mapping[str, tuple[float, float]],
    *,
    landscape: Any = None,
    arguments: Mapping[str, str] | None = None,
) -> PageSetup:
    """Return the page for a paper format's values and a report's own arguments.

    :param paper: the fields of ``report.paperformat``, or empty for its defaults
    :param sizes: width and height in mm of the named formats
    :param landscape: what the caller asked for; ``None`` lets the report say
    :param arguments: ``data-report-*`` of the report's root element
    """
    arguments = arguments or {}
    if landscape is None:
        landscape = arguments.get("data-report-landscape")
    width, height = _size(paper, sizes)
    if landscape or paper.get("orientation") == "Landscape":
        width, height = height, width
    dpi = int(arguments.get("data-report-dpi") or paper.get("dpi") or CSS_DPI)
    shrinking = 1.0 if paper.get("disable_shrinking") else SHRINKING
    defaults = PageSetup()
    return PageSetup(
        width=width,
        height=height,
        top=_length(arguments, "margin-top", paper.get("margin_top", defaults.top)),
        right=paper.get("margin_right", defaults.right),
        bottom=_length(
            arguments, "margin-bottom", paper.get("margin_bottom", defaults.bottom)
        ),
        left=paper.get("margin_left", defaults.left),
        spacing=_length(
            arguments, "header-spacing", paper.get("header_spacing", defaults.spacing)
        ),
        header_line=bool(paper.get("header_line")),
        scale=CSS_DPI / dpi / shrinking,
    )


def _size(
    paper: Mapping[str, Any], sizes: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    if paper.get("format") == "custom":
        if paper.get("page_width") and paper.get("page_height"):
            return float(paper["page_width"]), float(paper["page_height"])
        return A4
    return sizes.get(paper.get("format") or "A4", A4)


def _length(arguments: Mapping[str, str], name: str, default: float) -> float:
    value = arguments.get(f"data-report-{name}")
    return default if value is None else float(str(value).removesuffix("mm"))
