"""``./sunu drill``: faults too slow, or too rough, to be tried with every change."""

import os
from collections.abc import Sequence
from pathlib import Path

from . import testing
from .errors import LauncherError
from .home import REPOSITORY, Instance
from .runtime import prepare

DRILLS = REPOSITORY / "tests" / "faults"
WITH_DEMO = ("wall",)
# Where a drill writes its figures, besides the screen.
FIGURES = "SUNU_DRILL_JSON"


def names() -> list[str]:
    return sorted(path.stem[len("drill_") :] for path in DRILLS.glob("drill_*.py"))


def drill(name: str, arguments: Sequence[str], figures: Path | None) -> int:
    """Run a drill on a machine of its own; return pytest's code.

    It starts and kills servers of its own; nothing that people use is touched.
    """
    if name not in names():
        raise LauncherError(
            f"There is no drill {name!r}.", f"choose among: {', '.join(names())}"
        )
    if figures:
        os.environ[FIGURES] = str(figures.resolve())
    testing.require_production(Instance.of())
    runtime = prepare("requirements-dev")
    path = str(DRILLS / f"drill_{name}.py")
    demo = name in WITH_DEMO
    return testing.run(runtime, ["-s", *arguments, path], demo=demo, keep=False)
