"""The application's own database, restored, is the original."""

import os

from launcher.backup.archive import Reader
from launcher.backup.record import TABLE
from launcher.backup.session import Session, differences

from .common import connect, files_below, source_database


def test_every_table_has_the_rows_that_it_had(restored):
    assert len(restored.original) > 400
    assert restored.copy == restored.original


def test_every_file_that_a_record_names_is_there(restored, place):
    with connect(place, restored.name) as connected, connected.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT store_fname FROM ir_attachment"
            " WHERE store_fname IS NOT NULL"
        )
        names = {name for (name,) in cursor.fetchall()}
    connected.close()
    copy = files_below(place.filestore(restored.name))
    original = files_below(place.filestore(source_database()))
    assert copy == {name: original[name] for name in names if name in original}
    assert copy


def test_indexes_constraints_and_sequences_are_there(restored, place):
    with Session(place.connection, source_database()) as session:
        original = session.contents()
    with Session(place.connection, restored.name) as session:
        copy = session.contents()
    del original["tables"]["public.sunumarche_backup_run"]
    del copy["tables"]["public.sunumarche_backup_run"]
    original["sequences"].pop("public.sunumarche_backup_run_id_seq")
    assert differences(original, copy) == []
    assert copy["objects"]["relation i"] > 1000


def test_nobody_reads_it_without_the_key(restored):
    data = restored.file.read_bytes()
    assert data.startswith(b"age-encryption.org/v1")
    assert os.stat(restored.file).st_mode & 0o077 == 0


def test_the_manifest_says_what_it_is(restored, keys):
    name, data = next(iter(Reader(restored.file, keys.key).members()))
    assert name == "manifest.json"
    for words in (
        b'"made"',
        b'"postgresql"',
        b'"sunumarche_operations"',
        b'"res_users',
    ):
        assert words.strip(b'"') in data


def test_the_application_knows_that_it_was_taken(restored, place):
    with connect(place, source_database()) as connected, connected.cursor() as cursor:
        cursor.execute(f"SELECT result, file_name, file_size > 0 FROM {TABLE}")
        rows = cursor.fetchall()
    connected.close()
    assert rows == [("done", restored.file.name, True)]
