from xml.etree import ElementTree

from odoo.tests import BaseCase, tagged

from ..engine.markup import add_style, split_documents

BODY = """<html><head><base href="http://x/"/><link rel="stylesheet" href="/a.css"/>
    <script>alert(1)</script></head><body class="container">%s</body></html>"""
HEADERS = """<html><head><link rel="stylesheet" href="/h.css"/></head>
    <body class="o_css_margins" dir="rtl"><div id="minimal_layout_report_headers">
    <div class="header">First</div><div class="header">Second</div></div>
    </body></html>"""


@tagged("post_install", "-at_install")
class TestMarkup(BaseCase):
    def _split(self, *bodies, header=None, footer=None):
        return list(split_documents([BODY % body for body in bodies], header, footer))

    def _text(self, tree):
        return " ".join(" ".join(tree.find("body").itertext()).split())

    def test_each_document_gets_the_header_of_its_number(self):
        documents = self._split("one", "two", "three", header=HEADERS)
        texts = [self._text(document.tree) for document in documents]
        self.assertEqual(texts, ["First one", "Second two", "three"])

    def test_a_header_keeps_the_classes_and_direction_of_its_page(self):
        [document] = self._split("one", header=HEADERS)
        box = document.tree.find("body/div[@class='o_weasyprint_header']/div")
        self.assertEqual(box.get("class"), "o_weasyprint_running o_css_margins")
        self.assertEqual(box.get("dir"), "rtl")

    def test_a_header_of_another_make_is_on_every_document(self):
        header = "<html><body><p>Common</p></body></html>"
        documents = self._split("one", "two", header=header)
        texts = [self._text(document.tree) for document in documents]
        self.assertEqual(texts, ["Common one", "Common two"])

    def test_sheets_are_taken_out_in_order_and_scripts_dropped(self):
        [document] = self._split("<p>one</p>", header=HEADERS)
        self.assertEqual(document.sheets, ["/a.css", "/h.css"])
        names = {element.tag for element in document.tree.iter()}
        self.assertFalse(names & {"link", "script", "base"})

    def test_fragments_and_empty_documents_are_documents(self):
        trees = [document.tree for document in split_documents(["hm", ""], None, None)]
        self.assertEqual([self._text(tree) for tree in trees], ["hm", ""])

    def test_text_around_comments_stays(self):
        [document] = self._split("<p>a<!-- c -->b<b>x</b><!-- d -->e</p>")
        self.assertEqual("".join(document.tree.find("body").itertext()), "abxe")

    def test_drawings_get_their_names_back(self):
        [document] = self._split(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4" width="80" '
            'height="100%"><linearGradient/></svg>'
        )
        svg = document.tree.find(".//{http://www.w3.org/2000/svg}svg")
        self.assertEqual(svg.get("viewBox"), "0 0 4 4")
        self.assertEqual(svg.get("style"), "width:80px;height:100%;")
        self.assertEqual(svg[0].tag, "{http://www.w3.org/2000/svg}linearGradient")

    def test_fonts_that_a_document_names_are_known(self):
        [document] = self._split('<p style="font-family: Oswald">x</p>')
        self.assertEqual(document.families, {"oswald"})

    def test_the_page_style_replaces_the_one_before(self):
        [document] = self._split("one")
        add_style(document.tree, "a{}")
        add_style(document.tree, "b{}")
        html = ElementTree.tostring(document.tree, encoding="unicode")
        self.assertIn("b{}", html)
        self.assertNotIn("a{}", html)
