"""Pictures of HTML, as wkhtmltoimage made them."""

from __future__ import annotations

import io
from collections.abc import Iterable

from . import library
from .markup import split_documents
from .page_setup import PageSetup
from .press import Press
from .renderer import Renderer
from .resources import ReportResources

PIXELS_PER_POINT = 96 / 72


def render_images(
    press: Press,
    resources: ReportResources,
    bodies: Iterable[str],
    *,
    size: tuple[int, int],
    image_format: str,
) -> list[bytes]:
    """Return a picture of each document's first page, ``size`` in pixels."""
    page = PageSetup.of_pixels(*size)
    renderer = Renderer(press, resources, page)
    documents = split_documents(bodies, None, None)
    return [
        picture(pdf, image_format, scale=PIXELS_PER_POINT)
        for pdf in renderer.print_apart(documents)
    ]


def picture(pdf: bytes, image_format: str = "png", scale: float = 1.0) -> bytes:
    """Return the first page as an image of ``scale`` pixels a point."""
    document = library.load_rasterizer().PdfDocument(pdf)
    image = document[0].render(scale=scale).to_pil().convert("RGB")
    result = io.BytesIO()
    image.save(result, {"jpg": "JPEG"}.get(image_format, image_format.upper()))
    return result.getvalue()
