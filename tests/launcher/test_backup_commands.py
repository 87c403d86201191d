import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest

from launcher import cli
from launcher.backup import restore
from launcher.backup.place import Place, check_name
from launcher.backup.record import literal
from launcher.backup.session import differences
from launcher.errors import LauncherError

EMPTY = hashlib.sha256().hexdigest()
CONFIG = """
[options]
db_host = False
db_port = 5433
db_user = crm
db_password = p%ss
db_name = sunumarche
data_dir = /var/lib/sunumarche/data
"""


def test_a_configuration_says_what_is_backed_up(tmp_path):
    path = tmp_path / "odoo.conf"
    path.write_text(CONFIG)
    place, database = Place.from_config(path)
    assert database == "sunumarche"
    assert place.filestore(database) == Path(
        "/var/lib/sunumarche/data/filestore/sunumarche"
    )
    assert (place.connection.host, place.connection.port) == ("", "5433")
    assert place.connection.odoo.password == "p%ss"


@pytest.mark.parametrize("text", ["nothing", "[other]\na = 1"])
def test_what_is_no_configuration_is_refused(tmp_path, text):
    path = tmp_path / "odoo.conf"
    path.write_text(text)
    with pytest.raises(LauncherError, match="no configuration"):
        Place.from_config(path)


def test_without_a_key_nothing_is_backed_up(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("SUNU_BACKUP_RECIPIENTS", raising=False)
    assert cli.main(["backup", str(tmp_path / "backups")]) == 1
    assert "readable by all" in capsys.readouterr().err
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize("name", ["", "Crm", "crm; DROP", "crm-2"])
def test_a_name_that_would_need_quotes_is_refused(name):
    with pytest.raises(LauncherError, match="no name"):
        check_name(name)


def test_a_message_of_any_kind_becomes_a_literal():
    assert literal("l'erreur \\ \0fin") == "'l''erreur \\ fin'"
    assert literal(7) == "7"


def contents(**changes):
    whole = {
        "tables": {"public.a": ["2", "17"]},
        "objects": {"relation r": 1},
        "sequences": {"public.a_id_seq": 5},
    }
    return whole | changes


def test_databases_that_are_alike_have_no_difference():
    assert differences(contents(), contents()) == []
    further = contents(sequences={"public.a_id_seq": 6})
    assert differences(contents(), further) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tables": {"public.a": ["2", "18"]}}, "2 rows (sum 17) became 2 rows"),
        ({"tables": {}}, "became nothing"),
        ({"tables": contents()["tables"] | {"public.b": ["0", "0"]}}, "nothing became"),
        ({"objects": {"relation r": 2}}, "relation r: 1 became 2"),
        ({"sequences": {"public.a_id_seq": 4}}, "behind its number 5"),
        ({"sequences": {}}, "behind its number 5"),
    ],
)
def test_each_difference_is_told(changes, words):
    [fault] = differences(contents(), contents(**changes))
    assert words in fault


@pytest.mark.parametrize(
    ("sums", "fault"),
    [
        ({"database": {"sha256": "x"}, "files": {}}, "the dump's sum differs"),
        ({"database": {"sha256": EMPTY}, "files": {"a": "b"}}, "the files' sums"),
        ({"database": {"sha256": EMPTY}, "files": {}}, None),
    ],
)
def test_what_is_restored_has_the_sums_of_the_original(monkeypatch, sums, fault):
    class Session:
        def __init__(self, *_arguments):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return False

        def contents(self):
            return {}

    monkeypatch.setattr(restore, "Session", Session)
    monkeypatch.setattr(restore, "differences", lambda *_contents: [])
    restorer = restore.Restorer(SimpleNamespace(connection=None), "copy")
    restorer.manifest, restorer.checksums = {"contents": {}}, sums
    if fault is None:
        restorer.compare()
        return
    with pytest.raises(LauncherError, match=fault):
        restorer.compare()
