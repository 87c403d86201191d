"""How to reach the PostgreSQL server, whoever runs it, and what to ask of it."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import LauncherError
from .process import environment

MINIMUM_VERSION = 13
DEFAULT_NAME = "sunumarche"


@dataclass(frozen=True)
class Role:
    """A PostgreSQL user and its password."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Connection:
    """A server; ``odoo`` is Odoo's role, ``admin`` may also change functions."""

    host: str
    port: str
    odoo: Role
    admin: Role
    psql: Path
    name: str = DEFAULT_NAME

    def environment(self, role: Role | None = None) -> dict[str, str]:
        """Return an environment in which PostgreSQL's tools find the server."""
        role = role or self.odoo
        return environment(
            PGHOST=self.host,
            PGPORT=self.port,
            PGUSER=role.name,
            PGPASSWORD=role.password,
            PGCONNECT_TIMEOUT="10",
            PGOPTIONS="--client-min-messages=warning",
        )

    def sql(
        self, statement: str, database: str = "postgres", role: Role | None = None
    ) -> str:
        """Run a statement and return its rows as text, fields split by ``|``.

        The statement goes through standard input: it may hold a password.
        """
        options = ("-w", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1")
        done = subprocess.run(
            [str(self.psql), *options, "-d", database, "-f", "-"],
            input=statement,
            env=self.environment(role),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise LauncherError(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.strip()

    def databases(self) -> list[str]:
        """Return the names of the databases, templates of PostgreSQL left out."""
        names = self.sql("SELECT datname FROM pg_database WHERE NOT datistemplate")
        return sorted(names.split())


def external_connection(environ: Mapping[str, str] = os.environ) -> Connection | None:
    """Return the server named by SUNU_DB_HOST and its kin, or None."""
    host = environ.get("SUNU_DB_HOST")
    if not host:
        return None
    role = Role(
        environ.get("SUNU_DB_USER", "odoo"), environ.get("SUNU_DB_PASSWORD", "")
    )
    return Connection(
        host=host,
        port=environ.get("SUNU_DB_PORT", "5432"),
        odoo=role,
        admin=role,
        psql=psql_on_path(),
        name=database_name(environ),
    )


def database_name(environ: Mapping[str, str] = os.environ) -> str:
    """Return the base of our databases' names; it needs no quoting in SQL."""
    name = environ.get("SUNU_DB_NAME", DEFAULT_NAME)
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name):
        raise LauncherError(
            f"SUNU_DB_NAME is {name!r}, which is no name for our databases.",
            "use up to 31 lower-case letters, digits and underscores",
        )
    return name


def psql_on_path() -> Path:
    """Return the client program of PostgreSQL that the machine has."""
    found = shutil.which("psql")
    if not found:
        raise LauncherError(
            "SUNU_DB_HOST names a server, but there is no psql to reach it with.",
            "install the package postgresql-client",
        )
    return Path(found)


def check_server(connection: Connection) -> None:
    """Refuse a server that Odoo cannot use, before anything is made there."""
    version = int(connection.sql("SHOW server_version_num")) // 10000
    if version < MINIMUM_VERSION:
        raise LauncherError(
            f"The server at {connection.host} is PostgreSQL {version}; "
            f"{MINIMUM_VERSION} or newer is needed.",
            "name a newer server in SUNU_DB_HOST, or unset it to use our own",
        )
    rights = connection.sql(
        "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    )
    if rights != "t":
        raise LauncherError(
            f"The role {connection.odoo.name} may not create databases.",
            f'as an administrator of the server: ALTER ROLE "{connection.odoo.name}" '
            "CREATEDB",
        )
    _check_extensions(connection)


def _check_extensions(connection: Connection) -> None:
    available = connection.sql(
        "SELECT name FROM pg_available_extensions"
        " WHERE name IN ('unaccent', 'pg_trgm') ORDER BY name"
    ).split()
    if available != ["pg_trgm", "unaccent"]:
        raise LauncherError(
            "The PostgreSQL server lacks the extensions unaccent and pg_trgm.",
            "install its contrib package (on Debian: postgresql-contrib)",
        )
