"""Find PostgreSQL's programs, or install them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from .connection import MINIMUM_VERSION
from .errors import LauncherError
from .home import Instance
from .python_env import apt_install

DEBIAN = Path("/usr/lib/postgresql")
NO_MAIN_CLUSTER = Path("/etc/postgresql-common/createcluster.d/sunu.conf")
EXTENSIONS = ("pg_trgm", "unaccent")


def find_binaries(instance: Instance) -> Path:
    """Return the directory of the newest usable PostgreSQL; install one if none."""
    candidates = candidate_directories()
    if not candidates:
        _install(instance)
        candidates = candidate_directories()
    reasons = [reason_against(candidate) for candidate in candidates]
    for candidate, reason in zip(candidates, reasons, strict=True):
        if not reason:
            return candidate
    raise LauncherError(
        "No usable PostgreSQL on this machine: " + "; ".join(reasons),
        f"install PostgreSQL {MINIMUM_VERSION} or newer with its contrib extensions "
        "(on Debian: apt-get install postgresql postgresql-contrib), or name a "
        "server in SUNU_DB_HOST",
    )


def candidate_directories(root: Path = DEBIAN) -> list[Path]:
    """Return the directories that hold a server, the newest version first."""
    found = [path.parent for path in root.glob("*/bin/postgres")]
    found.sort(key=_version_in_path, reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return found


def _version_in_path(path: Path) -> float:
    name = path.parent.name
    return float(name) if re.fullmatch(r"\d+(\.\d+)?", name) else 0.0


def reason_against(directory: Path) -> str:
    """Return why a PostgreSQL cannot be ours, or nothing."""
    version = _ask(directory / "postgres", "--version")
    match = re.search(r"(\d+)", version)
    if not match or int(match[1]) < MINIMUM_VERSION:
        return f"{directory}: {version or 'it does not run'}, too old"
    share = _ask(directory / "pg_config", "--sharedir") or _ask(
        Path("pg_config"), "--sharedir"
    )
    missing = [name for name in EXTENSIONS if not _has_extension(share, name)]
    return f"{directory}: without {', '.join(missing)}" if missing else ""


def _has_extension(share: str, name: str) -> bool:
    return Path(share, "extension", f"{name}.control").exists()


def _ask(program: Path, option: str) -> str:
    try:
        return subprocess.run(
            [str(program), option], capture_output=True, text=True, check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _install(instance: Instance) -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        NO_MAIN_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        NO_MAIN_CLUSTER.write_text("create_main_cluster = false\n")
    apt_install(
        instance, "postgresql", "postgresql-contrib", purpose="PostgreSQL is missing"
    )
