"""The commands that work on this clone's database: shell, psql, import, bench."""

import subprocess
from collections.abc import Sequence

from . import databases
from .connection import external_connection
from .errors import LauncherError
from .home import REPOSITORY, Instance
from .postgres import cluster_of
from .runtime import Runtime, prepare
from .server import Server
from .templates import core_template, our_template

INSIDE = REPOSITORY / "launcher" / "inside"
BENCHMARKS = REPOSITORY / "benchmarks"


def current_database(runtime: Runtime) -> str:
    """Return the database that the last ``up`` served."""
    name = runtime.instance.read("state").get("database", runtime.connection.name)
    if not databases.exists(runtime, name):
        raise LauncherError(f"There is no database {name} yet.", "run ./sunu up first")
    return name


def shell(arguments: Sequence[str]) -> int:
    """Open Odoo's shell on the database."""
    runtime = prepare()
    config = runtime.config(current_database(runtime))
    command = [str(runtime.python), str(runtime.tree.script), "shell"]
    options = ["-c", str(config), "--no-http", *arguments]
    return subprocess.call([*command, *options], env=runtime.python_environment())


def psql(arguments: Sequence[str]) -> int:
    """Open psql on the database, as Odoo's own role."""
    runtime = prepare()
    command = [str(runtime.connection.psql), "-d", current_database(runtime)]
    environment = runtime.connection.environment()
    return subprocess.call([*command, *arguments], env=environment)


def import_file(kind: str, arguments: Sequence[str]) -> int:
    """Import a file by the script made for its kind."""
    kinds = sorted(path.stem[len("import_") :] for path in INSIDE.glob("import_*.py"))
    if kind not in kinds:
        raise LauncherError(
            f"Nothing imports {kind!r}.", f"choose among: {', '.join(kinds)}"
        )
    runtime = prepare()
    command = runtime.inside_command(
        f"import_{kind}", current_database(runtime), *arguments
    )
    return subprocess.call(command, env=runtime.python_environment())


def bench(name: str, arguments: Sequence[str]) -> int:
    """Run a benchmark, with both templates ready for it to copy.

    Its processes reach the server even where they do without Odoo.
    """
    script = BENCHMARKS / f"{name}.py"
    if not script.exists():
        names = sorted(path.stem for path in BENCHMARKS.glob("[a-z]*.py"))
        raise LauncherError(
            f"There is no benchmark {name!r}.", f"choose among: {', '.join(names)}"
        )
    runtime = prepare("requirements-bench")
    core_template(runtime)
    our_template(runtime)
    environment = runtime.connection.environment() | runtime.python_environment()
    return subprocess.call(
        [str(runtime.python), "-m", f"benchmarks.{name}", *arguments],
        env=environment,
        cwd=REPOSITORY,
    )


def stop() -> int:
    """Stop the server and this clone's cluster."""
    instance = Instance.of()
    stopped = ["server"] if Server(instance).stop() else []
    if external_connection() is None and cluster_of(instance).stop():
        stopped.append("PostgreSQL")
    print(f"Stopped: {', '.join(stopped) or 'nothing ran'}.")
    return 0
