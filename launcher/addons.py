"""Our addons as the launcher sees them: manifests, dependencies, contents."""

import ast
import runpy
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .errors import LauncherError
from .home import REPOSITORY, digest
from .odoo_tree import OdooTree

ADDONS = REPOSITORY / "addons"
DEMO = "sunumarche_demo"
DEBIAN_ASSETS = "mail_debian_assets"
CALLERS = "sunumarche_perimeter/engine/callers.py"
UNHASHED = frozenset(("tests", "static", "__pycache__"))
# The company needs its books: Senegal's chart of accounts comes with l10n_sn.
ALWAYS = ("base", "web", "account", "l10n_sn")

Manifests = dict[str, dict[str, Any]]


def read_manifests(directory: Path = ADDONS) -> Manifests:
    """Return the manifests of our installable addons, by addon name."""
    manifests: Manifests = {}
    for path in sorted(directory.glob("*/__manifest__.py")):
        try:
            manifest = ast.literal_eval(path.read_text("utf-8"))
        except (SyntaxError, ValueError) as error:
            raise LauncherError(
                f"{path} is not a dictionary of literals: {error}", "mend the file"
            ) from error
        if manifest.get("installable", True):
            manifests[path.parent.name] = manifest
    return manifests


def needs_demo(manifests: Manifests) -> list[str]:
    """Return the addons that the tests' ordinary database does without.

    Besides the demo company those that install themselves where what they join is
    present: a company uses more of core than our addons need.
    """
    glue = {
        name for name, manifest in manifests.items() if manifest.get("auto_install")
    }
    return sorted(glue | ({DEMO} & set(manifests)))


def company_modules(manifests: Manifests) -> list[str]:
    """Return the core modules that a company works with: all that the demo shows."""
    known = manifests.get(DEMO, {}).get("depends", ())
    return sorted(set(known) - set(manifests))


def to_install(
    manifests: Manifests, tree: OdooTree, *, demo: bool, company: bool = False
) -> list[str]:
    """Return the addons that a database gets.

    The demo company goes into demo databases only; a company without the demo has the
    same applications. The addon that mends Debian's package stays away from a complete
    Odoo tree.
    """
    names = set(manifests)
    if company and not demo:
        names.discard(DEMO)
    elif not demo:
        names -= set(needs_demo(manifests))
    if tree.is_complete:
        names.discard(DEBIAN_ASSETS)
    return sorted(names)


def core_modules(manifests: Manifests) -> list[str]:
    """Return what our addons need and do not bring themselves.

    What only the demo company and glue addons need is left out: its presence would
    hide that an addon forgot to name a dependency.
    """
    needed, left_out = set(ALWAYS), needs_demo(manifests)
    for name, manifest in manifests.items():
        if name not in left_out:
            needed.update(manifest.get("depends", ()))
    return sorted(needed - set(manifests))


def read_callers(directory: Path = ADDONS) -> tuple[str, ...]:
    """Return the core modules that install themselves and call out: none is wanted."""
    return runpy.run_path(str(directory / CALLERS))["CALLERS"]


def content_hash(addon: str, directory: Path = ADDONS) -> str:
    """Digest what a database takes from an addon: all but tests and static files."""
    root = directory / addon
    parts: list[str | bytes] = []
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.is_file() and UNHASHED.isdisjoint(relative.parts):
            parts += [str(relative), path.read_bytes()]
    return digest(*parts)


def hashes(addons: Iterable[str], directory: Path = ADDONS) -> dict[str, str]:
    """Return the content hash of each addon."""
    return {addon: content_hash(addon, directory) for addon in addons}
