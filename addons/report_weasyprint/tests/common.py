import base64
import io

import pypdfium2
from PIL import Image, ImageDraw

from odoo.tests import TransactionCase, tagged

POINTS_PER_MM = 72 / 25.4


class Pdf:
    """A printed document: its pages, their text and where it stands."""

    def __init__(self, content):
        self.document = pypdfium2.PdfDocument(content)

    def __len__(self):
        return len(self.document)

    def text(self, page=0):
        return self.document[page].get_textpage().get_text_range()

    def size(self, page=0):
        """Return width and height in whole millimetres."""
        size = self.document[page].get_size()
        return tuple(round(side / POINTS_PER_MM) for side in size)

    def place(self, text, page=0):
        """Return the place of a text's first letter, in mm from the top left."""
        textpage = self.document[page].get_textpage()
        found = textpage.search(text).get_next()
        if not found:
            raise AssertionError(f"{text!r} is not on page {page + 1}")
        left, _bottom, _right, top = textpage.get_charbox(found[0])
        height = self.document[page].get_size()[1]
        return left / POINTS_PER_MM, (height - top) / POINTS_PER_MM

    def letter_height(self, letter, page=0):
        """Return how high the first such letter is, in points."""
        textpage = self.document[page].get_textpage()
        index, _count = textpage.search(letter).get_next()
        _left, bottom, _right, top = textpage.get_charbox(index)
        return top - bottom

    def picture(self, page=0, scale=0.6):
        return self.document[page].render(scale=scale).to_pil().convert("L")


@tagged("post_install", "-at_install")
class PrintCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={"lang": "en_US", "force_report_rendering": True})
        cls.company = cls.env["res.company"].create(
            {
                "name": "Boutique Sandaga",
                "street": "12 avenue Blaise Diagne",
                "city": "Dakar",
                "country_id": cls.env.ref("base.sn").id,
                "logo": cls._picture(),
                "primary_color": "#1b6e3c",
                "secondary_color": "#d98c00",
                "report_header": "<p>At your door</p>",
                "report_footer": "<p>NINEA 005123456</p>",
                "paperformat_id": cls.env.ref("base.paperformat_euro").id,
                "external_report_layout_id": cls.env.ref(
                    "web.external_layout_standard"
                ).id,
                "font": "Lato",
            }
        )
        cls.env.user.company_ids += cls.company
        cls.env.user.company_id = cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.reports = cls.env["ir.actions.report"]

    @classmethod
    def _picture(cls):
        image = Image.new("RGB", (240, 90), (200, 40, 40))
        ImageDraw.Draw(image).rectangle((20, 20, 220, 70), fill=(255, 255, 255))
        content = io.BytesIO()
        image.save(content, "PNG")
        return base64.b64encode(content.getvalue())

    @classmethod
    def _create_report(cls, body, model="res.partner", **values):
        """Create a report whose template is ``body`` inside the external layout."""
        key = f"report_weasyprint.test_{cls.env['ir.ui.view'].search_count([])}"
        layout = values.pop("layout", "web.external_layout")
        attributes = values.pop("attributes", "")
        cls.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "name": key,
                "key": key,
                "arch": f"""
                    <t t-name="{key}"><t t-call="web.html_container">{attributes}
                        <t t-foreach="docs" t-as="o"><t t-call="{layout}">
                            <div class="page">{body}</div>
                        </t></t>
                    </t></t>""",
            }
        )
        return cls.reports.create(
            {"name": key, "model": model, "report_name": key, **values}
        )

    def _print(self, report, records):
        content, kind = self.reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        return Pdf(content)
