"""What goes wrong with a backup or a restore, tried on a small database."""

import hashlib
import os
import resource
import signal
import time
from dataclasses import replace

import psycopg2
import pytest

from launcher.backup import restore as restoring
from launcher.backup import take
from launcher.backup.archive import Reader
from launcher.backup.place import Place
from launcher.backup.restore import DRAFT, Feed, Restorer, restore
from launcher.backup.rotation import Keep, backups_of
from launcher.backup.take import backup
from launcher.connection import Role
from launcher.errors import LauncherError

from .common import connect, files_below, python, whole

COMMAND = """
import sys
from pathlib import Path
from launcher.backup.place import Place
from launcher.backup.rotation import Keep
from launcher.backup.take import backup
place, _name = Place.from_config(Path(sys.argv[1]))
backup(place, sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]), Keep())
"""
RUNS = ("public", "sunumarche_backup_run")


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def made(tiny, directory, keys):
    """Return a good backup of the small database."""
    place, name = tiny
    store(place, name, b"the first file")
    return backup(place, name, directory, keys.recipients, Keep())


def store(place, name, content):
    """Attach a file as Odoo does."""
    digest = hashlib.sha1(content).hexdigest()
    path = place.filestore(name) / digest[:2] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    execute(
        place,
        name,
        f"INSERT INTO ir_attachment (store_fname) VALUES ('{digest[:2]}/{digest}')",
    )
    return path


def execute(place, name, statement):
    with connect(place, name) as connected, connected.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connected.close()
    return rows


def runs(place, name):
    return execute(
        place, name, "SELECT result, message FROM sunumarche_backup_run ORDER BY id"
    )


def nothing_is_left(place, target):
    names = place.connection.databases()
    return (
        target not in names
        and target + DRAFT not in names
        and not place.filestore(target).exists()
        and not place.filestore(target + DRAFT).exists()
    )


def write_config(path, place):
    connection = place.connection
    path.write_text(
        f"[options]\ndb_host = {connection.host or False}\n"
        f"db_port = {connection.port}\ndb_user = {connection.odoo.name}\n"
        f"db_password = {connection.odoo.password}\ndata_dir = {place.data}\n"
    )
    return path


