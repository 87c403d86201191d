import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import server as server_module
from launcher.errors import LauncherError
from launcher.home import Instance
from launcher.server import (
    HOST,
    Server,
    base_url_sql,
    choose_port,
    first_free,
    is_free,
)


def free(*ports):
    return lambda port: port in ports


def test_first_free_port_is_chosen_when_nothing_is_asked():
    assert choose_port(None, None, free(8071, 8072)) == 8071


def test_port_asked_for_wins_over_the_remembered_one():
    assert choose_port("9000", 8069, free(8069, 9000)) == 9000


@pytest.mark.parametrize("remembered", [None, 8069])
def test_taken_port_that_was_asked_for_is_an_error(remembered):
    with pytest.raises(LauncherError, match=r"Port 9000 .* is taken") as caught:
        choose_port("9000", remembered, free(8069))
    assert "SUNU_PORT=" in caught.value.cure


def test_remembered_port_that_was_taken_meanwhile_gives_way_to_the_next():
    assert choose_port(None, 8072, free(8069, 8072)) == 8072
    assert choose_port(None, 8072, free(8069, 8074, 8075)) == 8074


def test_links_in_mails_lead_to_the_server_unless_somebody_said_where():
    statement = base_url_sql("http://127.0.0.1:8072")
    assert "value = 'http://127.0.0.1:8072'" in statement
    assert "web.base.url.freeze" in statement


@pytest.mark.parametrize("asked", ["", "http", "0", "70000", "-1"])
def test_nonsense_is_no_port(asked):
    with pytest.raises(LauncherError, match="is no port"):
        choose_port(asked, None, free(8069))


def test_no_free_port_at_all_is_an_error():
    with pytest.raises(LauncherError, match="No free port"):
        first_free(9000, free())


def test_port_in_use_is_seen():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        assert not is_free(taken.getsockname()[1])


@pytest.mark.parametrize("content", [None, "", "nonsense", "1"])
def test_pid_file_of_nobody_or_of_another_process_is_no_server(tmp_path, content):
    server = Server(Instance(tmp_path / "instance"))
    server.instance.path.mkdir()
    if content is not None:
        server.pid_file.write_text(content)
    assert server.pid() is None
    assert not server.stop()
    assert Path("/proc/1").exists()


DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True)"


@pytest.mark.timeout(20)
def test_server_that_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(server_module, "STOP_SECONDS", 0.2)
    server = Server(Instance(tmp_path / "instance"))
    server.instance.path.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", f"{DEAF}; signal.pause()", server.instance.path],
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as child:
        try:
            child.stdout.readline()
            server.pid_file.write_text(str(child.pid))
            assert server.stop()
            assert child.wait() == -9
        finally:
            if child.poll() is None:
                os.killpg(child.pid, 9)
    assert not server.pid_file.exists()
