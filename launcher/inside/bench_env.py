"""What a benchmark works with: databases of its own, and Odoo on them.

``benchmarks/NAME.py`` is run by ``./sunu bench NAME [options]`` as a module of the
virtual environment (with requirements-bench.txt), from the repository's root, the
options passed on. The two templates exist when it starts.
"""

from dataclasses import dataclass
from functools import cache

from launcher import databases
from launcher.runtime import Runtime, prepare
from launcher.templates import core_template, our_template

from .environment import configure


@cache
def runtime() -> Runtime:
    """Return this clone's runtime, in any process of the benchmark."""
    return prepare("requirements-bench")


@dataclass(frozen=True)
class LauncherPlaces:
    """Makes a benchmark's databases on this clone's server; holds no state itself."""

    def create(self, name: str, *, ours: bool) -> None:
        """Copy a template, ours or the core's, in place of any database so named.

        This process can connect to it afterwards.
        """
        template = our_template if ours else core_template
        databases.clone(runtime(), template(runtime()), name)
        self.configure(name)

    def drop(self, name: str) -> None:
        """Drop a database and its filestore, if they exist."""
        databases.drop(runtime(), name)

    def configure(self, name: str) -> None:
        """Make Odoo in this process ready to open the database."""
        configure(str(runtime().config(name)), name, "--log-level=warn")

    def config_path(self, name: str) -> str:
        """Return a configuration file for a server on the database."""
        return str(runtime().config(name))