class TestRestore:
    def test_whatever_a_database_holds_comes_back(self, tiny, made, keys):
        place, name = tiny
        restore(made, place, f"{name}_r", keys.key)
        assert whole(place, f"{name}_r", [RUNS]) == whole(place, name, [RUNS])
        copy = files_below(place.filestore(f"{name}_r"))
        assert list(copy.values()) == [b"the first file"]
        with pytest.raises(psycopg2.errors.RaiseException, match="append-only"):
            execute(place, f"{name}_r", "DELETE FROM kinds")
        assert execute(place, f"{name}_r", "SELECT nextval('kinds_id_seq')") == [
            (1001,)
        ]

    def test_without_encryption_it_comes_back_too(self, tiny, directory):
        place, name = tiny
        plain = backup(place, name, directory, None, Keep())
        assert plain.name.endswith(".tar.zst")
        restore(plain, place, f"{name}_r")
        assert whole(place, f"{name}_r", [RUNS]) == whole(place, name, [RUNS])

    def test_nothing_is_restored_over_a_database(self, tiny, made, keys):
        place, name = tiny
        before = whole(place, name)
        with pytest.raises(LauncherError, match="already"):
            restore(made, place, name, keys.key)
        assert whole(place, name) == before

    def test_nothing_is_restored_over_a_filestore(self, tiny, made, keys):
        place, name = tiny
        kept = place.filestore(f"{name}_r") / "file"
        kept.parent.mkdir()
        kept.write_text("kept")
        with pytest.raises(LauncherError, match="filestore"):
            restore(made, place, f"{name}_r", keys.key)
        assert kept.read_text() == "kept"

    def test_another_key_is_refused(self, tiny, made, make_keys, tmp_path):
        place, name = tiny
        with pytest.raises(LauncherError, match="does not open"):
            restore(made, place, f"{name}_r", make_keys(tmp_path).key)
        assert nothing_is_left(place, f"{name}_r")

    def test_a_changed_byte_is_refused_before_anything_is_made(self, tiny, made, keys):
        place, name = tiny
        damage(made, made.stat().st_size // 2)
        with pytest.raises(LauncherError, match="checksum"):
            restore(made, place, f"{name}_r", keys.key)
        assert nothing_is_left(place, f"{name}_r")

    @pytest.mark.parametrize("part", [0.5, 0.9])
    def test_a_changed_byte_is_refused_without_the_checksum(
        self, tiny, made, keys, part
    ):
        place, name = tiny
        made.with_name(f"{made.name}.sha256").unlink()
        damage(made, int(made.stat().st_size * part))
        with pytest.raises(LauncherError, match="damaged"):
            restore(made, place, f"{name}_r", keys.key)
        assert nothing_is_left(place, f"{name}_r")

    @pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
    def test_a_damaged_plain_file_is_called_damaged(self, tiny, directory, part):
        """Without its checksum beside it; never in the words of pg_restore."""
        place, name = tiny
        plain = backup(place, name, directory, None, Keep())
        plain.with_name(f"{plain.name}.sha256").unlink()
        damage(plain, int(plain.stat().st_size * part))
        with pytest.raises(LauncherError, match="is damaged"):
            restore(plain, place, f"{name}_r")
        assert nothing_is_left(place, f"{name}_r")

    def test_a_dump_that_pg_restore_refuses_is_called_damaged(
        self, tiny, directory, monkeypatch
    ):
        """As if the damage had come before the file was written: zstd sees nothing."""
        place, name = tiny
        plain = backup(place, name, directory, None, Keep())
        write = Feed.write
        monkeypatch.setattr(Feed, "write", lambda feed, data: write(feed, data[::-1]))
        with pytest.raises(LauncherError, match="pg_restore failed"):
            restore(plain, place, f"{name}_r")
        summed = Restorer.read
        monkeypatch.setattr(
            Restorer,
            "read",
            lambda one, reader: (one._dump.update(b"x"), summed(one, reader)),
        )
        with pytest.raises(LauncherError, match=r"is damaged.*sum of its database"):
            restore(plain, place, f"{name}_r")
        assert nothing_is_left(place, f"{name}_r")

    @pytest.mark.parametrize("encrypted", [True, False])
    def test_a_file_cut_short_anywhere_is_refused(
        self, tiny, made, keys, directory, encrypted
    ):
        place, name = tiny
        path = made if encrypted else backup(place, name, directory, None, Keep())
        data = path.read_bytes()
        for size in (0, 10, 200, len(data) // 2, len(data) - 17, len(data) - 1):
            path.write_bytes(data[:size])
            with pytest.raises(LauncherError, match="damaged"):
                for _member in Reader(path, keys.key).members():
                    pass
        path.with_name(f"{path.name}.sha256").unlink()
        with pytest.raises(LauncherError, match="damaged"):
            restore(path, place, f"{name}_r", keys.key)
        assert nothing_is_left(place, f"{name}_r")

    def test_a_row_too_many_is_noticed(self, tiny, made, keys, monkeypatch):
        """As if pg_restore had lost or changed something without a word."""
        place, name = tiny
        finish = Feed.finish

        def tamper(feed):
            finish(feed)
            execute(
                place, f"{name}_r{DRAFT}", "UPDATE kinds SET amount = 0 WHERE id = 7"
            )

        monkeypatch.setattr(Feed, "finish", tamper)
        with pytest.raises(LauncherError, match=r"public\.kinds: 1000 rows"):
            restore(made, place, f"{name}_r", keys.key)
        assert nothing_is_left(place, f"{name}_r")

    def test_what_a_killed_restore_left_is_replaced(self, tiny, made, keys):
        place, name = tiny
        draft = f"{name}_r{DRAFT}"
        place.connection.sql(f"CREATE DATABASE {draft}")
        with pytest.raises(LauncherError, match="no restore made"):
            restore(made, place, f"{name}_r", keys.key)
        place.connection.sql(
            f"COMMENT ON DATABASE {draft} IS 'A restore of ./sunu that has not ended'"
        )
        restore(made, place, f"{name}_r", keys.key)
        assert draft not in place.connection.databases()


def damage(path, position):
    """Change one byte of a file."""
    with path.open("r+b") as handle:
        handle.seek(position)
        byte = handle.read(1)[0]
        handle.seek(position)
        handle.write(bytes([byte ^ 1]))


class TestBackup:
    def test_it_is_of_one_moment_while_others_write(
        self, tiny, directory, keys, monkeypatch
    ):
        """A row and a file that come during the dump stay out; nobody waits."""
        place, name = tiny
        store(place, name, b"before")
        dump = take._dump

        def late(*arguments):
            store(place, name, b"during")
            execute(place, name, "INSERT INTO kinds (amount) VALUES (1)")
            with pytest.raises(psycopg2.errors.LockNotAvailable):
                # What Odoo's collection of garbage in the filestore asks for.
                execute(place, name, "LOCK ir_attachment IN SHARE MODE NOWAIT")
            return dump(*arguments)

        monkeypatch.setattr(take, "_dump", late)
        made = backup(place, name, directory, keys.recipients, Keep())
        restore(made, place, f"{name}_r", keys.key)
        assert execute(place, f"{name}_r", "SELECT count(*) FROM kinds") == [(1000,)]
        copy = files_below(place.filestore(f"{name}_r"))
        assert list(copy.values()) == [b"before"]

    def test_a_missing_file_and_an_altered_one_are_told(self, tiny, directory, keys):
        place, name = tiny
        store(place, name, b"gone").unlink()
        store(place, name, b"was this").write_bytes(b"is that")
        backup(place, name, directory, keys.recipients, Keep())
        [(result, message)] = runs(place, name)
        assert result == "done"
        assert "1 files of the filestore are missing" in message
        assert "1 files of the filestore are not what was stored" in message

    def test_a_failure_is_told_to_the_application(self, tiny, directory, tmp_path):
        place, name = tiny
        missing = tmp_path / "nobody's.txt"
        with pytest.raises(LauncherError, match="cannot be read"):
            backup(place, name, directory, missing, Keep())
        [(result, message)] = runs(place, name)
        assert result == "failed"
        assert "nobody's.txt" in message

    def test_a_private_key_on_the_server_is_refused(self, tiny, directory, keys):
        place, name = tiny
        with pytest.raises(LauncherError, match="private key"):
            backup(place, name, directory, keys.key, Keep())

    def test_a_database_that_is_not_there_is_an_error(self, tiny, directory, keys):
        place, name = tiny
        with pytest.raises(LauncherError, match="does not exist"):
            backup(place, f"{name}_none", directory, keys.recipients, Keep())
        assert not list(directory.glob("*.age"))

    def test_too_little_room_is_refused_before_anything_is_written(
        self, tiny, directory, made, keys, monkeypatch
    ):
        place, name = tiny
        usage = take.shutil._ntuple_diskusage(100, 99, 1)
        monkeypatch.setattr(take.shutil, "disk_usage", lambda _path: usage)
        with pytest.raises(LauncherError, match="0 MB free"):
            backup(place, name, directory, keys.recipients, Keep())
        assert [b.path for b in backups_of(directory, name)] == [made]

    def test_a_disk_that_fills_up_leaves_the_good_one(
        self, tiny, directory, made, keys, tmp_path
    ):
        place, name = tiny
        good = made.read_bytes()
        fill(place, name)
        config = write_config(tmp_path / "odoo.conf", place)
        child = python(
            COMMAND,
            config,
            name,
            directory,
            keys.recipients,
            preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_FSIZE, (300_000,) * 2
            ),
        )
        output = child.communicate(timeout=60)[0]
        assert child.returncode == 1
        assert "Writing" in output
        assert sorted(path.name for path in directory.glob("*.age")) == [made.name]
        assert made.read_bytes() == good
        assert not list(directory.glob(".*partial"))
        assert runs(place, name)[-1][0] == "failed"

    def test_a_killed_backup_never_replaces_a_good_one(
        self, tiny, directory, made, keys, tmp_path
    ):
        place, name = tiny
        good = made.read_bytes()
        fill(place, name)
        slow = tmp_path / "bin" / "age"
        slow.parent.mkdir()
        slow.write_text("#!/bin/sh\nhead -c 65536\nexec sleep 600\n")
        slow.chmod(0o755)
        child = python(
            COMMAND,
            write_config(tmp_path / "odoo.conf", place),
            name,
            directory,
            keys.recipients,
            env={"PATH": f"{slow.parent}:{os.environ['PATH']}"},
            start_new_session=True,
        )
        try:
            wait_until(
                lambda: [p for p in directory.glob(".*partial") if p.stat().st_size]
            )
            os.kill(child.pid, signal.SIGKILL)
            assert child.wait(timeout=30) == -signal.SIGKILL
        finally:
            os.killpg(child.pid, signal.SIGKILL)
        child.stdout.close()
        assert [b.path for b in backups_of(directory, name)] == [made]
        assert made.read_bytes() == good
        assert len(list(directory.glob(".*partial"))) == 1
        again = backup(place, name, directory, keys.recipients, Keep.parse("all"))
        assert not list(directory.glob(".*partial"))
        assert {b.path for b in backups_of(directory, name)} == {made, again}


def fill(place, name):
    """Add what does not compress."""
    execute(
        place,
        name,
        "CREATE TABLE noise AS SELECT md5(random()::text) || md5(random()::text) AS x"
        " FROM generate_series(1, 40000)",
    )


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class TestRole:
    @pytest.fixture
    def modest(self, tiny):
        """Give the small database to a role that is no superuser, as in production."""
        place, name = tiny
        connection, role = place.connection, Role(f"{name}_role", "modest-12345")
        admin = connection.admin
        connection.sql(
            f"CREATE ROLE {role.name} LOGIN CREATEDB PASSWORD '{role.password}';"
            f"CREATE DATABASE {name}_blank LC_COLLATE 'C' TEMPLATE template0",
            role=admin,
        )
        connection.sql(
            "CREATE EXTENSION unaccent; ALTER FUNCTION unaccent(text) IMMUTABLE",
            f"{name}_blank",
            admin,
        )
        connection.sql(
            f"ALTER DATABASE {name}_blank IS_TEMPLATE true;"
            f"CREATE DATABASE {name}_mine OWNER {role.name} TEMPLATE {name}_blank",
            role=admin,
        )
        theirs = replace(connection, odoo=role, admin=role)
        yield Place(theirs, place.data), f"{name}_mine"
        connection.sql(f"ALTER DATABASE {name}_blank IS_TEMPLATE false", role=admin)
        for database in ("blank", "mine", "mine_r"):
            connection.sql(f"DROP DATABASE IF EXISTS {name}_{database}", role=admin)
        connection.sql(f"DROP ROLE {role.name}", role=admin)

    def test_a_role_that_is_no_superuser_restores_from_the_prepared_database(
        self, modest, tiny, directory, keys, monkeypatch
    ):
        place, name = modest
        execute(
            place,
            name,
            "CREATE TABLE ir_attachment (store_fname text);"
            "CREATE TABLE ir_module_module"
            " (name text, latest_version text, state text);"
            "CREATE TABLE person (name text);"
            "INSERT INTO person VALUES ('N''Déye');"
            "CREATE INDEX ON person (unaccent(name))",
        )
        made = backup(place, name, directory, keys.recipients, Keep())
        with pytest.raises(LauncherError, match=r"blank\.sql"):
            restore(made, place, f"{name}_r", keys.key)
        assert nothing_is_left(place, f"{name}_r")
        monkeypatch.setattr(restoring, "BLANK", f"{tiny[1]}_blank")
        restore(made, place, f"{name}_r", keys.key)
        found = execute(place, f"{name}_r", "SELECT unaccent(name) FROM person")
        assert found == [("N'Deye",)]
