"""Any moment can be brought back from a base backup and the archived log (R140)."""

import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from launcher.home import REPOSITORY

from .postgres import USER, Postgres, wait_until

POSTGRESQL = REPOSITORY / "deploy" / "postgresql"
ARCHIVE_WAL = POSTGRESQL / "archive-wal"


@pytest.fixture
def folder():
    """Make a folder that PostgreSQL's user may enter; its path is short enough."""
    path = Path(tempfile.mkdtemp(prefix="sunu-pitr-"))
    path.chmod(0o755)
    (path / "archive").mkdir()
    shutil.copy(ARCHIVE_WAL, path)
    if USER:
        for part in (path, path / "archive"):
            shutil.chown(part, USER)
    yield path
    shutil.rmtree(path)


def settings(folder):
    """Return the lines of production about the archive, on this folder."""
    text = (POSTGRESQL / "sunumarche.conf").read_text("utf-8")
    lines = re.findall(r"^(?:wal_level|archive_\w+) = .*$", text, re.MULTILINE)
    assert len(lines) == 4
    ours = "\n".join(lines)
    ours = ours.replace("/opt/sunumarche/deploy/postgresql", str(folder))
    ours = ours.replace("/var/backups/sunumarche-wal", str(folder / "archive"))
    return (
        f"{ours}\nlisten_addresses = ''\nunix_socket_directories = '{folder}'\n"
        "shared_buffers = 16MB\n"
    )


def test_the_moment_before_a_mistake_is_brought_back(folder):
    primary, rescued = Postgres(folder, "primary"), Postgres(folder, "rescued")
    primary.run("initdb", "-D", primary.data, "-U", "postgres", "--auth=trust")
    primary.configure(settings(folder))
    primary.start()
    try:
        primary.sql("CREATE TABLE sale AS SELECT generate_series(1, 1000) AS id")
        primary.run(
            "pg_basebackup",
            "-h",
            folder,
            "-U",
            "postgres",
            "-D",
            rescued.data,
            "--wal-method=none",
            "--checkpoint=fast",
            "--no-sync",
        )
        primary.sql("INSERT INTO sale VALUES (1001)")
        moment = primary.sql("SELECT clock_timestamp()")
        time.sleep(0.1)
        primary.sql("DELETE FROM sale")
        last = primary.sql("SELECT pg_walfile_name(pg_switch_wal())")
        wait_until(lambda: (folder / "archive" / last).exists())
    finally:
        primary.stop("immediate")
    shutil.rmtree(primary.data)
    recover(rescued, moment)
    try:
        wait_until(lambda: rescued.sql("SELECT pg_is_in_recovery()") == "f")
        assert rescued.sql("SELECT count(*), max(id) FROM sale") == "1001|1001"
        rescued.sql("INSERT INTO sale VALUES (1002)")
    finally:
        rescued.stop()


def recover(server, moment):
    """Start from the base backup and read the log up to a moment."""
    server.configure(
        f"restore_command = 'cp {server.folder}/archive/%f %p'\n"
        f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n"
    )
    (server.data / "recovery.signal").touch()
    if USER:
        shutil.chown(server.data / "recovery.signal", USER)
    server.start()


class TestArchive:
    @pytest.fixture
    def piece(self, tmp_path):
        (tmp_path / "source").write_bytes(b"log" * 1000)
        return tmp_path / "source", tmp_path / "target"

    def _archive(self, piece):
        command = [ARCHIVE_WAL, *piece]
        return subprocess.run(command, check=False, capture_output=True).returncode

    def test_a_piece_is_archived_once_and_twice(self, piece):
        assert self._archive(piece) == 0
        assert self._archive(piece) == 0
        assert piece[1].read_bytes() == piece[0].read_bytes()

    def test_another_piece_of_that_name_is_never_written_over(self, piece):
        piece[1].write_bytes(b"another")
        assert self._archive(piece) != 0
        assert piece[1].read_bytes() == b"another"

    def test_what_was_half_written_is_written_anew(self, piece):
        piece[1].with_name("target.partial").write_bytes(b"lo")
        assert self._archive(piece) == 0
        assert piece[1].read_bytes() == piece[0].read_bytes()

    def test_a_disk_that_is_not_there_keeps_the_piece_with_postgresql(self, piece):
        piece = piece[0], piece[1].parent / "unplugged" / "target"
        assert self._archive(piece) != 0
