"""``./sunu doctor``: one line per thing that must be right, with its cure."""

import os
import shutil
import sys
from collections.abc import Callable

from .connection import check_server, external_connection
from .console import say
from .errors import LauncherError
from .home import GIGABYTE, Instance, require_space, sunu_home
from .odoo_tree import SERIES, tree_from_environment
from .postgres import cluster_of
from .postgres_binaries import candidate_directories, reason_against
from .printing import PURPOSE, missing_packages
from .server import Server, choose_port
from .testing import BROWSERS

Check = Callable[[], str]


def doctor() -> int:
    """Run every check, change nothing; return 1 if something needs a cure."""
    checks = (python, disk, odoo, postgresql, server, printing, browser, formatter)
    failed = sum(not passes(check) for check in checks)
    return 1 if failed else 0


def passes(check: Check) -> bool:
    """Run one check and print its line."""
    try:
        say(f"OK    {check()}")
    except LauncherError as error:
        say(f"CURE  {error}")
        return False
    return True


def python() -> str:
    try:
        import ensurepip  # noqa: F401
    except ImportError as error:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        raise LauncherError(
            "This Python cannot make virtual environments.",
            f"as root: apt-get install {version}-venv",
        ) from error
    return f"Python {sys.version.split()[0]}"


def disk() -> str:
    home = sunu_home()
    done = (home / "odoo").exists()
    require_space(home, 1 if done else 4, "The CRM")
    free = shutil.disk_usage(home).free / GIGABYTE
    return f"{free:.0f} GB free in {home}"


def odoo() -> str:
    tree = tree_from_environment()
    if tree:
        return f"Odoo {SERIES} in {tree.python_path}"
    if list(sunu_home().glob("odoo/debian-*/sunu-packages.txt")):
        return f"Odoo {SERIES} from Debian's packages"
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise LauncherError(
            "No apt on this machine, and ODOO_HOME is unset.",
            f"name an Odoo {SERIES} tree in ODOO_HOME",
        )
    return f"Odoo {SERIES}: ./sunu up will fetch it with apt"


def postgresql() -> str:
    external = external_connection()
    if external:
        check_server(external)
        return f"PostgreSQL at {external.host}"
    usable = [d for d in candidate_directories() if not reason_against(d)]
    if not usable and os.geteuid() == 0 and shutil.which("apt-get"):
        return "PostgreSQL: ./sunu up will install it with apt"
    cluster = cluster_of(Instance.of())
    running = "running" if cluster.pid() else "stopped"
    return f"PostgreSQL from {usable[0]}, cluster in {cluster.base} ({running})"


def server() -> str:
    instance = Instance.of()
    running = Server(instance)
    if running.pid():
        return f"server at {running.address()}"
    remembered = instance.read("state").get("port")
    port = choose_port(os.environ.get("SUNU_PORT"), remembered)
    return f"server stopped; port {port} is free"


def printing() -> str:
    missing = missing_packages()
    if missing:
        raise LauncherError(
            f"{PURPOSE}.", f"as root: apt-get install {' '.join(missing)}"
        )
    return "Pango and fonts for printing"


def browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise LauncherError(
            "No Chromium for the browser tests.", "as root: apt-get install chromium"
        )
    return f"browser {found}"


def formatter() -> str:
    if not shutil.which("npm"):
        raise LauncherError(
            "No npm for ./sunu lint.", "as root: apt-get install nodejs npm"
        )
    return "npm for ./sunu lint"
