"""prettier and its XML plugin, installed outside the repository."""

import shutil
from pathlib import Path

from .console import step
from .home import REPOSITORY, Instance, digest, sunu_home
from .process import environment, locked, run_logged
from .python_env import apt_install

FILES = ("package.json", "package-lock.json")
STAMP = "sunu-complete"


def prettier(instance: Instance) -> tuple[list[str], dict[str, str]]:
    """Return the command of prettier and its environment; install it if needed."""
    if not shutil.which("npm"):
        apt_install(instance, "nodejs", "npm", purpose="prettier needs Node.js and npm")
    key = digest(*((REPOSITORY / name).read_bytes() for name in FILES))
    place = sunu_home() / "node" / key
    with locked(place.with_suffix(".lock")):
        if not (place / STAMP).exists():
            _install(place, instance)
    modules = place / "node_modules"
    command = ["node", str(modules / "prettier" / "bin" / "prettier.cjs")]
    return command, environment(NODE_PATH=str(modules))


def _install(place: Path, instance: Instance) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in FILES:
        shutil.copy(REPOSITORY / name, place)
    with step("installing prettier"):
        run_logged(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            instance.log("npm"),
            cwd=place,
            cure="look at the network and run the same command again",
        )
    (place / STAMP).touch()
