"""An Odoo 19 tree: the one we fetch, or the one that ODOO_HOME names."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from .errors import LauncherError
from .home import REPOSITORY, digest

SERIES = "19.0"
OUR_SCRIPT = REPOSITORY / "launcher" / "inside" / "odoo_server.py"
LEFT_OUT_BY_DEBIAN = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooTree:
    """Where Odoo's code is, and a key that changes whenever that code does."""

    package: Path
    script: Path
    extra_addons: tuple[Path, ...]
    key: str

    @property
    def python_path(self) -> Path:
        return self.package.parent

    @property
    def addons_path(self) -> tuple[Path, ...]:
        return (self.package / "addons", *self.extra_addons)

    @property
    def is_complete(self) -> bool:
        """Tell a whole tree from Debian's, which lacks one JavaScript file."""
        return any((path / LEFT_OUT_BY_DEBIAN).exists() for path in self.addons_path)

    def has_module(self, name: str) -> bool:
        return any(
            (path / name / "__manifest__.py").exists() for path in self.addons_path
        )


def read_series(package: Path) -> str:
    """Return the release of an ``odoo`` package ("19.0"), without running it."""
    release = package / "release.py"
    text = release.read_text("utf-8") if release.exists() else ""
    match = re.search(r"^version_info\s*=\s*\(([^,]+),\s*([^,]+),", text, re.MULTILINE)
    return ".".join(part.strip("'\" ") for part in match.groups()) if match else ""


def open_tree(directory: Path) -> OdooTree:
    """Return the tree in a directory, or explain why it is none.

    A source checkout (``odoo-bin``), an ``odoo`` package and its parent will do.
    """
    if directory.name == "odoo" and read_series(directory):
        directory = directory.parent
    package = directory / "odoo"
    series = read_series(package)
    if not series:
        raise LauncherError(
            f"{directory} is not an Odoo tree: it has no odoo/release.py.",
            "name the directory that holds odoo-bin, or the package odoo, in ODOO_HOME",
        )
    if series != SERIES:
        raise LauncherError(
            f"{directory} is Odoo {series}; these addons are written for {SERIES}.",
            f"name an Odoo {SERIES} tree in ODOO_HOME, or unset it",
        )
    extra = directory / "addons"
    return OdooTree(
        package=package,
        script=_script(directory),
        extra_addons=(extra,) if (extra / "web" / "__manifest__.py").exists() else (),
        key=_key(directory),
    )


def _script(directory: Path) -> Path:
    """Return the server's script; ``python -m odoo`` would break the websockets."""
    candidates = (directory / "odoo-bin", directory.parents[2] / "bin" / "odoo")
    return next((path for path in candidates if path.is_file()), OUR_SCRIPT)


def _key(directory: Path) -> str:
    """Digest the place and the time of the newest manifest: cheap, and enough."""
    patterns = ("odoo/release.py", "odoo/addons/*/__manifest__.py")
    files = [*directory.glob("addons/*/__manifest__.py")]
    files += [path for pattern in patterns for path in directory.glob(pattern)]
    newest = max(path.stat().st_mtime_ns for path in files)
    return digest(str(directory), str(len(files)), str(newest))


def tree_from_environment() -> OdooTree | None:
    """Return the tree named by ODOO_HOME, if it is set."""
    chosen = os.environ.get("ODOO_HOME")
    return open_tree(Path(chosen).expanduser().resolve()) if chosen else None
