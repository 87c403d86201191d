from odoo.tests import BaseCase, tagged

from ..engine.sheets import (
    families_in,
    keep_used_faces,
    settle_media_queries,
    spare_pseudo_elements,
)
from ..engine.svg import PaintRules

FACES = """
    @font-face{font-family: 'Lato'; src: url("/a.eot"), url("/a.woff"), url("/a.ttf");}
    @font-face{font-family: "Unused"; src: url("/b.ttf");}
    @font-face{font-family: "Far"; src: url("https://far.example/c.ttf");}
    p{font-family: Lato, "Far", sans-serif;}"""


@tagged("post_install", "-at_install")
class TestSheets(BaseCase):
    def _media(self, query):
        return settle_media_queries(f"@media {query}{{p{{}}}}", 930).split()[1]

    def test_media_queries_are_answered_for_the_width_of_the_page(self):
        for query in (
            "screen",
            "all",
            "(min-width: 768px)",
            "screen and (max-width: 991.98px)",
            "print, (min-width: 576px)",
            "(min-width: 36em)",
        ):
            with self.subTest(query=query):
                self.assertEqual(self._media(query), "all")
        for query in (
            "print",
            "(min-width: 992px)",
            "(max-width: 767.98px)",
            "(prefers-reduced-motion: reduce)",
            "(min-width: 576px) and (hover: hover)",
        ):
            with self.subTest(query=query):
                self.assertEqual(self._media(query), "never")

    def test_only_fonts_that_are_named_and_readable_stay(self):
        css = keep_used_faces(FACES, set(), lambda url: url.startswith("/"))
        self.assertEqual(css.count("@font-face"), 1)
        self.assertIn('src:url("/a.ttf")', css)
        self.assertNotIn("eot", css)

    def test_a_font_that_only_the_document_names_stays(self):
        css = keep_used_faces(FACES, {"unused"}, lambda url: url.startswith("/"))
        self.assertIn("/b.ttf", css)

    def test_families_of_declarations(self):
        text = "font-family: 'Open Sans', Arial !important; color: red"
        self.assertEqual(families_in(text), {"open sans", "arial"})

    def test_pseudo_elements_of_everything_go_and_those_of_something_stay(self):
        css = spare_pseudo_elements(
            "*, *::before, *::after{box-sizing: border-box}"
            "p::before{content: 'x'}::file-selector-button{margin: 0}"
            "::marker{color: red}"
        )
        self.assertEqual(
            css,
            "*{box-sizing: border-box}p::before{content: 'x'}li::marker{color: red}",
        )

    def test_colours_of_drawings_are_found_in_a_sheet(self):
        rules = PaintRules("p{color: red} .a rect{fill: #edeeee; margin: 0} <{fill: x}")
        [names] = rules._matcher.lower_local_name_selectors.values()
        self.assertEqual(names[0][-1], {"fill": "#edeeee"})
