"""The files of production, by their own checkers."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from launcher.backup.commands import run_backup
from launcher.cli import parser
from launcher.home import REPOSITORY
from launcher.odoo_config import compose

from .common import program

DEPLOY = REPOSITORY / "deploy"
FILES = sorted(
    path for path in DEPLOY.rglob("*") if path.is_file() and path.name != "README.md"
)


def run(*command):
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_says_which_requirement_it_meets(path):
    assert re.search(r"\bR1[0-9]{2}\b", path.read_text("utf-8"))


def test_the_firewall_is_accepted():
    nft = program("nft")
    command = [nft, "--check", "--file", DEPLOY / "nftables.conf"]
    if os.geteuid() != 0:
        command = [program("unshare"), "--map-root-user", "--net", *command]
    done = run(*command)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_firewall_lets_in_the_web_and_ssh_only():
    text = (DEPLOY / "nftables.conf").read_text("utf-8")
    assert "policy drop" in text.split("chain input")[1].split("}")[0]
    accepted = re.findall(r"tcp dport (.+) accept", text)
    assert accepted == ["{ 22, 80, 443 }"]


@pytest.fixture
def units(tmp_path):
    """Copy the units, with programs of this machine in place of production's."""
    for path in (DEPLOY / "systemd").iterdir():
        text = path.read_text("utf-8").replace("/opt/sunumarche", str(REPOSITORY))
        (tmp_path / path.name).write_text(
            text.replace("/usr/sbin/sendmail", "/bin/cat").replace(
                "/usr/bin/curl", "/bin/cat"
            )
        )
    return tmp_path


def test_the_units_are_accepted(units):
    names = [
        "sunumarche.service",
        "sunumarche-backup.service",
        "sunumarche-backup.timer",
        "sunumarche-health.service",
        "sunumarche-health.timer",
        "sunumarche-alert@x.service",
    ]
    alert = units / "sunumarche-alert@.service"
    (units / "sunumarche-alert@x.service").symlink_to(alert)
    command = (program("systemd-analyze"), "verify", "--man=no")
    done = run(*command, *(units / name for name in names))
    assert (done.returncode, done.stderr) == (0, "")


def test_odoo_is_started_again_however_long_postgresql_is_away():
    """tests/faults/test_killed.py shows that it ends when PostgreSQL does."""
    lines = (DEPLOY / "systemd" / "sunumarche.service").read_text("utf-8").splitlines()
    assert "Restart=on-failure" in lines
    assert "StartLimitIntervalSec=0" in lines


def test_the_checker_of_units_finds_a_fault(units):
    path = units / "sunumarche-backup.timer"
    path.write_text(path.read_text().replace("03:00:00", "25:00:00"))
    done = run(program("systemd-analyze"), "verify", "--man=no", path)
    assert "Failed to parse calendar" in done.stderr


def test_the_unit_s_command_is_one_that_the_launcher_takes():
    text = (DEPLOY / "systemd" / "sunumarche-backup.service").read_text("utf-8")
    command = re.search(r"^ExecStart=/opt/sunumarche/sunu (.+)$", text, re.MULTILINE)[1]
    options = parser().parse_args(command.split())
    assert options.run is run_backup
    assert options.recipients == Path("/etc/sunumarche/recipients.txt")


def test_the_configuration_is_closed_and_ready_for_a_proxy():
    text = compose((DEPLOY / "odoo.conf").read_text("utf-8"), {})
    for line in (
        "list_db = False",
        "proxy_mode = True",
        "dbfilter = ^sunumarche$",
        "http_interface = 127.0.0.1",
    ):
        assert line in text.splitlines()


def test_all_connections_fit_into_postgresql():
    odoo = dict(
        re.findall(r"^(\w+) = (\d+)$", (DEPLOY / "odoo.conf").read_text(), re.MULTILINE)
    )
    postgresql = (DEPLOY / "postgresql" / "sunumarche.conf").read_text()
    allowed = int(re.search(r"max_connections = (\d+)", postgresql)[1])
    processes = int(odoo["workers"]) + int(odoo["max_cron_threads"])
    needed = processes * int(odoo["db_maxconn"]) + int(odoo["db_maxconn_gevent"])
    assert needed < allowed
