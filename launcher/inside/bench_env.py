"""What a benchmark works with: databases of its own, and Odoo on them.

``benchmarks/NAME.py`` is run by ``./sunu bench NAME [options]`` as a module of the
virtual environment (with requirements-bench.txt), from the repository's root, the
options passed on::

    from launcher.inside import bench_env

    with bench_env.database("indicators", with_our_addons=True) as name:
        with bench_env.registry(name).cursor() as cr:
            ...                                 # Odoo, committed at the end
        psycopg2.connect(bench_env.dsn(name))   # PostgreSQL alone, as Odoo's role
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import odoo  # noqa: F401  (sets up the package before its parts are imported)
from odoo.modules.registry import Registry
from odoo.sql_db import close_db

from launcher import databases
from launcher.runtime import Runtime, prepare
from launcher.templates import core_template, our_template

from .environment import configure


@cache
def runtime() -> Runtime:
    """Return this clone's runtime; ``./sunu bench`` has made all it needs."""
    return prepare("requirements-bench")


def database_name(name: str) -> str:
    """Return the full name of a benchmark's database."""
    return f"{runtime().connection.name}_bench_{name}"


def create_database(name: str, with_our_addons: bool) -> str:
    """Copy a template, the core's or ours; return the new database's full name.

    A database left by an interrupted run is replaced.
    """
    template = our_template if with_our_addons else core_template
    full_name = database_name(name)
    databases.clone(runtime(), template(runtime()), full_name)
    return full_name


def drop_database(name: str) -> None:
    """Drop a benchmark's database, by the name it was created with."""
    full_name = database_name(name)
    Registry.delete(full_name)
    close_db(full_name)
    databases.drop(runtime(), full_name)


@contextmanager
def database(name: str, *, with_our_addons: bool) -> Iterator[str]:
    """Yield the full name of a fresh database, dropped at the end."""
    try:
        yield create_database(name, with_our_addons)
    finally:
        drop_database(name)


def registry(full_name: str) -> Registry:
    """Return Odoo's registry of a database created here."""
    configure(str(runtime().config(full_name)), full_name)
    return Registry(full_name)


def dsn(full_name: str) -> str:
    """Return the connection string of a database for psycopg2 or COPY."""
    server = runtime().connection
    parts = {
        "host": server.host,
        "port": server.port,
        "user": server.odoo.name,
        "password": server.odoo.password,
        "dbname": full_name,
    }
    return " ".join(f"{key}='{value}'" for key, value in parts.items() if value)
