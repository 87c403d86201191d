"""One PDF a record where core would cut a common one by its headings."""

from __future__ import annotations

import io
from collections.abc import Iterable, MutableMapping
from typing import Any

from odoo.tools.pdf import PdfWriter


class SplitPrint:
    """The documents of several records, printed apart.

    Core prints all records at once and finds their pages by the outline that
    wkhtmltopdf wrote, or prints them all again one by one. Here core is told of a
    print with one blank page a record, shares these out, and gets the real PDFs in
    their place from ``fill``.
    """

    def __init__(self) -> None:
        self.record_ids: list[int | None] = []
        self._pdfs: list[bytes] = []

    @property
    def is_possible(self) -> bool:
        """Whether each document says which record it is about, and none twice."""
        ids = self.record_ids
        return len(ids) > 1 and None not in ids and len(set(ids)) == len(ids)

    def print(self, pdfs: Iterable[bytes]) -> bytes:
        """Keep the PDFs of the documents; return their stand-in."""
        self._pdfs = list(pdfs)
        writer = PdfWriter()
        for _pdf in self._pdfs:
            writer.add_blank_page(1, 1)
        stand_in = io.BytesIO()
        writer.write(stand_in)
        return stand_in.getvalue()

    def fill(self, streams: MutableMapping[Any, dict[str, Any]]) -> None:
        """Put the PDFs in the place of the blank pages."""
        if not self._pdfs:
            return
        streams.pop(False, None)
        for record_id, pdf in zip(self.record_ids, self._pdfs, strict=True):
            slot = streams.setdefault(record_id, {"attachment": None})
            slot["stream"] = io.BytesIO(pdf)
