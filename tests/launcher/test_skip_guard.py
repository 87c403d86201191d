"""The guard of conftest.py, tried on a small run of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
TESTS = """\
import pytest

def test_runs():
    pass

@pytest.mark.skip(reason="no printer here")
def test_prints():
    pass
"""


@pytest.fixture
def run(tmp_path):
    """Run a skipped test under our conftest; return pytest's code and output."""
    shutil.copy(REPOSITORY / "conftest.py", tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text(TESTS)

    def run(expected):
        (tmp_path / "tests" / "expected_skips.txt").write_text(expected)
        options = ["-q", "-p", "no:odoo", "-p", "no:cacheprovider", str(tmp_path)]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--rootdir", str(tmp_path), *options],
            cwd=tmp_path,
            env={"PYTHONPATH": str(REPOSITORY), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return run


def test_skip_that_is_not_listed_fails_the_run(run):
    code, output = run("")
    assert code == 1
    assert "tests/test_x.py::test_prints | Skipped: no printer here" in output


def test_listed_skip_does_not(run):
    code, _output = run("tests/test_x.py::test_prints | no printer\n")
    assert code == 0
