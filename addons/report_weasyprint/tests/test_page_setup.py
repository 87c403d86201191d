from odoo.tests import BaseCase, tagged

from ..engine.page_setup import PageSetup, page_setup

SIZES = {"A4": (210.0, 297.0), "A5": (148.0, 210.0)}
PAPER = {
    "format": "A4",
    "orientation": "Portrait",
    "margin_top": 52.0,
    "margin_right": 0.0,
    "margin_bottom": 32.0,
    "margin_left": 0.0,
    "header_spacing": 52,
    "dpi": 90,
}


@tagged("post_install", "-at_install")
class TestPageSetup(BaseCase):
    def _setup(self, paper=None, **options):
        return page_setup({**PAPER, **(paper or {})}, SIZES, **options)

    def test_margins_and_size_are_those_of_the_paper_format(self):
        page = self._setup({"format": "A5"})
        self.assertEqual((page.width, page.height), (148.0, 210.0))
        self.assertEqual((page.top, page.bottom, page.spacing), (52.0, 32.0, 52))

    def test_landscape_comes_from_the_format_the_caller_or_the_report(self):
        for paper, options in (
            ({"orientation": "Landscape"}, {}),
            ({}, {"landscape": True}),
            ({}, {"arguments": {"data-report-landscape": "True"}}),
        ):
            with self.subTest(paper=paper, options=options):
                page = self._setup(paper, **options)
                self.assertEqual((page.width, page.height), (297.0, 210.0))

    def test_a_caller_who_refuses_landscape_wins_over_the_report(self):
        arguments = {"data-report-landscape": "True"}
        page = self._setup(landscape=False, arguments=arguments)
        self.assertEqual((page.width, page.height), (210.0, 297.0))

    def test_arguments_of_the_report_win_over_the_format(self):
        page = self._setup(
            arguments={
                "data-report-margin-top": "10",
                "data-report-margin-bottom": "12mm",
                "data-report-header-spacing": "8",
                "data-report-dpi": "120",
            }
        )
        self.assertEqual((page.top, page.bottom, page.spacing), (10.0, 12.0, 8.0))
        self.assertAlmostEqual(page.scale, 96 / 120 / 1.25)

    def test_custom_size(self):
        paper = {"format": "custom", "page_width": 57, "page_height": 32}
        self.assertEqual(self._setup(paper).width, 57)
        self.assertEqual(self._setup({"format": "custom"}).width, 210)

    def test_without_shrinking_a_css_millimetre_is_a_millimetre(self):
        page = self._setup({"disable_shrinking": True, "dpi": 96})
        self.assertEqual(page.scale, 1)
        self.assertAlmostEqual(page.pixels(25.4), 96)

    def test_no_paper_format_at_all(self):
        self.assertEqual(page_setup({}, SIZES).height, 297.0)

    def test_room_moves_the_text_and_not_the_header(self):
        page = PageSetup(top=50, spacing=45).with_room(10, 5)
        self.assertEqual((page.top - page.spacing, page.top, page.bottom), (5, 60, 25))

    def test_widening_stops_where_wkhtmltopdf_stopped(self):
        page = PageSetup(scale=0.8)
        self.assertAlmostEqual(page.widened(1.2).scale, 0.8 / 1.2)
        self.assertAlmostEqual(page.widened(9).scale, 0.5)

    def test_header_line(self):
        self.assertIn("border-bottom", self._setup({"header_line": True}).css())
        self.assertNotIn("border-bottom", self._setup().css())
