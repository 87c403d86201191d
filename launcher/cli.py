"""The command line: one function a command."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from . import (
    core_suites,
    doctor,
    drills,
    linting,
    mutate,
    serving,
    testing,
    tools,
    up,
)
from .backup import commands as backups
from .console import complain
from .errors import LauncherError
from .templates import SUITES

EPILOG = "Environment: SUNU_HOME, SUNU_PORT, SUNU_DB_HOST..., ODOO_HOME: see README.md."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the code to exit with."""
    options, rest = parser().parse_known_args(arguments)
    if rest and not options.takes_rest:
        parser().error(f"unknown arguments: {' '.join(rest)}")
    options.rest = rest
    try:
        return options.run(options) or 0
    except LauncherError as error:
        complain(f"\nsunu: {error}")
        return 1
    except KeyboardInterrupt:
        complain("\nsunu: interrupted; the same command takes up where it stopped")
        return 130


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = argparse.ArgumentParser(
        prog="./sunu", description="The CRM of SUNUMARCHE.", epilog=EPILOG
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "up", run_up, "set up what is missing and start the server")
    commands.choices["up"].add_argument(
        "--empty", action="store_true", help="a bare company, without the demo"
    )
    _add(commands, "stop", run_stop, "stop the server and the database")
    test = _add(commands, "test", run_test, "run the tests [PATH...] [pytest options]")
    test.add_argument("--keep", action="store_true", help="keep the test database")
    test.add_argument(
        "--core", nargs="+", metavar="NAME", help="core addons whose own tests to run"
    )
    test.add_argument(
        "--long", action="store_true", help="what takes too long for each change"
    )
    mutants = _add(commands, "mutate", run_mutate, "plant mistakes in an addon")
    mutants.add_argument("addon", metavar="ADDON")
    mutants.add_argument("--count", type=int, default=60)
    mutants.add_argument("--seed", type=int, default=1)
    mutants.add_argument(
        "--company", action="store_true", help="every filter by company, no others"
    )
    _add(commands, "lint", run_lint, "run every linter")
    _add(commands, "shell", run_shell, "Odoo's shell on the database")
    _add(commands, "psql", run_psql, "psql on the database")
    bench = _add(commands, "bench", run_bench, "run a benchmark")
    bench.add_argument("name", metavar="NAME")
    drill = _add(commands, "drill", run_drill, "break something, and see what holds")
    drill.add_argument("name", metavar="NAME", help=", ".join(drills.names()))
    drill.add_argument("--json", type=Path, metavar="FILE", help="its figures")
    imports = _add(commands, "import", run_import, "import a file")
    imports.add_argument("kind", metavar="KIND", help="purchases")
    imports.add_argument("file", metavar="FILE")
    backups.add_options(
        _add(commands, "backup", backups.run_backup, "back up database and files"),
        _add(commands, "restore", backups.run_restore, "restore into a new database"),
    )
    serve = _add(commands, "serve", run_serve, "run the server of a configuration")
    serve.add_argument("--config", metavar="FILE", required=True)
    _add(commands, "doctor", run_doctor, "say what is missing, and what to do")
    return top


def _add(commands, name, run, text) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text)
    passes_on = name in ("test", "shell", "psql", "bench", "drill", "import", "serve")
    command.set_defaults(run=run, takes_rest=passes_on)
    return command


def run_up(options: argparse.Namespace) -> None:
    up.up(empty=options.empty)


def run_stop(options: argparse.Namespace) -> int:
    return tools.stop()


def run_test(options: argparse.Namespace) -> int:
    if options.core:
        return core_suites.run_core(options.core, options.rest)
    if options.long:
        return core_suites.run_core(SUITES, options.rest, core_suites.REPORT)
    return testing.test(options.rest, keep=options.keep)


def run_mutate(options: argparse.Namespace) -> int:
    return mutate.mutate(
        options.addon, count=options.count, seed=options.seed, company=options.company
    )


def run_lint(options: argparse.Namespace) -> int:
    return linting.lint()


def run_shell(options: argparse.Namespace) -> int:
    return tools.shell(options.rest)


def run_psql(options: argparse.Namespace) -> int:
    return tools.psql(options.rest)


def run_bench(options: argparse.Namespace) -> int:
    return tools.bench(options.name, options.rest)


def run_drill(options: argparse.Namespace) -> int:
    return drills.drill(options.name, options.rest, options.json)


def run_import(options: argparse.Namespace) -> int:
    return tools.import_file(options.kind, [options.file, *options.rest])


def run_serve(options: argparse.Namespace) -> None:
    serving.serve(options.config, options.rest)


def run_doctor(options: argparse.Namespace) -> int:
    return doctor.doctor()
