"""Open an Odoo environment outside a server."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

import odoo  # noqa: F401  (sets up the package before its parts are imported)
from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tools import config


def configure(path: str, database: str, *options: str) -> None:
    """Read the configuration file as the server would."""
    arguments = ["-c", path, "-d", database, "--no-http", *options]
    config.parse_config(arguments, setup_logging=True)


@contextmanager
def open_environment(database: str) -> Iterator[Environment]:
    """Yield an environment; what it did is committed at the end, or nothing is."""
    with Registry(database).cursor() as cr:
        yield Environment(cr, SUPERUSER_ID, {})


def argument_parser(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the two options that every script here takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    return parser
