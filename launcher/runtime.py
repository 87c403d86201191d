"""Everything a command needs at once: tree, Python, server, this clone's places."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .addons import read_manifests, to_install
from .connection import Connection, check_server, external_connection
from .debian import odoo_from_debian
from .errors import LauncherError
from .home import REPOSITORY, Instance, sunu_home
from .odoo_config import write_config
from .odoo_tree import OdooTree, tree_from_environment
from .postgres import cluster_of
from .printing import require_printing
from .process import environment, locked, run_logged
from .python_env import BASE, venv_python


@dataclass(frozen=True)
class Runtime:
    """What is needed to run Odoo for this clone."""

    instance: Instance
    tree: OdooTree
    python: Path
    connection: Connection

    def python_environment(self) -> dict[str, str]:
        """Return the environment of a child that imports Odoo and the launcher.

        Compiled files go to a place of ours, never into a tree or the repository.
        """
        places = (str(self.tree.python_path), str(REPOSITORY))
        return environment(
            PYTHONDONTWRITEBYTECODE="",
            PYTHONPATH=os.pathsep.join(places),
            PYTHONPYCACHEPREFIX=str(sunu_home() / "pycache"),
            PATH=f"{self.python.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        )

    def config(
        self, database: str, name: str = "", options: Mapping[str, str] | None = None
    ) -> Path:
        """Write the private odoo.conf of a database and return its path."""
        path = self.instance.path / "conf" / f"{name or database}.conf"
        write_config(path, self, database, options or {})
        return path

    def odoo(self, database: str, log: str, *arguments: str) -> None:
        """Run Odoo's own command line on a database, to its end."""
        config = self.config(database)
        command = [self.python, self.tree.script, "-c", config, *arguments]
        options = ("--no-http", "--stop-after-init", "--max-cron-threads=0")
        run_logged(
            [*command, *options],
            self.instance.log(log),
            env=self.python_environment(),
            cwd=REPOSITORY,
        )

    def inside(self, script: str, database: str, *arguments: str) -> None:
        """Run a script of ``launcher/inside`` on a database; its output is logged."""
        run_logged(
            self.inside_command(script, database, *arguments),
            self.instance.log(f"{script}-{database}"),
            env=self.python_environment(),
            cwd=REPOSITORY,
        )

    def inside_command(
        self, script: str, database: str, *arguments: str
    ) -> Sequence[str]:
        module = ("-m", f"launcher.inside.{script}")
        config = ("--config", str(self.config(database)), "--database", database)
        return (str(self.python), *module, *config, *arguments)

    def our_addons(self, *, demo: bool, company: bool = False) -> list[str]:
        return to_install(read_manifests(), self.tree, demo=demo, company=company)

    def filestore(self, database: str) -> Path:
        return self.instance.data / "filestore" / database


def find_tree(instance: Instance) -> OdooTree:
    """Return the tree that ODOO_HOME names, else Debian's."""
    return tree_from_environment() or odoo_from_debian(instance)


def prepare(lock: str = BASE) -> Runtime:
    """Set up whatever is missing and return the runtime; quick when all is there."""
    instance = Instance.of()
    instance.make()
    tree = find_tree(instance)
    python = venv_python(instance, lock)
    require_printing(instance)
    return Runtime(instance, tree, python, open_server(instance))


def open_server(instance: Instance) -> Connection:
    """Return the connection to the server named outside, or to our running own."""
    connection = external_connection()
    if connection is None:
        cluster = cluster_of(instance)
        with locked(instance.path / "cluster.lock"):
            cluster.ensure_running()
        return cluster.connection()
    try:
        check_server(connection)
    except LauncherError as error:
        if not error.problem.startswith("PostgreSQL refused"):
            raise
        raise LauncherError(
            error.problem, "look at SUNU_DB_HOST, _PORT, _USER and _PASSWORD"
        ) from error
    return connection
