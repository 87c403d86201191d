"""Pages compared with pictures that were looked at and approved.

To approve new ones, name a directory in REPORT_PICTURES and run these tests: they write
the pictures there. Look at them, then copy them to ``tests/pictures``.
"""

import os
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from .common import PrintCase

APPROVED = Path(__file__).parent / "pictures"
LAYOUTS = ("standard", "boxed", "bold", "striped", "folder", "wave", "bubble")
# Grey levels; letters are drawn a little differently by other versions of Pango.
DIFFERENT, MEAN = 60, 2.0
SHARE = 0.01


class TestPictures(PrintCase):
    def _layout(self, name):
        self.company.external_report_layout_id = self.env.ref(
            f"web.external_layout_{name}"
        )
        # The company's colours are compiled once a transaction.
        self.env["ir.attachment"].sudo().search(
            [("url", "=like", "/web/assets/%report_assets%")]
        ).unlink()
        self.env.registry.clear_cache("assets")
        report = self.env.ref("web.action_report_layout_preview")
        return self._print(report, self.company)

    def _compare(self, name, picture):
        if directory := os.environ.get("REPORT_PICTURES"):
            picture.save(Path(directory) / f"{name}.png", optimize=True)
        approved = Image.open(APPROVED / f"{name}.png")
        self.assertEqual(picture.size, approved.size)
        mean, share = self._measure_difference(picture, approved)
        self.assertLess(mean, MEAN)
        self.assertLess(share, SHARE)

    def _measure_difference(self, *pictures):
        """Return the mean difference in grey levels, and the share of odd pixels."""
        blurred = (picture.filter(ImageFilter.BoxBlur(1)) for picture in pictures)
        levels = ImageChops.difference(*blurred).histogram()
        mean = sum(level * number for level, number in enumerate(levels)) / sum(levels)
        return mean, sum(levels[DIFFERENT:]) / sum(levels)

    def test_every_layout_looks_as_approved(self):
        for name in LAYOUTS:
            with self.subTest(layout=name):
                pdf = self._layout(name)
                self.assertEqual(len(pdf), 1)
                self._compare(name, pdf.picture())
                self._check_places(pdf)

    def _check_places(self, pdf):
        """The total at the right below the lines, header and footer at the ends."""
        left, top = pdf.place("22,137.50")
        self.assertGreater(left, 150)
        self.assertGreater(top, pdf.place("Four Person Desk")[1])
        self.assertLess(pdf.place("12 avenue Blaise Diagne")[1], 52)
        self.assertGreater(pdf.place("NINEA")[1], 265)

    def test_a_difference_is_found(self):
        approved = Image.open(APPROVED / "standard.png")
        other = approved.copy()
        other.paste(0, (40, 40, 90, 90))
        _mean, share = self._measure_difference(approved, other)
        self.assertGreater(share, SHARE)
