"""Make, copy, rename and drop databases together with their filestores."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from .errors import LauncherError

if TYPE_CHECKING:
    from .runtime import Runtime


def create_empty(runtime: Runtime, name: str) -> None:
    """Create an empty database as Odoo would: order C, accents, trigrams.

    ``unaccent`` is made immutable, as Odoo does, so that indexes may use it; on a
    server where we are no superuser searches then stay sensitive to accents.
    """
    sql, admin = runtime.connection.sql, runtime.connection.admin
    owner = runtime.connection.odoo.name
    sql(
        f"CREATE DATABASE {name} OWNER \"{owner}\" ENCODING 'UTF8'"
        " LC_COLLATE 'C' TEMPLATE template0",
        role=admin,
    )
    sql("CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent", name, admin)
    with contextlib.suppress(LauncherError):
        sql("ALTER FUNCTION unaccent(text) IMMUTABLE", name, admin)


def exists(runtime: Runtime, name: str) -> bool:
    return name in runtime.connection.databases()


def clone(runtime: Runtime, source: str, name: str) -> None:
    """Copy a database; the filestore's files never change, so they are linked."""
    drop(runtime, name)
    runtime.connection.sql(f"CREATE DATABASE {name} TEMPLATE {source}")
    files = runtime.filestore(source)
    if files.exists():
        target = runtime.filestore(name)
        shutil.copytree(files, target, copy_function=os.link)


def drop(runtime: Runtime, name: str) -> None:
    """Drop a database, its connections and its filestore, if they exist.

    FORCE fails for an ordinary role while PostgreSQL's own autovacuum works there; the
    plain command ends that one.
    """
    statement = f"DROP DATABASE IF EXISTS {name}"
    try:
        runtime.connection.sql(f"{statement} WITH (FORCE)")
    except LauncherError:
        runtime.connection.sql(statement)
    shutil.rmtree(runtime.filestore(name), ignore_errors=True)


def rename(runtime: Runtime, old: str, new: str) -> None:
    """Give a finished database its name: what has that name is complete."""
    target = runtime.filestore(new)
    shutil.rmtree(target, ignore_errors=True)
    if runtime.filestore(old).exists():
        runtime.filestore(old).rename(target)
    runtime.connection.sql(f"ALTER DATABASE {old} RENAME TO {new}")
