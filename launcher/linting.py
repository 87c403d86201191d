"""``./sunu lint``: every linter runs, every finding is shown."""

import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .addons import ADDONS
from .console import say
from .home import REPOSITORY, Instance
from .metrics import measure
from .node import prettier
from .process import environment
from .python_env import venv_python
from .runtime import find_tree

# Written so that this line is no address itself.
REGISTRY = re.compile(r"\b[\w.-]*(pypi|python" r"hosted|npmjs|debian)\.(org|com|net)\b")
ADDRESS = re.compile(r"[a-z]+://")
# A large model is told in files of one subject each. On the command line because
# "enable=odoolint" in the file would bring it back.
SPLIT_MODELS = "consider-merging-classes-inherited"
FORMATTED = (".xml", ".js", ".scss")

Findings = str
Linter = Callable[[], Findings]


@dataclass(frozen=True)
class Tools:
    """The commands that linters need, and where they run."""

    instance: Instance
    python: Path

    def ask(
        self, command: Sequence[str | Path], env: Mapping[str, str] | None = None
    ) -> Findings:
        """Run a linter; return what it says if it is not content."""
        done = subprocess.run(
            [str(part) for part in command],
            cwd=REPOSITORY,
            env=None if env is None else dict(env),
            capture_output=True,
            text=True,
            check=False,
        )
        output = (done.stdout + done.stderr).strip()
        return output or f"code {done.returncode}" if done.returncode else ""

    def tool(self, name: str, *arguments: str) -> Findings:
        return self.ask([self.python.parent / name, *arguments])


def lint() -> int:
    """Run every linter; return 1 if any has something to say."""
    instance = Instance.of()
    tools = Tools(instance, venv_python(instance, "requirements-dev"))
    red = 0
    for name, linter in linters(tools).items():
        findings = linter()
        say(f"- {name}: {'FAILED' if findings else 'ok'}")
        if findings:
            say(findings + "\n")
            red = 1
    return red


def linters(tools: Tools) -> dict[str, Linter]:
    """Return the linters by name."""
    addons = [f"addons/{path.parent.name}" for path in manifests()]
    catalogues = [str(path) for path in tracked(".po", ".pot")]
    return {
        "ruff format": lambda: tools.tool("ruff", "format", "--check", "."),
        "ruff check": lambda: tools.tool("ruff", "check", "."),
        "pylint-odoo": lambda: tools.tool(
            "pylint", "--rcfile=.pylintrc", f"--disable={SPLIT_MODELS}", *addons
        ),
        "oca-checks-odoo-module": lambda: tools.tool(
            "oca-checks-odoo-module", "--config=.oca_hooks.cfg", *addons
        ),
        "oca-checks-po": lambda: _check_catalogues(tools, catalogues),
        "prettier": lambda: _check_format(tools),
        "odoo upgrade_code": lambda: _check_upgrade(tools),
        "metrics": check_metrics,
        "addresses": check_addresses,
    }


def manifests() -> list[Path]:
    return sorted(ADDONS.glob("*/__manifest__.py"))


def tracked(*suffixes: str) -> list[Path]:
    """Return the files that git has or would take, with one of the suffixes."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    paths = (Path(name) for name in listed if name)
    return [
        path
        for path in paths
        if (not suffixes or path.suffix in suffixes) and (REPOSITORY / path).is_file()
    ]


def _check_catalogues(tools: Tools, catalogues: list[str]) -> Findings:
    if not catalogues:
        return ""
    return tools.tool("oca-checks-po", "--disable=po-pretty-format", *catalogues)


def _check_format(tools: Tools) -> Findings:
    files = [path for path in tracked(*FORMATTED) if path.parts[0] == "addons"]
    if not files:
        return ""
    command, env = prettier(tools.instance)
    return tools.ask([*command, "--check", *files], env)


def _check_upgrade(tools: Tools) -> Findings:
    """Return the files that Odoo's own upgrade scripts would rewrite."""
    places = (str(find_tree(tools.instance).python_path), str(REPOSITORY))
    env = environment(PYTHONPATH=os.pathsep.join(places))
    return tools.ask([tools.python, "-m", "launcher.inside.upgrade_code"], env)


def check_metrics() -> Findings:
    """Return what is too big, and which addon is too little tested.

    The launcher's size counts, not its ratio of tests: most of what it does is
    tried by running it.
    """
    faults = measure(REPOSITORY / "launcher").too_big()
    for path in manifests():
        addon = measure(path.parent)
        faults += [*addon.too_big(), *addon.too_little_tested()]
    return "\n".join(faults).replace(f"{REPOSITORY}/", "")


def check_addresses() -> Findings:
    """Return the lines that name a package registry, and addresses in locks."""
    faults = []
    for path in tracked():
        try:
            text = (REPOSITORY / path).read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if REGISTRY.search(line) or locks_an_address(path, line):
                faults.append(f"{path}:{number}: {line.strip()[:80]}")
    return "\n".join(faults)


def locks_an_address(path: Path, line: str) -> bool:
    """Tell a line of a lock that says where a package is to be fetched."""
    if path.match("requirements*.txt"):
        return bool(ADDRESS.search(line))
    return path.name == "package-lock.json" and '"resolved"' in line
