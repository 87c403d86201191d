from unittest.mock import patch

from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ..engine import library, press
from .common import Pdf, PrintCase

LINES = """
    <table class="table"><thead><tr><th>Article</th></tr></thead><tbody>
        <tr t-foreach="range(40)" t-as="line">
            <td>Article <t t-out="'%03d' % line"/></td>
        </tr></tbody></table>"""


class TestPrint(PrintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"Customer {letter}"} for letter in "ABC"]
        )

    def test_no_line_is_lost_and_the_header_row_is_repeated(self):
        report = self._create_report(f"<h2>Order</h2>{LINES}")
        pdf = self._print(report, self.partners[0])
        self.assertGreater(len(pdf), 1)
        text = "".join(pdf.text(page) for page in range(len(pdf)))
        for line in range(40):
            self.assertEqual(text.count(f"Article {line:03d}"), 1, line)
        for page in range(len(pdf)):
            left, _top = pdf.place("Article", page)
            self.assertRegex(pdf.text(page), r"Article\r?\n")
            self.assertAlmostEqual(left, pdf.place("Article")[0], delta=0.5)

    def test_one_record_by_its_id_is_printed(self):
        """Core's labels are: it gives the id, and no list."""
        report = self._create_report('<span t-out="o.name"/>')
        reports = self.env["ir.actions.report"]
        html, _kind = reports._render_qweb_html(report, self.partners[1].id)
        self.assertIn("Customer B", str(html))

    def test_header_and_footer_are_in_their_place_on_every_page(self):
        pdf = self._print(self._create_report(LINES), self.partners[0])
        for page in range(len(pdf)):
            with self.subTest(page=page):
                self.assertLess(pdf.place("12 avenue Blaise Diagne", page)[1], 40)
                self.assertGreater(pdf.place("NINEA 005123456", page)[1], 265)
                number = f"Page {page + 1} / {len(pdf)}"
                self.assertIn(number, " ".join(pdf.text(page).split()))
                self.assertGreaterEqual(pdf.place("Article", page)[1], 52)

    def test_documents_have_their_own_headers_numbers_and_languages(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.partners[1].lang = "fr_FR"
        body = """<h2 t-out="o.name"/><span t-field="o.create_date"
            t-options="{'widget': 'date', 'format': 'MMMM'}"/>"""
        report = self._create_report(
            f"""<t t-set="o" t-value="o.with_context(lang=o.lang)"/>{body}"""
        )
        self.partners.invalidate_recordset()
        pdf = self._print(report, self.partners)
        self.assertEqual(len(pdf), 3)
        for page, letter in enumerate("ABC"):
            self.assertIn(f"Customer {letter}", pdf.text(page))
            self.assertIn("Page 1 / 1", " ".join(pdf.text(page).split()))

    def test_each_record_gets_its_own_attachment(self):
        report = self._create_report(
            f"<h2 t-out='o.name'/><t t-if='o.name[-1] == \"B\"'>{LINES}</t>",
            attachment="object.name + '.pdf'",
        )
        self._print(report, self.partners)
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "in", self.partners.ids)]
        )
        pages = {a.res_id: (len(Pdf(a.raw)), Pdf(a.raw).text()) for a in attachments}
        self.assertEqual(set(pages), set(self.partners.ids))
        for partner in self.partners:
            self.assertIn(partner.name, pages[partner.id][1])
        self.assertEqual([pages[i][0] > 1 for i in self.partners.ids], [0, 1, 0])

    def test_what_is_attached_already_is_printed_with_the_rest(self):
        report = self._create_report(
            "<h2 t-out='o.name'/>",
            attachment="object.name + '.pdf'",
            attachment_use=True,
        )
        self._print(report, self.partners[1])
        pdf = self._print(report, self.partners)
        texts = [pdf.text(page) for page in range(len(pdf))]
        self.assertEqual(len(texts), 3)
        self.assertEqual(sum("Customer B" in text for text in texts), 1)

    def test_one_record_twice_is_printed_twice(self):
        report = self._create_report("<h2 t-out='o.name'/>")
        content, _kind = self.reports._render_qweb_pdf(report, self.partners[0].ids * 2)
        self.assertEqual(len(Pdf(content)), 2)

    def test_a_report_of_one_page_for_many_records(self):
        report = self._create_report("<h2>All</h2>", layout="web.internal_layout")
        view = self.env["ir.ui.view"].search([("key", "=", report.report_name)])
        view.arch = view.arch.replace('t-foreach="docs"', 't-foreach="docs[:1]"')
        self.assertEqual(len(self._print(report, self.partners)), 1)

    def test_landscape_and_paper_formats(self):
        for values, size in (
            ({"format": "A5"}, (148, 210)),
            ({"format": "A4", "orientation": "Landscape"}, (297, 210)),
            ({"format": "custom", "page_width": 57, "page_height": 32}, (57, 32)),
        ):
            paper = self.env["report.paperformat"].create(
                {"name": "x", "orientation": "Portrait", "margin_top": 5, **values}
            )
            report = self._create_report(
                "<p>x</p>", layout="web.basic_layout", paperformat_id=paper.id
            )
            with self.subTest(values=values):
                self.assertEqual(self._print(report, self.partners[0]).size(), size)

    def test_arguments_of_the_template(self):
        report = self._create_report(
            "<p>Text</p>",
            attributes="""<t t-set="data_report_landscape" t-value="True"/>
                <t t-set="data_report_margin_top" t-value="90"/>""",
        )
        pdf = self._print(report, self.partners[0])
        self.assertEqual(pdf.size(), (297, 210))
        self.assertGreaterEqual(pdf.place("Text")[1], 90)

    def test_a_smaller_dpi_prints_larger(self):
        sizes = []
        for dpi in (90, 180):
            paper = self.env["report.paperformat"].create({"name": "x", "dpi": dpi})
            report = self._create_report("<p>X</p>", paperformat_id=paper.id)
            sizes.append(self._print(report, self.partners[0]).letter_height("X"))
        self.assertAlmostEqual(sizes[0] / sizes[1], 2, delta=0.1)

    def test_a_tall_header_pushes_the_text_down(self):
        self.company.company_details = "<br/>".join(f"Line {n}" for n in range(20))
        pdf = self._print(self._create_report("<p>Text</p>"), self.partners[0])
        self.assertGreater(pdf.place("Text")[1], pdf.place("Line 19")[1])

    def test_a_wide_table_is_shrunk_onto_the_paper(self):
        cells = "".join(f"<td>Column{n:02d}Value</td>" for n in range(12))
        report = self._create_report(f"<table><tr>{cells}</tr></table>")
        pdf = self._print(report, self.partners[0])
        self.assertLess(pdf.place("Column11Value")[0], 200)

    def test_french_wolof_and_arabic(self):
        sentence = "Ñu ngi leen di sànt, ŋàññ: œuvre à 5 000 F"
        self.partners[0].name = sentence
        body = "<p t-out='o.name'/><p dir='rtl'>شكرا لكم</p>"
        pdf = self._print(self._create_report(body), self.partners[0])
        text = " ".join(pdf.text().split())
        self.assertIn(sentence, text)
        self.assertTrue(set("شكرا") <= set(text) or "ﺷ" in text)
        # U+FFFE and NUL are how a missing letter reads.
        self.assertFalse(set("\x00\ufffe\ufffd") & set(text))

    def test_images_and_barcodes_of_this_server_are_printed(self):
        self.partners[0].image_1920 = self._picture()
        report = self._create_report(
            """<img t-attf-src="/web/image/res.partner/{{o.id}}/image_1920"/>
            <img src="/report/barcode/QR/abc?width=90&amp;height=90"/>
            <span t-field="o.name" t-options="{'widget': 'barcode'}"/>"""
        )
        pdf = self._print(report, self.partners[0])
        images = [o for o in pdf.document[0].get_objects() if o.type == 3]
        # The company's logo, the picture and two barcodes.
        self.assertEqual(len(images), 4)

    def test_a_forbidden_image_leaves_a_hole_and_the_rest_is_printed(self):
        report = self._create_report("<p>Text</p><img src='file:///etc/passwd'/>")
        with mute_logger("odoo.addons.report_weasyprint.engine.resources"):
            pdf = self._print(report, self.partners[0])
        self.assertIn("Text", pdf.text())

    def test_images_are_those_that_the_printing_user_may_see(self):
        hidden = self.env["ir.attachment"].create(
            {"name": "hidden", "raw": b"x", "mimetype": "image/png"}
        )
        user = new_test_user(self.env, "print_user", "base.group_user")
        user.write(
            {"company_ids": [(4, self.company.id)], "company_id": self.company.id}
        )
        report = self._create_report(f"<p>Text</p><img src='/web/image/{hidden.id}'/>")
        logger = "odoo.addons.report_weasyprint.engine.resources"
        with self.assertLogs(logger, "WARNING") as logs:
            self.reports.with_user(user)._render_qweb_pdf(report, user.partner_id.ids)
        self.assertIn(f"user {user.id}", logs.output[0])

    def test_sheets_are_parsed_once(self):
        report = self._create_report("<h2 t-out='o.name'/>")
        with patch.object(press, "_idle", []):
            self._print(report, self.partners[0])
            parse = library.load().CSS
            with patch.object(library.load(), "CSS", side_effect=parse) as again:
                self._print(report, self.partners)
            self.assertFalse(again.called)

    def test_a_press_is_not_shared_and_not_kept_after_an_error(self):
        with patch.object(press, "_idle", []):
            with press.press() as first, press.press() as second:
                self.assertIsNot(first, second)
            self.assertEqual(len(press._idle), 2)
            with self.assertRaises(ZeroDivisionError), press.press():
                raise ZeroDivisionError
            self.assertEqual(len(press._idle), 1)
