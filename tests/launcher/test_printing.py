import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from launcher import printing
from launcher.errors import LauncherError
from launcher.home import Instance


class TestPrinting(unittest.TestCase):
    def test_what_is_there_is_not_asked_for(self):
        with (
            patch.object(printing, "has_library", return_value=True),
            patch.object(printing, "has_font", return_value=True),
        ):
            self.assertEqual(printing.missing_packages(), [])

    def test_a_missing_library_and_font_are_named_by_package(self):
        with (
            patch.object(printing, "LIBRARIES", {"libnone.so.9": "libnone9"}),
            patch.object(printing, "FONTS", {"None.ttf": "fonts-none"}),
            patch.object(printing, "FONT_FOLDERS", (Path("/none"),)),
        ):
            self.assertEqual(printing.missing_packages(), ["libnone9", "fonts-none"])

    def test_a_font_is_found_below_a_folder(self):
        with TemporaryDirectory() as folder:
            (Path(folder) / "deep").mkdir()
            (Path(folder) / "deep" / "Some.ttf").touch()
            with patch.object(printing, "FONT_FOLDERS", (Path(folder),)):
                self.assertTrue(printing.has_font("Some.ttf"))
                self.assertFalse(printing.has_font("Other.ttf"))

    def test_without_root_the_user_is_told_what_to_type(self):
        with (
            TemporaryDirectory() as folder,
            patch.object(printing, "missing_packages", return_value=["fonts-none"]),
            patch("os.geteuid", return_value=1000),
            self.assertRaises(LauncherError) as error,
        ):
            printing.require_printing(Instance(Path(folder)))
        self.assertIn("apt-get install fonts-none", str(error.exception))
