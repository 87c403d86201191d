import stat
from collections import namedtuple
from pathlib import Path

import pytest

from launcher import home
from launcher.errors import LauncherError
from launcher.home import Instance, digest, require_space, sunu_home

Usage = namedtuple("Usage", "free")


@pytest.fixture
def instance(tmp_path, monkeypatch):
    monkeypatch.setenv("SUNU_HOME", str(tmp_path))
    return Instance.of(Path("/somewhere/crm"))


def test_two_clones_of_one_name_have_two_instances(instance):
    other = Instance.of(Path("/elsewhere/crm"))
    assert instance.path != other.path
    assert instance.name.startswith("crm-")


def test_home_is_in_the_users_cache_by_default(monkeypatch, tmp_path):
    monkeypatch.delenv("SUNU_HOME", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert sunu_home() == tmp_path / "sunu"


def test_digest_tells_where_one_part_ends():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ab", "c") == digest("ab", b"c")


def test_secret_is_made_once_and_is_private(instance):
    first = instance.secret("odoo")
    assert instance.secret("odoo") == first != instance.secret("master")
    assert len(first) >= 32
    mode = (instance.path / "secrets.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_what_is_remembered_is_found_again(instance):
    assert instance.read("state") == {}
    instance.write("state", {"port": 8069, "name": "Sénégal"})
    assert instance.read("state") == {"port": 8069, "name": "Sénégal"}
    assert [p.name for p in instance.path.iterdir()] == ["state.json"]


def test_full_disk_is_refused_with_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(home.shutil, "disk_usage", lambda _path: Usage(1024**3))
    with pytest.raises(LauncherError, match=r"needs 4 GB free in .*, there are 1\.0"):
        require_space(tmp_path, 4, "Setting up")
