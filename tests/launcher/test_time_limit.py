"""The time limit of pytest.ini, tried on a small run of its own."""

import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TESTS = """\
def test_endless():
    while True:
        pass

def test_next():
    pass
"""


def test_every_test_has_a_limit():
    settings = ConfigParser()
    settings.read(REPOSITORY / "pytest.ini")
    assert settings["pytest"]["timeout"] == "900"


def test_a_loop_without_end_fails_and_the_next_test_runs(tmp_path):
    shutil.copy(REPOSITORY / "pytest.ini", tmp_path)
    (tmp_path / "test_x.py").write_text(TESTS)
    options = ["-p", "no:odoo", "-p", "no:cacheprovider", "-o", "timeout=1", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_x.py"],
        cwd=tmp_path,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1, done.stdout
    assert "Timeout" in done.stdout
    assert "1 failed, 1 passed" in done.stdout
