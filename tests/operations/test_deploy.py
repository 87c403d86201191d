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

UNITS = sorted((DEPLOY / "systemd").glob("sunumarche*"))
# The figure of systemd-analyze, from 0 (shut) to 10: what a service may do at most.
EXPOSED = {
    "sunumarche.service": 1.5,
    "sunumarche-backup.service": 1.3,
    "sunumarche-health.service": 1.3,
    "sunumarche-alert@x.service": 2.9,
}


def run(*command, **options):
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        **options,
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
    for path in UNITS:
        text = path.read_text("utf-8").replace("/opt/sunumarche", str(REPOSITORY))
        (tmp_path / path.name).write_text(text.replace("/usr/bin/curl", "/bin/cat"))
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


@pytest.mark.parametrize(("name", "most"), EXPOSED.items())
def test_what_a_service_may_do_is_bounded(units, name, most):
    alert = units / "sunumarche-alert@.service"
    (units / "sunumarche-alert@x.service").symlink_to(alert)
    command = (program("systemd-analyze"), "security", "--offline=true", "--no-pager")
    threshold = f"--threshold={round(most * 10)}"
    done = run(*command, threshold, units / name)
    assert done.returncode == 0, done.stdout
    # The checker does refuse what is above a bound.
    assert run(*command, "--threshold=5", units / name).returncode != 0


@pytest.mark.parametrize(
    "path", [path for path in UNITS if path.suffix == ".service"], ids=lambda p: p.name
)
def test_a_service_has_a_bound_of_memory_and_of_system_calls(path):
    lines = path.read_text("utf-8").splitlines()
    assert "SystemCallFilter=@system-service" in lines
    assert "SystemCallArchitectures=native" in lines
    assert any(line.startswith("MemoryMax=") for line in lines)
    # limit_memory_hard and limit_time_cpu need setrlimit, which is one of these.
    assert not [line for line in lines if line.startswith("SystemCallFilter=~@resour")]


def test_the_mail_of_a_failure_holds_no_line_of_the_log(tmp_path):
    secret = "Awa Diop +221771234567"
    programs = {
        "journalctl": f'[ "$9" = err ] && echo "{secret}" || yes "{secret}" | head -7',
        "systemctl": 'echo "Result=exit-code"; echo "$@" >> "$CALLS"',
        "sendmail": 'cat > "$MAIL"',
    }
    for name, script in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    mail, calls = tmp_path / "mail.txt", tmp_path / "calls.txt"
    done = run(
        *(DEPLOY / "systemd" / "alert", "sunumarche.service", "crm"),
        env={
            "PATH": f"{tmp_path}:/usr/bin:/bin",
            "ALERT_TO": "somebody@example.sn",
            "MAIL": str(mail),
            "CALLS": str(calls),
        },
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert mail.read_text() == (
        "To: somebody@example.sn\nSubject: crm: sunumarche.service failed\n\n"
        "Result=exit-code\n"
        "Lines of the last hour: 7, of them errors: 1\n"
        "On crm: journalctl --unit sunumarche.service --since -1h\n"
    )
    assert "show sunumarche.service" in calls.read_text()


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
