"""``./sunu test --core NAME...``: core's own tests on a database with our addons.

They run by pytest as ours do, all of them after installation: a test that core runs
in the middle of it (``at_install``) finds more modules here. ``core_guard.py`` says
which tests are left out and which may fail.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from . import databases
from .console import step
from .errors import LauncherError
from .home import REPOSITORY
from .odoo_tree import OdooTree
from .runtime import Runtime, prepare
from .templates import SUITES, suites_database

REPORT = REPOSITORY / "docs" / "core_suites.md"


def run_core(
    names: Sequence[str], options: Sequence[str] = (), report: Path | None = None
) -> int:
    """Run the suites of these core addons; return pytest's code.

    :param report: the page on which the result is written
    """
    runtime = prepare("requirements-dev")
    suites = [str(find_suite(runtime.tree, name)) for name in names]
    database = suites_database(runtime)
    config = runtime.config(database, options={"workers": "0", "max_cron_threads": "0"})
    written = [f"--core-report={report}"] if report else []
    try:
        return subprocess.call(
            [*command(runtime, config), *written, *options, *suites],
            cwd=REPOSITORY,
            env=runtime.python_environment(),
        )
    finally:
        with step(f"dropping the test database {database}"):
            databases.drop(runtime, database)
            config.unlink()


def find_suite(tree: OdooTree, name: str) -> Path:
    """Return the directory of a core addon's tests."""
    for path in tree.addons_path:
        if (path / name / "tests").is_dir():
            return path / name / "tests"
    raise LauncherError(
        f"Odoo has no addon {name} with tests.", f"name one of {', '.join(SUITES)}"
    )


def command(runtime: Runtime, config: Path) -> list[str]:
    """Return pytest's command; what core itself warns of is core's affair."""
    cache = f"cache_dir={runtime.instance.path / 'pytest_cache'}"
    return [
        *map(os.fspath, (runtime.python, "-m", "pytest")),
        *("-p", "launcher.core_guard", f"--odoo-config={config}", "--odoo-http"),
        *(
            f"--rootdir={runtime.tree.python_path}",
            "-c",
            str(REPOSITORY / "pytest.ini"),
        ),
        *("-o", cache, "-o", "filterwarnings=ignore", "-o", "addopts=", "-q"),
        "--tb=short",
    ]
