import pytest

from launcher.errors import LauncherError
from launcher.odoo_tree import (
    LEFT_OUT_BY_DEBIAN,
    OUR_SCRIPT,
    open_tree,
    read_series,
    tree_from_environment,
)


@pytest.fixture
def make_tree(tmp_path):
    """Build a directory that looks like Odoo; return it."""

    def make(version="19, 0, 0, FINAL, 0, ''", *, checkout=False):
        package = tmp_path / "odoo"
        (package / "addons" / "base").mkdir(parents=True)
        (package / "addons" / "base" / "__manifest__.py").write_text("{}")
        (package / "release.py").write_text(f"version_info = ({version})\n")
        if checkout:
            (tmp_path / "odoo-bin").write_text("")
            (tmp_path / "addons" / "web").mkdir(parents=True)
            (tmp_path / "addons" / "web" / "__manifest__.py").write_text("{}")
        return tmp_path

    return make


def test_source_checkout_has_two_addons_directories_and_its_script(make_tree):
    directory = make_tree(checkout=True)
    tree = open_tree(directory)
    assert tree.script == directory / "odoo-bin"
    assert tree.addons_path == (
        directory / "odoo" / "addons",
        directory / "addons",
    )
    assert (tree.has_module("web"), tree.has_module("nothing")) == (True, False)


def test_bare_package_is_run_by_our_script(make_tree):
    tree = open_tree(make_tree())
    assert tree.script == OUR_SCRIPT
    assert tree.addons_path == (tree.package / "addons",)


def test_the_package_itself_will_do(make_tree):
    directory = make_tree()
    assert open_tree(directory / "odoo") == open_tree(directory)


def test_complete_tree_is_told_from_debians(make_tree):
    directory = make_tree()
    assert not open_tree(directory).is_complete
    file = directory / "odoo" / "addons" / LEFT_OUT_BY_DEBIAN
    file.parent.mkdir(parents=True)
    file.write_text("")
    assert open_tree(directory).is_complete


@pytest.mark.parametrize(
    ("version", "series"),
    [
        ("18, 0, 0, FINAL, 0, ''", "18.0"),
        ("'saas~19', 1, 0, FINAL, 0, ''", "saas~19.1"),
    ],
)
def test_another_release_is_refused(make_tree, version, series):
    directory = make_tree(version)
    assert read_series(directory / "odoo") == series
    with pytest.raises(LauncherError, match=f"is Odoo {series}"):
        open_tree(directory)


def test_directory_without_odoo_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    with pytest.raises(LauncherError, match="is not an Odoo tree") as caught:
        tree_from_environment()
    assert "odoo-bin" in caught.value.cure


def test_key_changes_with_the_code(make_tree):
    directory = make_tree()
    before = open_tree(directory).key
    addon = directory / "odoo" / "addons" / "new"
    addon.mkdir()
    (addon / "__manifest__.py").write_text("{}")
    assert open_tree(directory).key != before
