"""pytest's plugin for core's suites: what is left out, and what may fail.

A test of core's that fails where our addons are present is a fault of ours, unless
``tests/expected_core_failures.txt`` has a line for it::

    crm/tests/test_x.py::TestX::test_y | words of its failure | why it is right so

A line whose test passes, or fails with other words, fails the run as well.
"""

import inspect
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

EXPECTED = Path(__file__).parents[1] / "tests" / "expected_core_failures.txt"
TOURS = ("start_tour(", "browser_js(")
CALLED = re.compile(r"self\.(\w+)\(")

PAGE = """# Core's own tests with our addons

Written by `./sunu test --long` on {day}: {tests} tests in {seconds:.0f} s, {surprises}
unexpected failures, {outdated} outdated lines of `tests/expected_core_failures.txt`.

| addon | tests | pass | fail as expected | fail | skipped by core |
|---|---|---|---|---|---|
{rows}

Left out:

{left_out}
"""


@dataclass(frozen=True)
class Difference:
    """A test of core's that fails with our addons, and what it says."""

    test: str
    words: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.test} | {self.words}"


def read_differences(text: str) -> dict[str, Difference]:
    """Return the differences that a list expects, by test."""
    expected = {}
    for line in text.splitlines():
        parts = [part.strip() for part in line.split(" | ")]
        if not line.strip() or line.startswith("#"):
            continue
        if len(parts) != 3 or not all(parts):
            raise ValueError(f"not “test | words | reason”: {line}")
        expected[parts[0]] = Difference(*parts)
    return expected


def short_id(nodeid: str) -> str:
    """Return a test's id from its addon on: ``crm/tests/test_x.py::TestX::test_y``."""
    path, separator, names = nodeid.partition("::")
    parts = Path(path).parts
    addon = max(parts.index("tests") - 1, 0) if "tests" in parts else -3
    return "/".join(parts[addon:]) + separator + names


def judge(
    failed: dict[str, str], passed: Iterable[str], expected: dict[str, Difference]
) -> tuple[list[str], list[str]]:
    """Return what failed against the list, and the lines of it that did not come true.

    :param failed: what each failed test said
    """
    surprises = [
        f"{test} | {said}"
        for test, said in failed.items()
        if test not in expected or expected[test].words not in said
    ]
    return surprises, [test for test in passed if test in expected]


def why_left_out(item: pytest.Item) -> str:
    """Say why a test that pytest found does not run here; nothing if it does."""
    case = getattr(item, "cls", None)
    if case is None or "standard" not in getattr(case, "test_tags", ()):
        return "not among core's standard tests"
    if case.__module__ != item.module.__name__:
        return "imported from another file, where core's own runner takes it"
    inherits = getattr(case, "allow_inherited_tests_method", False)
    if item.originalname not in vars(case) and not inherits:
        return "inherited, which core's own runner leaves out"
    if plays_tour(case, item.function):
        return "a tour: it clicks through core's screens in English"
    return ""


def plays_tour(case: type, function: Callable) -> bool:
    """Tell whether a test clicks through screens, itself or by a helper."""
    source = inspect.getsource(function)
    helpers = [getattr(case, name, None) for name in CALLED.findall(source)]
    sources = [source, *(inspect.getsource(one) for one in filter(is_own, helpers))]
    return any(word in each for each in sources for word in TOURS)


def is_own(helper: object) -> bool:
    """Tell a method of a suite from one of Odoo's test framework."""
    return inspect.isfunction(helper) and not helper.__module__.startswith("odoo.tests")


class CoreGuard:
    """Collects what failed and passed, and judges at the end."""

    def __init__(self, expected: dict[str, Difference], report: str | None) -> None:
        self.expected, self.report = expected, report
        self.failed: dict[str, str] = {}
        self.passed: dict[str, float] = {}
        self.skipped: set[str] = set()
        self.left_out: Counter[tuple[str, str]] = Counter()
        self.start = time.monotonic()

    def pytest_collection_modifyitems(self, config, items) -> None:
        reasons = {item: why_left_out(item) for item in items}
        for item, reason in reasons.items():
            if reason:
                self.left_out[short_id(item.nodeid).split("/")[0], reason] += 1
        config.hook.pytest_deselected(items=[one for one in items if reasons[one]])
        items[:] = [item for item in items if not reasons[item]]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        test = short_id(report.nodeid)
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            said = crash.message if crash else str(report.longrepr)
            self.failed.setdefault(test, " ".join(said.split())[:160])
        elif report.skipped:
            self.skipped.add(test)
        elif report.when == "call":
            self.passed[test] = report.duration

    def _judge(self) -> tuple[list[str], list[str]]:
        passed = [test for test in self.passed if test not in self.failed]
        return judge(self.failed, passed, self.expected)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        faults = any(self._judge())
        if session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            session.exitstatus = (
                pytest.ExitCode.TESTS_FAILED if faults else pytest.ExitCode.OK
            )
        if self.report:
            Path(self.report).write_text(self.compose(), "utf-8")

    def pytest_terminal_summary(self, terminalreporter) -> None:
        surprises, outdated = self._judge()
        for title, tests in (
            ("fails, and is not in tests/expected_core_failures.txt", surprises),
            ("passes, but is in tests/expected_core_failures.txt", outdated),
        ):
            if tests:
                terminalreporter.section(title)
                terminalreporter.write_line("\n".join(tests))

    def compose(self) -> str:
        """Return the page that tells the last result."""
        surprises, outdated = self._judge()
        tests = {*self.failed, *self.passed, *self.skipped}
        unexpected = {line.split(" | ")[0] for line in surprises}
        rows = [
            self._row(addon, tests, unexpected)
            for addon in sorted({test.split("/")[0] for test in tests})
        ]
        left_out: Counter[str] = Counter()
        for (_addon, reason), count in self.left_out.items():
            left_out[reason] += count
        return PAGE.format(
            day=time.strftime("%Y-%m-%d"),
            tests=len(tests),
            seconds=time.monotonic() - self.start,
            surprises=len(surprises),
            outdated=len(outdated),
            rows="\n".join(rows),
            left_out="\n".join(f"- {left_out[one]}: {one}" for one in sorted(left_out)),
        )

    def _row(self, addon: str, tests: set[str], unexpected: set[str]) -> str:
        ours = {test for test in tests if test.startswith(f"{addon}/")}
        failed = ours & self.failed.keys()
        wrong = failed & unexpected
        skipped = (ours & self.skipped) - failed
        passed = ours - failed - skipped
        counts = map(len, (ours, passed, failed - wrong, wrong, skipped))
        return f"| {addon} | {' | '.join(map(str, counts))} |"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--core-report", help="write the result to this page")


def pytest_configure(config: pytest.Config) -> None:
    expected = read_differences(EXPECTED.read_text("utf-8"))
    guard = CoreGuard(expected, config.getoption("--core-report"))
    config.pluginmanager.register(guard, "core-guard")
