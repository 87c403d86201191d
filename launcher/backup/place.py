"""The database that is backed up or restored, and where its files lie."""

from __future__ import annotations

import configparser
import re
from dataclasses import dataclass
from pathlib import Path

from ..connection import Connection, Role, psql_on_path
from ..errors import LauncherError
from ..runtime import Runtime

NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
DEFAULT_DATA = "~/.local/share/Odoo"


@dataclass(frozen=True)
class Place:
    """A PostgreSQL server and Odoo's data directory; Runtime serves as well.

    ``databases.drop`` and its kin take a Place in place of a Runtime.
    """

    connection: Connection
    data: Path

    @classmethod
    def of(cls, runtime: Runtime) -> Place:
        return cls(runtime.connection, runtime.instance.data)

    @classmethod
    def from_config(cls, path: Path) -> tuple[Place, str]:
        """Return the place that an odoo.conf names, and its one database."""
        options = _read_options(path)
        role = Role(options.get("db_user", ""), options.get("db_password", ""))
        connection = Connection(
            host=options.get("db_host", ""),
            port=options.get("db_port", "5432"),
            odoo=role,
            admin=role,
            psql=psql_on_path(),
        )
        data = Path(options.get("data_dir", DEFAULT_DATA)).expanduser()
        return cls(connection, data), options.get("db_name", "")

    def filestore(self, database: str) -> Path:
        return self.data / "filestore" / database


def _read_options(path: Path) -> dict[str, str]:
    """Return the options of an odoo.conf that say something."""
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(path.read_text("utf-8"))
        options = dict(parser["options"])
    except (OSError, KeyError, configparser.Error) as error:
        raise LauncherError(
            f"{path} is no configuration of Odoo that can be read: {error}",
            "name the file that the server is started with",
        ) from error
    return {k: v for k, v in options.items() if v not in ("", "False", "None")}


def check_name(name: str) -> str:
    """Return a database's name that needs no quoting, or refuse it."""
    if not NAME.fullmatch(name):
        raise LauncherError(
            f"{name!r} is no name for a database of ours.",
            "use up to 31 lower-case letters, digits and underscores",
        )
    return name
