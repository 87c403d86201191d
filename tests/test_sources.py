"""Rules that the addons' files keep: dependencies, explanations, translations."""

import ast
import re
import unittest

import polib

from .common import ADDONS_DIR, MANIFESTS, OUR_MODULES

ROOT = ADDONS_DIR.parent

# The floors of docs/architecture.md: an addon may depend on lower floors only.
FLOORS = {
    "sunumarche_query": 0,
    "report_weasyprint": 0,
    "sunumarche_letter": 1,
    "sunumarche_operations": 0,
    "sunumarche_perimeter": 0,
    "mail_debian_assets": 0,
    "sunumarche_crm": 1,
    "sunumarche_crm_merge": 2,
    "sunumarche_crm_sale": 2,
    "sunumarche_crm_marketing": 2,
    "sunumarche_crm_service": 2,
    "sunumarche_crm_platform": 2,
    "sunumarche_demo": 4,
}
GLUE_FLOOR = 3


def floor_of(module):
    """Return the floor of an addon; a glue addon stands above what it joins."""
    if MANIFESTS[module].get("auto_install"):
        return GLUE_FLOOR
    return FLOORS[module]


class TestSources(unittest.TestCase):
    def test_every_addon_has_a_floor(self):
        for module in OUR_MODULES:
            with self.subTest(module=module):
                self.assertIn(floor_of(module), range(5))

    def test_dependencies_point_down(self):
        for module, manifest in MANIFESTS.items():
            for dependency in set(manifest["depends"]) & set(OUR_MODULES):
                with self.subTest(module=module, dependency=dependency):
                    self.assertLess(floor_of(dependency), floor_of(module))

    def test_every_sudo_says_why(self):
        for path in ADDONS_DIR.rglob("*.py"):
            if "tests" in path.parts:
                continue
            source = path.read_text("utf-8")
            lines = source.splitlines()
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Attribute) and node.attr == "sudo":
                    nearby = " ".join(lines[max(0, node.lineno - 3) : node.end_lineno])
                    with self.subTest(path=path.name, line=node.lineno):
                        self.assertIn("# sudo:", nearby)

    def test_french_is_complete(self):
        for module in OUR_MODULES:
            i18n = ADDONS_DIR / module / "i18n"
            template = i18n / f"{module}.pot"
            if not template.exists() and not _has_terms(module):
                continue
            with self.subTest(module=module):
                self.assertTrue(template.exists())
                french = _translated(i18n / "fr.po")
                terms = {entry.msgid for entry in polib.pofile(str(template))}
                self.assertFalse(terms - french)

    def test_every_fault_found_has_a_test_that_exists(self):
        page = (ROOT / "docs" / "faults.md").read_text("utf-8")
        tests = _tests_by_file()
        found = re.findall(r"`(test_\w+\.py)`: ((?:`test_\w+`(?:, )?)+)", page)
        self.assertGreater(len(found), 40)
        for file, names in found:
            for name in re.findall(r"`(\w+)`", names):
                with self.subTest(file=file, name=name):
                    self.assertIn(f"def {name}(", tests.get(file, ""))


def _tests_by_file():
    """Return the text of every test file, by its name; two of one name are one text."""
    texts = {}
    for folder in (ADDONS_DIR, ROOT / "tests"):
        for path in folder.rglob("test_*.py"):
            texts[path.name] = texts.get(path.name, "") + path.read_text("utf-8")
    return texts


def _translated(path):
    """Return the terms that a catalogue translates; none if it does not exist."""
    if not path.exists():
        return set()
    return {entry.msgid for entry in polib.pofile(str(path)) if entry.translated()}


def _has_terms(module):
    """Tell an addon with models, views or data from one that only has a manifest."""
    folders = ("models", "views", "data", "wizards", "report", "controllers")
    return any((ADDONS_DIR / module / folder).exists() for folder in folders)
