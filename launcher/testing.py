"""``./sunu test``: pytest on a database cloned from a template."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

from . import databases
from .addons import needs_demo, read_manifests
from .console import say, step
from .home import REPOSITORY, Instance
from .python_env import apt_install
from .runtime import Runtime, prepare
from .templates import test_database

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


@dataclass(frozen=True)
class Run:
    """One start of pytest.

    :ivar arguments: its paths and options
    :ivar demo: whether it needs the demo company's database
    """

    arguments: tuple[str, ...]
    demo: bool = False


# Runs of one lane follow one another; lanes go side by side.
Lane = list[Run]


def test(arguments: Sequence[str], *, keep: bool = False) -> int:
    """Run the tests; return pytest's code, of several runs the worst.

    Everything is run in two lanes side by side, each on databases of its own: the addon
    with most tests, and all others. What the second lane prints is shown at its end.
    """
    start = time.monotonic()
    require_browser(Instance.of())
    require_production(Instance.of())
    runtime = prepare("requirements-dev")
    codes = run_lanes(runtime, plan(arguments), keep=keep)
    say(f"\nTests took {time.monotonic() - start:.0f} s, set-up included.")
    return max(codes, default=0)


def plan(arguments: Sequence[str], repository: Path = REPOSITORY) -> list[Lane]:
    """Return the lanes; tests of the demo company and of glue addons come last."""
    addons = [
        f"addons/{name}"
        for name in sorted(read_manifests(repository / "addons"))
        if (repository / "addons" / name / "tests").exists()
    ]
    known = needs_demo(read_manifests(repository / "addons"))
    demo = [addon for addon in addons if Path(addon).name in known]
    paths = [argument for argument in arguments if is_path(argument, repository)]
    options = [argument for argument in arguments if argument not in paths]
    if paths:
        with_demo = [path for path in paths if path.startswith(tuple(demo))]
        others = [path for path in paths if path not in with_demo]
        return [_lane(options, others, with_demo)]
    others = [addon for addon in addons if addon not in demo]
    largest = max(others, key=lambda addon: _count_bytes(repository / addon / "tests"))
    rest = [*(addon for addon in others if addon != largest), "tests"]
    return [_lane(options, [largest], []), _lane(options, rest, demo)]


def _lane(options: list[str], paths: list[str], with_demo: list[str]) -> Lane:
    return [
        Run((*options, *chosen), demo=demo)
        for chosen, demo in ((paths, False), (with_demo, True))
        if chosen
    ]


def _count_bytes(tests: Path) -> int:
    return sum(path.stat().st_size for path in tests.rglob("test_*.py"))


def run(runtime: Runtime, arguments: list[str], *, demo: bool, keep: bool) -> int:
    """Run pytest once, on a copy of our template; return its code."""
    return max(run_lanes(runtime, [[Run(tuple(arguments), demo)]], keep=keep))


def run_lanes(runtime: Runtime, lanes: Sequence[Lane], *, keep: bool) -> list[int]:
    """Run the lanes side by side, the first one seen; return the codes of all runs."""
    configs: dict[Run, Path] = {}
    try:
        for one in chain(*lanes):
            database = test_database(runtime, demo=one.demo)
            configs[one] = runtime.config(database, options=_options(runtime))
        with ThreadPoolExecutor(len(lanes)) as pool:
            waiting = [
                pool.submit(_run_lane, runtime, lane, configs, number)
                for number, lane in enumerate(lanes)
            ]
            codes = [code for one in waiting for code in one.result()]
    finally:
        for config in configs.values():
            _leave(runtime, config, keep=keep)
    for number in range(1, len(lanes)):
        say(_output(runtime, number).read_text("utf-8", errors="replace"))
    return codes


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


def _run_lane(
    runtime: Runtime, lane: Lane, configs: dict[Run, Path], number: int
) -> list[int]:
    """Run a lane; but for the first, its output goes to a file."""
    with ExitStack() as stack:
        output = None
        if number:
            path = _output(runtime, number)
            output = stack.enter_context(path.open("w", encoding="utf-8"))
        return [_run(runtime, one, configs[one], number, output) for one in lane]


def _output(runtime: Runtime, number: int) -> Path:
    return runtime.instance.log(f"tests-{number}")


def _run(
    runtime: Runtime, one: Run, config: Path, number: int, output: IO[str] | None
) -> int:
    """Run pytest on the database of a configuration; return its code."""
    cache = runtime.instance.path / "pytest_cache" / f"{number}-{one.demo:d}"
    return subprocess.call(
        _command(runtime, config, cache, one.arguments),
        cwd=REPOSITORY,
        env=runtime.python_environment(),
        stdout=output,
        stderr=output and subprocess.STDOUT,
    )


def _leave(runtime: Runtime, config: Path, *, keep: bool) -> None:
    database = config.stem
    if keep:
        say(f"\nThe test database stays: {database} (configuration: {config})")
        return
    with step(f"dropping the test database {database}"):
        databases.drop(runtime, database)
        config.unlink()


def _options(runtime: Runtime) -> dict[str, str]:
    """Return the options of tests; the name alone tells the database.

    With a filter Odoo asks PostgreSQL for all its databases at each request that has no
    session, a quarter of what a small request costs.
    """
    return {
        "dbfilter": "",
        "workers": "0",
        "max_cron_threads": "0",
        "screenshots": str(runtime.instance.path / "screenshots"),
    }


def _command(
    runtime: Runtime, config: Path, cache: Path, arguments: Sequence[str]
) -> list[str]:
    pytest = [str(runtime.python), "-m", "pytest", f"--odoo-config={config}"]
    return [*pytest, "--odoo-http", "-o", f"cache_dir={cache}", *arguments]
