import io

from PIL import Image

from ..engine.images import render_images
from ..engine.press import press
from .common import PrintCase


class TestImages(PrintCase):
    def _render(self, image_format):
        body = "<html><body style='margin:0;background:#d98c00'></body></html>"
        resources = self.reports._get_report_resources()
        with press() as ready:
            [content] = render_images(
                ready, resources, [body], size=(120, 60), image_format=image_format
            )
        return Image.open(io.BytesIO(content))

    def test_a_picture_has_the_size_and_format_that_was_asked_for(self):
        for image_format, name in (("jpg", "JPEG"), ("png", "PNG")):
            image = self._render(image_format)
            self.assertEqual((image.format, image.size), (name, (120, 60)))

    def test_colours_are_kept(self):
        self.assertEqual(self._render("png").getpixel((60, 30)), (0xD9, 0x8C, 0x00))

    def test_in_tests_no_picture_is_made_as_in_core(self):
        self.assertEqual(self.reports._run_wkhtmltoimage(["<p/>"], 10, 10), [None])
