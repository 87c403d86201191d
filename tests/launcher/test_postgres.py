import os

import pytest

from launcher import postgres_binaries
from launcher.connection import database_name, external_connection
from launcher.errors import LauncherError
from launcher.home import Instance
from launcher.postgres import SOCKET_LIMIT, Cluster
from launcher.postgres_binaries import candidate_directories, reason_against


@pytest.fixture
def make_server(tmp_path):
    """Write programs that answer like PostgreSQL's; return their directory."""

    def make(version, extensions=("pg_trgm", "unaccent")):
        directory = tmp_path / version / "bin"
        share = tmp_path / version / "share"
        (share / "extension").mkdir(parents=True)
        directory.mkdir()
        for name in extensions:
            (share / "extension" / f"{name}.control").write_text("")
        answers = {"postgres": f"postgres (PostgreSQL) {version}.4", "pg_config": share}
        for name, answer in answers.items():
            (directory / name).write_text(f"#!/bin/sh\necho '{answer}'\n")
            (directory / name).chmod(0o755)
        return directory

    return make


@pytest.fixture
def make_cluster(tmp_path):
    def make(base):
        return Cluster(Instance(tmp_path / "instance"), tmp_path, base, None)

    return make


def test_newest_version_comes_first(make_server, tmp_path, monkeypatch):
    monkeypatch.setattr(postgres_binaries.shutil, "which", lambda _name: None)
    directories = [make_server(version) for version in ("9.6", "17", "15")]
    assert candidate_directories(tmp_path) == [
        directories[1],
        directories[2],
        directories[0],
    ]


def test_good_server_is_accepted(make_server):
    assert reason_against(make_server("15")) == ""


def test_old_server_is_refused(make_server):
    assert "too old" in reason_against(make_server("12"))


def test_server_without_contrib_is_refused(make_server):
    reason = reason_against(make_server("15", extensions=("pg_trgm",)))
    assert reason.endswith("without unaccent")


def test_missing_program_is_refused(tmp_path):
    assert "it does not run" in reason_against(tmp_path)


def test_no_usable_server_says_why_and_what_to_install(make_server, monkeypatch):
    directory = make_server("12")
    monkeypatch.setattr(postgres_binaries, "candidate_directories", lambda: [directory])
    with pytest.raises(LauncherError, match="too old") as caught:
        postgres_binaries.find_binaries(None)
    assert "postgresql-contrib" in caught.value.cure


def test_pid_file_of_another_process_is_stale(make_cluster, tmp_path):
    cluster = make_cluster(tmp_path / "base")
    cluster.data.mkdir(parents=True)
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n/elsewhere\n")
    assert cluster.pid() is None
    (cluster.data / "postmaster.pid").write_text("")
    assert cluster.pid() is None


def test_long_path_gets_its_socket_elsewhere(make_cluster, tmp_path):
    near = make_cluster(tmp_path / "b")
    far = make_cluster(tmp_path / ("x" * 60) / ("y" * 60))
    assert near.socket == tmp_path / "b" / "socket"
    assert len(str(far.socket)) < SOCKET_LIMIT


@pytest.mark.parametrize("name", ["", "Crm", "crm;drop", "a" * 40, "crm-2"])
def test_database_name_that_would_need_quotes_is_refused(name):
    with pytest.raises(LauncherError, match="SUNU_DB_NAME"):
        database_name({"SUNU_DB_NAME": name})


def test_external_server_is_taken_from_the_environment():
    environ = {"SUNU_DB_HOST": "db.example", "SUNU_DB_PASSWORD": "hidden"}
    connection = external_connection(environ)
    assert (connection.host, connection.port) == ("db.example", "5432")
    assert connection.odoo.name == "odoo"
    assert "hidden" not in repr(connection)
    assert external_connection({}) is None
