import argparse
from pathlib import Path

import pytest

from launcher import drills, testing
from launcher.cli import parser
from launcher.errors import LauncherError


def test_every_drill_has_a_name_and_says_how_it_is_run():
    assert drills.names() == ["clock", "disk", "mail", "replica", "wall"]
    for name in drills.names():
        text = (drills.DRILLS / f"drill_{name}.py").read_text("utf-8")
        assert f"./sunu drill {name}" in text


def test_an_unknown_drill_is_refused_with_those_that_exist():
    with pytest.raises(LauncherError) as caught:
        drills.drill("flood", [], None)
    assert "clock, disk, mail, replica, wall" in str(caught.value)


def test_a_drill_is_run_as_a_test_on_a_copy(monkeypatch, tmp_path):
    calls = []

    def run(_runtime, arguments, **options):
        calls.append((arguments, options))
        return 0

    monkeypatch.setattr(testing, "run", run)
    monkeypatch.setattr(testing, "require_production", lambda _instance: None)
    monkeypatch.setattr(drills, "prepare", lambda _lock: None)
    monkeypatch.setenv(drills.FIGURES, "")
    assert drills.drill("mail", ["-x"], tmp_path / "figures.json") == 0
    [(arguments, options)] = calls
    assert arguments[:2] == ["-s", "-x"]
    assert arguments[2].endswith("tests/faults/drill_mail.py")
    assert options == {"demo": False, "keep": False}


def test_the_command_line_takes_a_name_and_a_file():
    options = parser().parse_args(["drill", "disk", "--json", "figures.json"])
    assert isinstance(options, argparse.Namespace)
    assert (options.name, options.json) == ("disk", Path("figures.json"))
