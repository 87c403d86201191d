"""``./sunu backup`` and ``./sunu restore``: their options."""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

from ..console import say
from ..errors import LauncherError
from ..home import Instance
from ..python_env import apt_install, venv_python
from ..runtime import Runtime, find_tree, prepare
from ..tools import current_database
from .place import Place, check_name
from .restore import Neutralizer
from .restore import restore as restore_file
from .rotation import Keep
from .take import backup as take_backup

PROGRAMS = ("zstd", "age")


def add_options(backup: argparse.ArgumentParser, restore: argparse.ArgumentParser):
    """Describe the options of both commands."""
    for command in (backup, restore):
        command.add_argument(
            "--config",
            metavar="FILE",
            type=Path,
            help="the odoo.conf of a production server, in place of this clone's",
        )
        command.add_argument("--database", metavar="NAME")
    backup.add_argument("directory", metavar="DIR", type=Path)
    backup.add_argument(
        "--recipients",
        metavar="FILE",
        type=Path,
        default=_path("SUNU_BACKUP_RECIPIENTS"),
        help="public keys of age, of those who can restore",
    )
    backup.add_argument(
        "--plain", action="store_true", help="do not encrypt: whoever reads it has all"
    )
    backup.add_argument(
        "--keep",
        metavar="DAYS,WEEKS,MONTHS",
        default="7,5,12",
        help="what is kept: 7,5,12 if not given, or all",
    )
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.add_argument(
        "--key",
        metavar="FILE",
        type=Path,
        default=_path("SUNU_BACKUP_KEY"),
        help="a private key of age",
    )
    restore.add_argument(
        "--neutralize",
        action="store_true",
        help="a copy for tests: it sends no mail, runs no scheduled action and has an "
        "identity of its own",
    )


def _path(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None


def run_backup(options: argparse.Namespace) -> None:
    """Take a backup of the database served last, or of a configuration's."""
    keep = Keep.parse(options.keep)
    if not options.recipients and not options.plain:
        raise LauncherError(
            "Nobody's public key was named, so the backup would be readable by all.",
            "age-keygen -o key.txt on another machine, age-keygen -y key.txt > "
            "recipients.txt, then --recipients recipients.txt; or, knowingly, --plain",
        )
    require_programs()
    place, database = _place(options)
    recipients = None if options.plain else options.recipients
    made = take_backup(place, database, options.directory, recipients, keep)
    say(f"{made} ({made.stat().st_size / 1024**2:.1f} MB)")


def run_restore(options: argparse.Namespace) -> None:
    """Restore a backup into a database that does not exist yet."""
    require_programs()
    database = options.database
    if options.config:
        place, configured = Place.from_config(options.config)
        database = database or configured
    else:
        place = Place.of(prepare())
    if not database:
        raise LauncherError(
            "The restored database needs a name.", "give one: --database NAME"
        )
    neutralize = neutralizer(place) if options.neutralize else None
    manifest = restore_file(options.file, place, database, options.key, neutralize)
    say(
        f"\n{manifest['database']} of {manifest['made'][:16]} (UTC) is the database "
        f"{database}: {len(manifest['contents']['tables'])} tables as they were."
    )


def _place(options: argparse.Namespace) -> tuple[Place, str]:
    if not options.config:
        runtime = prepare()
        return Place.of(runtime), options.database or current_database(runtime)
    place, configured = Place.from_config(options.config)
    return place, check_name(options.database or configured)


def neutralizer(place: Place) -> Neutralizer:
    """Return what neutralizes a database of a place, with Odoo's own statements."""
    instance = Instance.of()
    instance.make()
    runtime = Runtime(
        instance, find_tree(instance), venv_python(instance), place.connection
    )
    return lambda database: runtime.inside("neutralize", database)


def require_programs() -> None:
    """Make sure that the programs which write and read a backup are there."""
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        instance = Instance.of()
        instance.make()
        apt_install(instance, *missing, purpose="Backups need zstd and age")
