import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from launcher import databases
from launcher.backup.restore import restore
from launcher.backup.rotation import Keep
from launcher.backup.take import backup

from .common import (
    connect,
    fresh_name,
    program,
    source_database,
    this_place,
    whole,
)

RUNS = ("public", "sunumarche_backup_run")


@dataclass
class Keys:
    """A private key, and the file with its public half."""

    key: Path
    recipients: Path


@dataclass
class Restored:
    """The tests' database, backed up and restored under another name."""

    file: Path
    name: str
    original: dict
    copy: dict
    seconds: tuple[float, float]


@pytest.fixture(scope="session")
def make_keys():
    def make(directory):
        key, recipients = directory / "key.txt", directory / "recipients.txt"
        generator = program("age-keygen")
        subprocess.run([generator, "-o", key], check=True, capture_output=True)
        with recipients.open("w") as output:
            subprocess.run([generator, "-y", key], check=True, stdout=output)
        return Keys(key, recipients)

    return make


@pytest.fixture(scope="session")
def keys(make_keys, tmp_path_factory):
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def place():
    return this_place()


@pytest.fixture(scope="session")
def restored(place, keys, tmp_path_factory):
    """Back the tests' own database up and restore it, once for all tests."""
    directory, source = tmp_path_factory.mktemp("backups"), source_database()
    name = fresh_name()
    times = [time.monotonic()]
    original = whole(place, source, [RUNS])
    times.append(time.monotonic())
    made = backup(place, source, directory, keys.recipients, Keep())
    times.append(time.monotonic())
    try:
        restore(made, place, name, keys.key)
        times.append(time.monotonic())
        copy = whole(place, name, [RUNS])
        seconds = (times[2] - times[1], times[3] - times[2])
        yield Restored(made, name, original, copy, seconds)
    finally:
        databases.drop(place, name)
        forget_runs(place, source)


def forget_runs(place, database):
    """Leave the tests' database as it was: a backup writes that it was taken."""
    with connect(place, database) as connected, connected.cursor() as cursor:
        cursor.execute("SELECT to_regclass('sunumarche_backup_run')")
        if cursor.fetchone()[0]:
            cursor.execute("DELETE FROM sunumarche_backup_run")
    connected.close()


TINY = """
    CREATE TABLE ir_attachment (id serial PRIMARY KEY, store_fname text);
    CREATE TABLE ir_module_module (name text, latest_version text, state text);
    INSERT INTO ir_module_module VALUES ('base', '19.0.1.3', 'installed');
    CREATE SCHEMA "Other Schema";
    CREATE TABLE "Other Schema"."odd | name" (t text, whole_row int);
    INSERT INTO "Other Schema"."odd | name" VALUES (E'line\\n| \\\\ ''', 1), (NULL, 2);
    CREATE UNLOGGED TABLE passing (id int);
    INSERT INTO passing SELECT generate_series(1, 10);
    CREATE TABLE kinds (
        id serial PRIMARY KEY, moment timestamptz, amount numeric, rate float8,
        document jsonb, content bytea, tags text[], span interval,
        double numeric GENERATED ALWAYS AS (amount * 2) STORED
    );
    INSERT INTO kinds (moment, amount, rate, document, content, tags, span)
    SELECT timestamptz '2026-01-31 23:59:59.123456+00' + n * interval '1 hour', n / 7.0,
           n / 3.0::float8, jsonb_build_object('n', n, 'é', 'ẅ'),
           decode(md5(n::text), 'hex'), ARRAY['a', NULL, n::text], n * interval '1 day'
      FROM generate_series(1, 1000) n;
    CREATE INDEX kinds_amount ON kinds (amount) WHERE amount > 3;
    CREATE VIEW shown AS SELECT id, amount FROM kinds;
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'append-only'; END $$;
    CREATE TRIGGER kinds_guard BEFORE DELETE ON kinds
        FOR EACH ROW EXECUTE FUNCTION refuse();
    CREATE TABLE sunumarche_backup_run (
        id serial PRIMARY KEY, date_start timestamp, date_end timestamp, result text,
        file_name text, file_size float8, message text, host text,
        create_date timestamp, write_date timestamp
    );
"""


@pytest.fixture
def tiny(place, tmp_path):
    """Make a small database with whatever kinds of things a database can hold.

    Returns its place, with a filestore of its own, and its name.
    """
    name, mine = fresh_name(), type(place)(place.connection, tmp_path / "data")
    place.connection.sql(
        f"CREATE DATABASE {name} ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0"
    )
    with connect(place, name) as connected, connected.cursor() as cursor:
        cursor.execute(TINY)
    connected.close()
    try:
        yield mine, name
    finally:
        for left in place.connection.databases():
            if left.startswith(name):
                databases.drop(mine, left)
