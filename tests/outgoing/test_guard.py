"""The guard lets this machine by, and fails whatever reaches further."""

import socket
import subprocess
import sys

import pytest

from launcher.home import REPOSITORY

from .guard import OutgoingGuard, is_here

STRANGERS = ("9.9.9.9", "example.org", "2620:fe::fe")
TESTS = """\
import socket

def test_reaches_here():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        socket.create_connection(server.getsockname()).close()

def test_calls_out_and_hides_it():
    try:
        socket.create_connection(("example.org", 80))
    except OSError:
        pass
"""


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "::1", ""])
def test_this_machine_is_here(host):
    assert is_here(host)


@pytest.mark.parametrize("host", STRANGERS)
def test_others_are_not(host):
    assert not is_here(host)


def test_an_attempt_is_refused_and_written_down(tmp_path):
    guard = OutgoingGuard(tmp_path / "log")
    with pytest.raises(ConnectionRefusedError):
        guard.check(socket.AF_INET, ("9.9.9.9", 25))
    [attempt] = guard.forget()
    assert attempt.startswith("9.9.9.9:25 from ")
    assert (tmp_path / "log").read_text() == attempt + "\n"
    assert guard.forget() == []


def test_a_test_that_hides_its_attempt_fails(tmp_path):
    (tmp_path / "conftest.py").write_text((REPOSITORY / "conftest.py").read_text())
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "expected_skips.txt").touch()
    (tmp_path / "test_x.py").write_text(TESTS)
    options = ["-q", "-p", "no:odoo", "-p", "no:cacheprovider", "--rootdir", "."]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_x.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout
    assert "It tried to reach another machine:\nname example.org from" in done.stdout
