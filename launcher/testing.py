"""``./sunu test``: pytest on a database cloned from a template."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from . import databases
from .addons import needs_demo, read_manifests
from .console import say, step
from .home import REPOSITORY, Instance
from .python_env import apt_install
from .runtime import Runtime, prepare
from .templates import test_database

PATHS = ("addons", "tests")
# Debian's packages of what production runs, and of what checks its files.
PRODUCTION = {
    "age": "age",
    "zstd": "zstd",
    "nginx": "nginx-light",
    "nft": "nftables",
    "openssl": "openssl",
    "systemd-analyze": "systemd",
    "unshare": "util-linux",
}
ADMINISTRATORS = ":/usr/sbin:/sbin"
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def test(arguments: Sequence[str], *, keep: bool = False) -> int:
    """Run the tests; return pytest's code. Those of the demo company and of glue addons
    run last, on a database that has them."""
    start = time.monotonic()
    require_browser(Instance.of())
    require_production(Instance.of())
    runtime = prepare("requirements-dev")
    code = 0
    for paths, demo in plan(arguments):
        code = run(runtime, paths, demo=demo, keep=keep) or code
    say(f"\nTests took {time.monotonic() - start:.0f} s, set-up included.")
    return code


def plan(
    arguments: Sequence[str], repository: Path = REPOSITORY
) -> list[tuple[list[str], bool]]:
    """Return the runs: pytest's arguments, and whether they need the demo company."""
    demo = [
        f"addons/{name}"
        for name in needs_demo(read_manifests(repository / "addons"))
        if (repository / "addons" / name / "tests").exists()
    ]
    paths = [argument for argument in arguments if is_path(argument, repository)]
    options = [argument for argument in arguments if argument not in paths]
    with_demo = [path for path in paths if path.startswith(tuple(demo))]
    others = [path for path in paths if path not in with_demo]
    if not paths:
        others = [*PATHS, *(f"--ignore={path}" for path in demo)]
        with_demo = demo
    runs = [([*options, *others], False)] if others else []
    return [*runs, ([*options, *with_demo], True)] if with_demo else runs


def is_path(argument: str, repository: Path = REPOSITORY) -> bool:
    """Tell a path (or a test id, path::name) from an option of pytest."""
    path = argument.split("::")[0]
    return not path.startswith("-") and (repository / path).exists()


def require_browser(instance: Instance) -> None:
    """Make sure that Odoo's browser tests find a browser."""
    if not any(map(shutil.which, BROWSERS)):
        apt_install(instance, "chromium", purpose="The browser tests need Chromium")


def require_production(instance: Instance) -> None:
    """Make sure that the tests of production's files find their programs."""
    path = os.environ.get("PATH", "") + ADMINISTRATORS
    missing = [
        package
        for program, package in PRODUCTION.items()
        if not shutil.which(program, path=path)
    ]
    if missing:
        apt_install(instance, *missing, purpose="The tests of production need programs")


def run(runtime: Runtime, arguments: list[str], *, demo: bool, keep: bool) -> int:
    """Run pytest on a copy of our template, which is dropped unless it is kept."""
    database = test_database(runtime, demo=demo)
    config = runtime.config(database, options=_options(runtime))
    try:
        return subprocess.call(
            _command(runtime, config, arguments),
            cwd=REPOSITORY,
            env=runtime.python_environment(),
        )
    finally:
        if keep:
            say(f"\nThe test database stays: {database} (configuration: {config})")
        else:
            with step(f"dropping the test database {database}"):
                databases.drop(runtime, database)
                config.unlink()


def _options(runtime: Runtime) -> dict[str, str]:
    return {
        "workers": "0",
        "max_cron_threads": "0",
        "screenshots": str(runtime.instance.path / "screenshots"),
    }


def _command(runtime: Runtime, config: Path, arguments: list[str]) -> list[str]:
    pytest = [str(runtime.python), "-m", "pytest", f"--odoo-config={config}"]
    cache = f"cache_dir={runtime.instance.path / 'pytest_cache'}"
    return [*pytest, "--odoo-http", "-o", cache, *map(os.fspath, arguments)]
