"""``./sunu serve``: production's server, in the place of this process."""

import os
from collections.abc import Sequence
from pathlib import Path

from .errors import LauncherError
from .home import REPOSITORY, Instance
from .python_env import venv_python
from .runtime import Runtime, find_tree


def serve(config: str, arguments: Sequence[str]) -> None:
    """Become Odoo, with the tree and the packages that the tests run with.

    What is missing is fetched first; then systemd sees one process, the server.
    """
    if not Path(config).is_file():
        raise LauncherError(
            f"There is no configuration {config}.", "see deploy/README.md"
        )
    instance = Instance.of()
    instance.make()
    tree, python = find_tree(instance), venv_python(instance)
    addons = ",".join(map(str, (*tree.addons_path, REPOSITORY / "addons")))
    command = [str(python), str(tree.script), "-c", config]
    options = [f"--addons-path={addons}", *arguments]
    # python_environment asks nothing of a database.
    environment = Runtime(instance, tree, python, None).python_environment()
    os.execve(python, [*command, *options], environment)
