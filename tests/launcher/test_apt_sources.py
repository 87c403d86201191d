import pytest

from launcher.apt_sources import (
    Source,
    debian_source,
    machine_sources,
    parse_deb822,
    parse_list,
)
from launcher.errors import LauncherError

DEB822 = """\
# a comment
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/example.gpg

Types: deb
URIs: http://mirror.example/security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: sid
Components: main
"""
KEY_BLOCK = """\
Types: deb
URIs: http://mirror.example/debian
Suites: trixie
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc=
 -----END PGP PUBLIC KEY BLOCK-----
"""


@pytest.fixture
def apt(tmp_path):
    """An apt directory; ``apt(name, text)`` adds a file to it."""
    (tmp_path / "sources.list.d").mkdir()

    def add(name, text):
        (tmp_path / name).write_text(text)
        return tmp_path

    return add


def test_list_line_with_options():
    [source] = parse_list(
        "deb [arch=amd64 signed-by=/key.gpg] http://mirror.example/debian sid main  # x"
    )
    assert source == Source(
        ("http://mirror.example/debian",), ("sid",), ("main",), "/key.gpg"
    )


@pytest.mark.parametrize(
    "line", ["", "# deb http://a.example sid main", "deb-src http://a.example sid main"]
)
def test_list_lines_that_name_no_binary_archive(line):
    assert list(parse_list(line)) == []


def test_deb822_file_gives_its_enabled_stanzas():
    main, security = parse_deb822(DEB822)
    assert main.suites == ("bookworm", "bookworm-updates")
    assert main.signed_by == "/usr/share/keyrings/example.gpg"
    assert (main.is_debian, security.is_debian) == (True, False)


def test_key_block_is_passed_on_as_it_is():
    [source] = parse_deb822(KEY_BLOCK)
    [again] = parse_deb822(source.stanza(("sid",)))
    assert again.signed_by == source.signed_by
    assert again.suites == ("sid",)
    assert "\n abc=\n" in source.stanza(("sid",))


def test_stanza_asks_for_our_suites_on_the_machines_archive():
    source = Source(("http://mirror.example/debian",), ("bookworm",), ("main",), "/k")
    assert source.stanza(("sid", "bookworm")) == (
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: sid bookworm\n"
        "Components: main\nSigned-By: /k\n"
    )


def test_other_archives_are_passed_over(apt):
    apt("sources.list", "deb http://other.example/apt stable-foo main\n")
    apt("sources.list.d/a.list", "deb http://x.example/ubuntu jammy main universe\n")
    directory = apt("sources.list.d/debian.sources", DEB822)
    assert len(machine_sources(directory)) == 4
    assert debian_source(directory).uris == ("http://mirror.example/debian",)


def test_files_that_apt_ignores_are_ignored(apt):
    directory = apt("sources.list.d/debian.sources.bak", DEB822)
    assert machine_sources(directory) == []


def test_installation_disc_is_no_archive(apt):
    directory = apt("sources.list", "deb cdrom:[Debian 12]/ bookworm main\n")
    with pytest.raises(LauncherError, match="No Debian archive") as caught:
        debian_source(directory)
    assert "ODOO_HOME" in caught.value.cure
