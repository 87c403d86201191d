import sys
from types import SimpleNamespace

import pytest

from launcher import core_suites
from launcher.core_guard import (
    Difference,
    judge,
    read_differences,
    short_id,
    why_left_out,
)
from launcher.errors import LauncherError
from launcher.odoo_tree import OdooTree

EXPECTED = {"a::b": Difference("a::b", "3 != 4", "why")}


def test_lines_of_the_list():
    text = "# comment\n\na::b | 3 != 4 | why\n"
    assert read_differences(text) == EXPECTED


@pytest.mark.parametrize("line", ["a::b", "a::b | 3 != 4", "a::b |  | why"])
def test_a_line_without_words_and_reason_is_refused(line):
    with pytest.raises(ValueError, match="not “test"):
        read_differences(line)


@pytest.mark.parametrize(
    ("failed", "passed", "surprises", "outdated"),
    [
        ({"a::b": "assert 3 != 4"}, [], [], []),
        ({"a::b": "KeyError"}, [], ["a::b | KeyError"], []),
        ({"a::c": "3 != 4"}, [], ["a::c | 3 != 4"], []),
        ({}, ["a::b", "a::c"], [], ["a::b"]),
    ],
)
def test_what_fails_and_what_passes_against_the_list(
    failed, passed, surprises, outdated
):
    assert judge(failed, passed, EXPECTED) == (surprises, outdated)


@pytest.mark.parametrize(
    "short",
    [
        "crm/tests/test_lead.py::TestLead::test_a",
        "mail/tests/discuss/test_channel.py::TestChannel::test_a",
    ],
)
def test_ids_begin_with_the_addon(short):
    assert short_id(f"../../odoo/addons/{short}") == short
    assert short_id(short) == short


class Case:
    """Stands for a case of core's, as Odoo marks it."""

    test_tags = frozenset({"standard"})

    def test_a(self):
        """Asserts nothing."""

    def test_b(self):
        self._click_through("crm")

    def test_c(self):
        self._count()

    def _click_through(self, name):
        self.start_tour(f"/{name}")

    def _count(self):
        """Counts nothing."""


def item_of(module, name="test_a"):
    function = getattr(Case, name)
    return SimpleNamespace(
        cls=Case, module=module, originalname=name, function=function
    )


def test_a_case_runs_in_the_file_that_defines_it():
    assert why_left_out(item_of(sys.modules[__name__])) == ""


@pytest.mark.parametrize(("name", "is_tour"), [("test_b", True), ("test_c", False)])
def test_a_tour_is_known_by_a_helper_of_its_class(name, is_tour):
    reason = why_left_out(item_of(sys.modules[__name__], name))
    assert ("tour" in reason) is is_tour


def test_a_case_that_another_file_imports_runs_once():
    assert "another file" in why_left_out(item_of(core_suites))


def test_a_suite_is_looked_for_in_every_directory(tmp_path):
    (tmp_path / "more" / "crm" / "tests").mkdir(parents=True)
    tree = OdooTree(tmp_path / "odoo", tmp_path, (tmp_path / "more",), "key")
    found = core_suites.find_suite(tree, "crm")
    assert found == tmp_path / "more" / "crm" / "tests"
    with pytest.raises(LauncherError, match="no addon shop"):
        core_suites.find_suite(tree, "shop")
