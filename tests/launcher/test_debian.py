import pytest

from launcher import debian
from launcher.debian import dangling_links
from launcher.errors import LauncherError


@pytest.fixture
def apt_that_says(monkeypatch, tmp_path):
    """Let apt fail with a message; return the error that the user sees."""

    def ask(message):
        def fail(*_arguments, cure, **_options):
            raise LauncherError(message, cure)

        monkeypatch.setattr(debian, "run_logged", fail)
        with pytest.raises(LauncherError) as caught:
            debian._ask_apt(["apt-get"], tmp_path / "log")
        return caught.value

    return ask


@pytest.mark.parametrize(
    "message",
    [
        "E: Unable to locate package odoo-19",
        "E: Release 'sid' for 'odoo-19' was not found",
        "E: The repository 'x sid Release' does not have a Release file.",
    ],
)
def test_archive_without_odoo_is_named_as_such(apt_that_says, message):
    error = apt_that_says(message)
    assert "no package odoo-19" in error.problem
    assert "ODOO_HOME" in error.cure


def test_network_failure_asks_to_run_again(apt_that_says):
    error = apt_that_says("E: Temporary failure resolving")
    assert "run the same command again" in error.cure


def test_only_relative_links_that_lead_nowhere_are_dangling(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "good").symlink_to("file")
    (tmp_path / "absolute").symlink_to("/nowhere/at/all")
    (tmp_path / "bad").symlink_to("nothing")
    assert dangling_links(tmp_path) == [tmp_path / "bad"]


def test_machine_without_apt_is_told_about_odoo_home(monkeypatch):
    monkeypatch.setattr(debian.shutil, "which", lambda _name: None)
    with pytest.raises(LauncherError, match="no apt-get and no dpkg-deb") as caught:
        debian._require_tools()
    assert "ODOO_HOME" in caught.value.cure


def test_unpacking_is_checked_before_it_is_called_complete(monkeypatch, tmp_path):
    def unpack(command, *_arguments, **_options):
        command[-1].mkdir()
        (command[-1] / "bad").symlink_to("nothing")

    monkeypatch.setattr(debian, "run_logged", unpack)
    (tmp_path / "one.deb").write_text("")
    instance = type("Nowhere", (), {"log": lambda _self, _name: None})()
    with pytest.raises(LauncherError, match=r"1 links .* lead nowhere: bad"):
        debian._unpack(tmp_path, tmp_path / "prefix", instance)
    assert not (tmp_path / "prefix").exists()
