"""Virtual environments made from the hashed locks, shared between clones.

``requirements.txt`` makes the base; the others are small overlays that see it.
A directory without a stamp is an interrupted one: it is removed and made again.
"""

import os
import shutil
import sys
import sysconfig
from pathlib import Path

from .console import step
from .errors import LauncherError
from .home import REPOSITORY, Instance, digest, require_space, sunu_home
from .process import locked, run_logged

STAMP = "sunu-complete"
BASE = "requirements"
SPACE_GB = 0.7
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "install")
SAFE = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "--progress-bar=off")


def lock_key(name: str) -> str:
    """Digest a lock and the Python that it is installed for."""
    lock = (REPOSITORY / f"{name}.txt").read_bytes()
    base = "" if name == BASE else lock_key(BASE)
    return digest(lock, base, sys.version, sys.base_prefix, sysconfig.get_platform())


def venv_python(instance: Instance, name: str = BASE) -> Path:
    """Return the Python of the environment for this lock; make it if needed."""
    base = venv_python(instance) if name != BASE else None
    venv = sunu_home() / "venvs" / f"{name}-{lock_key(name)}"
    with locked(venv.with_suffix(".lock")):
        if not (venv / STAMP).exists():
            _make(venv, name, instance)
            if base:
                _see(venv, base)
            (venv / STAMP).touch()
    return venv / "bin" / "python"


def _make(venv: Path, name: str, instance: Instance) -> None:
    require_ensurepip(instance)
    require_space(venv.parent, SPACE_GB, "Installing the Python packages")
    shutil.rmtree(venv, ignore_errors=True)
    with step(f"installing the Python packages of {name}.txt"):
        run_logged([sys.executable, "-m", "venv", venv], instance.log("venv"))
        run_logged(
            [venv / "bin" / "python", *PIP, *SAFE, "-r", REPOSITORY / f"{name}.txt"],
            instance.log(f"pip-{name}"),
            cure="if it is the network, run the same command again: pip keeps what "
            "it has; if a hash differs, do not install: the lock or the index is wrong",
        )


def _see(venv: Path, base: Path) -> None:
    """Let an overlay import what the base environment holds."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = Path("lib") / version / "site-packages"
    link = venv / packages / "sunu_base.pth"
    link.write_text(f"{base.parents[1] / packages}\n", "utf-8")


def require_ensurepip(instance: Instance) -> None:
    """Make sure that this Python can make virtual environments with pip."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        apt_install(instance, package, purpose="This Python lacks its module venv")


def apt_install(instance: Instance, *packages: str, purpose: str) -> None:
    """Install Debian packages when we are root; otherwise say what to type."""
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise LauncherError(f"{purpose}.", f"as root: apt-get install {names}")
    log = instance.log("apt-install")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(f"{purpose}: installing {names}"):
        run_logged(["apt-get", "update"], log, env=env)
        options = ("install", "--yes", "--no-install-recommends")
        run_logged(["apt-get", *options, *packages], log, env=env)
