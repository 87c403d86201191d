"""Odoo 19 from Debian's archive: fetched with apt, unpacked, never installed.

apt runs on a private state directory, so an ordinary user can do it; signatures
and checksums stay on, and the archive's address is the machine's own.
"""

import os
import shutil
from pathlib import Path

from .apt_sources import debian_source
from .console import step
from .errors import LauncherError
from .home import Instance, digest, require_space, sunu_home
from .odoo_tree import OdooTree, open_tree
from .process import locked, run_logged

SUITES = ("sid", "bookworm")
# Odoo's package links to files of these; two must be the older ones, whose file
# names are those that Odoo's links name.
PACKAGES = (
    "odoo-19/sid",
    "fonts-dejavu-core/sid",
    "fonts-glyphicons-halflings/sid",
    "fonts-inconsolata/bookworm",
    "fonts-font-awesome/bookworm",
    "fonts-montserrat/sid",
    "fonts-ocr-b/sid",
    "fonts-roboto-unhinted/sid",
    "gsfonts/sid",
    "libjs-jquery/sid",
    "libjs-jquery-form/sid",
    "libjs-underscore/sid",
)
STAMP = "sunu-packages.txt"
SPACE_GB = 2.5
NO_SUCH_PACKAGE = (
    "Unable to locate package odoo-19",
    "for 'odoo-19' was not found",
    "does not have a Release file",
)
NETWORK_CURE = (
    "look at the network and run the same command again: what is complete is kept"
)


def odoo_from_debian(instance: Instance) -> OdooTree:
    """Return the tree unpacked from Debian's packages; fetch it if needed."""
    home = sunu_home() / "odoo"
    prefix = home / f"debian-{digest(*PACKAGES)}"
    with locked(home / "lock"):
        if not (prefix / STAMP).exists():
            _fetch(prefix, instance)
    return open_tree(prefix / "usr" / "lib" / "python3" / "dist-packages")


def _fetch(prefix: Path, instance: Instance) -> None:
    _require_tools()
    require_space(prefix.parent, SPACE_GB, "Unpacking Odoo")
    apt = _configure_apt(prefix.parent / "apt")
    debs = prefix.parent / "debs"
    debs.mkdir(exist_ok=True)
    with step("reading Debian's package lists"):
        _ask_apt([*apt, "update"], instance.log("apt-update"))
    with step("downloading Odoo 19 and its fonts (125 MB)"):
        _download(apt, debs, instance)
    with step("unpacking Odoo 19 (1.3 GB)"):
        _unpack(debs, prefix, instance)
    shutil.rmtree(debs)


def _require_tools() -> None:
    missing = [tool for tool in ("apt-get", "dpkg-deb") if not shutil.which(tool)]
    if missing:
        raise LauncherError(
            f"This machine has no {' and no '.join(missing)}, and ODOO_HOME is unset.",
            "name an Odoo 19 tree in ODOO_HOME, or work on a Debian machine",
        )


def _configure_apt(state: Path) -> list[str]:
    """Return the apt-get command that works on its own lists and cache."""
    for part in ("lists/partial", "cache/archives/partial", "parts"):
        (state / part).mkdir(parents=True, exist_ok=True)
    sources = state / "debian.sources"
    sources.write_text(debian_source().stanza(SUITES), "utf-8")
    options = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": state / "parts",
        "Dir::Etc::preferencesparts": state / "parts",
        "Dir::State": state,
        "Dir::State::lists": state / "lists",
        "Dir::State::status": "/dev/null",
        "Dir::Cache": state / "cache",
        "Acquire::Languages": "none",
        "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
        "Acquire::Retries": "3",
        "APT::Update::Error-Mode": "any",
        "APT::Architectures": "",
    }
    if os.geteuid() == 0:
        # apt's own unprivileged user cannot enter root's cache directory.
        options["APT::Sandbox::User"] = "root"
    command = ["apt-get", "--quiet"]
    for name, value in options.items():
        command += ["-o", f"{name}={value}"]
    return command


def _download(apt: list[str], debs: Path, instance: Instance) -> None:
    command = [*apt, "download", *PACKAGES]
    _ask_apt(command, instance.log("apt-download"), debs)
    if len(list(debs.glob("*.deb"))) != len(PACKAGES):
        # An interrupted run of another day left versions that are gone since.
        shutil.rmtree(debs)
        debs.mkdir()
        _ask_apt(command, instance.log("apt-download"), debs)


def _ask_apt(command: list[str], log: Path, cwd: Path | None = None) -> None:
    """Run apt; tell an archive without Odoo 19 from a network that fails."""
    try:
        run_logged(command, log, cure=NETWORK_CURE, cwd=cwd)
    except LauncherError as error:
        if not any(sign in error.problem for sign in NO_SUCH_PACKAGE):
            raise
        raise LauncherError(
            "This machine's Debian archive has no package odoo-19 in suite sid.",
            "use a mirror that carries sid, or name an Odoo 19 tree in ODOO_HOME",
        ) from error


def _unpack(debs: Path, prefix: Path, instance: Instance) -> None:
    """Unpack beside the final place, check, stamp, and only then rename."""
    draft = prefix.with_name(prefix.name + ".partial")
    for leftover in (draft, prefix):
        shutil.rmtree(leftover, ignore_errors=True)
    packages = sorted(debs.glob("*.deb"))
    for package in packages:
        run_logged(["dpkg-deb", "-x", package, draft], instance.log("unpack"))
    dangling = dangling_links(draft)
    if dangling:
        names = ", ".join(str(link.relative_to(draft)) for link in dangling[:5])
        raise LauncherError(
            f"{len(dangling)} links of the Odoo package lead nowhere: {names}",
            "Debian's font packages have changed: PACKAGES in launcher/debian.py "
            "must name those that hold these files",
        )
    stamp = "".join(f"{package.stem}\n" for package in packages)
    (draft / STAMP).write_text(stamp, "utf-8")
    draft.rename(prefix)


def dangling_links(directory: Path) -> list[Path]:
    """Return the relative links below a directory that lead nowhere."""
    return [
        path
        for parent, folders, files in os.walk(directory)
        for path in (Path(parent, name) for name in (*folders, *files))
        if path.is_symlink() and not path.exists() and _is_relative(path)
    ]


def _is_relative(link: Path) -> bool:
    return not os.readlink(link).startswith("/")
