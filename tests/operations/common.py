"""What these tests share: programs, databases of their own, and their contents."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg2
from psycopg2 import sql

from odoo.tools import config

from launcher.backup.place import Place
from launcher.connection import Connection, Role, psql_on_path
from launcher.home import REPOSITORY, Instance
from launcher.postgres import cluster_of

# Where Debian keeps what only administrators use.
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def program(name):
    """Return a program's path; ./sunu test installs what is missing."""
    found = shutil.which(name, path=PATH)
    assert found, f"{name} is missing: ./sunu test installs it"
    return found


def this_place():
    """Return the server and the data directory that the tests run with.

    On a cluster of the launcher's own the administrator is another role.
    """
    role = Role(config["db_user"] or "", config["db_password"] or "")
    host, admin, psql = config["db_host"] or "", role, psql_on_path()
    cluster = cluster_of(Instance.of())
    if host == str(cluster.socket):
        admin, psql = cluster.connection().admin, cluster.binaries / "psql"
    port = str(config["db_port"] or 5432)
    return Place(Connection(host, port, role, admin, psql), Path(config["data_dir"]))


def source_database():
    return config["db_name"][0]


def fresh_name():
    return f"sunu_ops_{secrets.token_hex(4)}"


def connect(place, database):
    connection = place.connection
    connected = psycopg2.connect(
        dbname=database,
        host=connection.host or None,
        port=connection.port,
        user=connection.odoo.name or None,
        password=connection.odoo.password or None,
    )
    connected.autocommit = True
    return connected


def whole(place, database, without=()):
    """Return the rows of every table, summed up by another way than ours."""
    contents = {}
    with connect(place, database) as connected, connected.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN"
            " ('pg_catalog', 'information_schema') ORDER BY 1, 2"
        )
        for table in set(cursor.fetchall()) - set(without):
            cursor.execute(
                sql.SQL(
                    "SELECT count(*), md5(string_agg(row, '' ORDER BY row))"
                    "  FROM (SELECT md5(to_jsonb(r)::text) AS row FROM {} r) rows"
                ).format(sql.Identifier(*table))
            )
            contents[table] = cursor.fetchone()
    connected.close()
    return contents


def files_below(directory):
    """Return the content of every file below a directory, by its path there."""
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and "checklist" not in path.parts
    }


def python(code, *arguments, **options):
    """Start a Python that can import the launcher."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        **options.pop("env", {}),
    }
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=environment,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
