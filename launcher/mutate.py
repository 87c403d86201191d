"""``./sunu mutate ADDON``: mistakes planted at random, and which tests notice them.

Each one is planted in a copy of the tree, on one copy of the test template. The tests
whose file names the subject run first, then all of the addon's; the first that fails
has noticed it, and so has a run that takes too long.
"""

import random
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import databases
from .addons import needs_demo, read_manifests
from .console import say, step
from .errors import LauncherError
from .home import REPOSITORY
from .mutation import Mistake, find_mistakes
from .runtime import Runtime, prepare
from .templates import test_database

REPORT = REPOSITORY / "docs" / "mutation.md"
HEAD = """# Mistakes planted at random

Written by `./sunu mutate ADDON`: a mistake in a domain, a condition of SQL, a
comparison, a `sudo()`, a constant or a boolean is planted in a copy of the addon, and
its tests run. What they do not notice is listed.
"""
PLACES = ("models", "engine", "wizards", "controllers", "report")
SECONDS = 900
PASSED = 0


@dataclass(frozen=True)
class Mutant:
    """A mistake in a file of an addon."""

    path: Path
    mistake: Mistake

    def __str__(self) -> str:
        return f"{self.path}:{self.mistake}"


def draw(addon: str, count: int, seed: int, *, company: bool) -> list[Mutant]:
    """Return mutants drawn at random; of filters by company all there are."""
    mutants = [
        Mutant(path.relative_to(REPOSITORY), mistake)
        for place in PLACES
        for path in sorted((REPOSITORY / "addons" / addon / place).rglob("*.py"))
        for mistake in find_mistakes(path.read_bytes())
        if not company or mistake.concerns_company
    ]
    if company or count >= len(mutants):
        return mutants
    return random.Random(seed).sample(mutants, count)


@dataclass
class Bench:
    """A copy of the tree and a database on which mutants are tried."""

    runtime: Runtime
    addon: str
    copy: Path
    config: Path
    survivors: list[Mutant] = field(default_factory=list)

    def passes_as_it_is(self, mutants: list[Mutant]) -> bool:
        """Run the tests of what will be planted, before anything is."""
        tests = f"addons/{self.addon}/tests"
        near = {
            test
            for path in {mutant.path for mutant in mutants}
            for test in find_near(self.copy / tests, path)
        }
        return self._passes(sorted(near) or [tests])

    def survives(self, mutant: Mutant) -> bool:
        """Plant a mistake, run the tests, and take it out again."""
        target = self.copy / mutant.path
        source = target.read_bytes()
        target.write_bytes(mutant.mistake.plant(source))
        try:
            tests = f"addons/{self.addon}/tests"
            near = find_near(self.copy / tests, mutant.path)
            return all(self._passes(paths) for paths in (near, [tests]) if paths)
        finally:
            target.write_bytes(source)

    def _passes(self, paths: list) -> bool:
        pytest = [str(self.runtime.python), "-m", "pytest", "--odoo-http", "-qx"]
        options = [f"--odoo-config={self.config}", "-p", "no:cacheprovider"]
        try:
            done = subprocess.run(
                [*pytest, *options, *map(str, paths)],
                cwd=self.copy,
                env=self.runtime.python_environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == PASSED


def find_near(tests: Path, path: Path) -> list[Path]:
    """Return the test files that name the module of a mutant, by name or by import."""
    module = path.stem
    word = re.compile(rf"\b{module}\b")
    return [
        test
        for test in sorted(tests.rglob("test_*.py"))
        if module in test.stem or word.search(test.read_text("utf-8"))
    ]


def mutate(addon: str, *, count: int, seed: int, company: bool) -> int:
    """Try mutants of an addon; write the survivors down; return 1 if too many live."""
    if not (REPOSITORY / "addons" / addon / "tests").is_dir():
        raise LauncherError(f"There is no addon {addon} with tests.", "see addons/")
    mutants = draw(addon, count, seed, company=company)
    runtime = prepare("requirements-dev")
    demo = addon in needs_demo(read_manifests())
    database = test_database(runtime, demo=demo)
    with tempfile.TemporaryDirectory(prefix="sunu-mutate-") as directory:
        copy = Path(directory) / "tree"
        ignored = shutil.ignore_patterns(".git", "__pycache__")
        shutil.copytree(REPOSITORY, copy, ignore=ignored)
        config = _write_config(runtime, database, copy)
        bench = Bench(runtime, addon, copy, config)
        try:
            if not bench.passes_as_it_is(mutants):
                raise LauncherError(
                    f"The tests of {addon} fail as they are.", "mend them first"
                )
            _try_all(bench, mutants)
        finally:
            with step(f"dropping the test database {database}"):
                databases.drop(runtime, database)
                config.unlink()
    how = "all filters by company" if company else f"seed {seed}"
    text = REPORT.read_text("utf-8") if REPORT.exists() else HEAD
    REPORT.write_text(enter(text, f"{addon}, {how}", mutants, bench.survivors), "utf-8")
    return int(len(bench.survivors) > (0 if company else 0.15 * len(mutants)))


def _write_config(runtime: Runtime, database: str, copy: Path) -> Path:
    """Write a configuration whose addons are those of the copy."""
    addons = (*runtime.tree.addons_path, copy / "addons")
    options = {"addons_path": ",".join(map(str, addons)), "workers": "0"}
    return runtime.config(database, options={**options, "max_cron_threads": "0"})


def _try_all(bench: Bench, mutants: list[Mutant]) -> None:
    for number, mutant in enumerate(mutants, 1):
        start = time.monotonic()
        survives = bench.survives(mutant)
        if survives:
            bench.survivors.append(mutant)
        verdict = "SURVIVES" if survives else "noticed"
        seconds = time.monotonic() - start
        say(f"{number}/{len(mutants)} {verdict} in {seconds:.0f} s: {mutant}")


def enter(text: str, title: str, mutants: list[Mutant], survivors: list[Mutant]) -> str:
    """Return the page with the section of this title, new or in place of the old."""
    noticed = len(mutants) - len(survivors)
    section = [
        f"## {title}",
        "",
        f"{time.strftime('%Y-%m-%d')}: {noticed} of {len(mutants)} noticed.",
        *(["", *(f"- {mutant}" for mutant in survivors)] if survivors else []),
        "",
    ]
    kept = re.split(r"(?m)^(?=## )", text.rstrip("\n") + "\n")
    others = [
        part.rstrip("\n") for part in kept if not part.startswith(f"## {title}\n")
    ]
    return "\n\n".join([*others, "\n".join(section)])
