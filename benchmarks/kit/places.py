"""Where a benchmark's databases come from, and how Odoo opens them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

ADDONS = ("sunumarche_crm",)


class Places(Protocol):
    """Makes databases; must be picklable, because processes of their own use it."""

    def create(self, name: str, *, ours: bool) -> None:
        """Make a database of core's modules, with our addons or without."""

    def drop(self, name: str) -> None:
        """Drop a database if it exists."""

    def configure(self, name: str) -> None:
        """Make Odoo in this process ready to open the database."""

    def config_path(self, name: str) -> str:
        """Return a configuration file for a server on the database."""


@dataclass(frozen=True)
class ConfiguredPlaces:
    """An Odoo described by its configuration file, without the launcher.

    :param config: path of the configuration file
    :param template: name of a database with core's modules and no addon of ours
    """

    config: str
    template: str

    def create(self, name: str, *, ours: bool) -> None:
        self.drop(name)
        self._administrate(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        if ours:
            run_apart(_install, self, name)

    def drop(self, name: str) -> None:
        self._administrate(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def configure(self, name: str) -> None:
        import odoo  # noqa: F401  (sets up the package before its parts)
        from odoo.tools import config

        options = ["-c", self.config, "-d", name, "--no-http", "--log-level=warn"]
        config.parse_config(options, setup_logging=True)

    def config_path(self, name: str) -> str:
        return self.config

    def _administrate(self, statement: str) -> None:
        self.configure("postgres")
        with connect("postgres") as connection:
            connection.cursor().execute(statement)


def _install(places: Places, name: str) -> None:
    places.configure(name)
    from odoo.modules.registry import Registry

    Registry.new(name, update_module=True, install_modules=ADDONS)


def find_places() -> Places:
    """Return the launcher's places, or those that the environment describes."""
    config = os.environ.get("BENCH_ODOO_CONFIG")
    if config:
        return ConfiguredPlaces(config, os.environ.get("BENCH_TEMPLATE", "core"))
    from launcher.inside.bench_env import LauncherPlaces

    return LauncherPlaces()


@contextmanager
def connect(database: str) -> Iterator[Any]:
    """Yield a plain connection, each statement its own transaction."""
    import psycopg2

    from odoo.sql_db import connection_info_for

    _name, parameters = connection_info_for(database)
    connection = psycopg2.connect(**parameters)
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def odoo_environment(places: Places, database: str) -> Iterator[Any]:
    """Yield the superuser's environment; the caller commits."""
    places.configure(database)
    from odoo.api import SUPERUSER_ID, Environment
    from odoo.modules.registry import Registry

    with Registry(database).cursor() as cr:
        yield Environment(cr, SUPERUSER_ID, {})


def run_apart(function: Callable, *arguments: Any) -> Any:
    """Run a module's function in a fresh process; return what it returns.

    Registries, caches and peak memory of one measurement do not weigh on the next.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as executor:
        return executor.submit(function, *arguments).result()
