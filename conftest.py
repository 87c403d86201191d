"""pytest for the whole repository: a skip that is not listed fails the run.

So does a test during which something tries to reach another machine.
"""

import sys
from pathlib import Path

import pytest

from launcher.skips import Skip, read_expected, unexpected
from tests.outgoing.guard import OutgoingGuard

BROWSER_SECONDS = 60
EXPECTED = Path(__file__).parent / "tests" / "expected_skips.txt"


class SkipGuard:
    """Collects what was skipped, in collection and in runs, and judges at the end."""

    def __init__(self, expected: list[Skip]) -> None:
        self.expected = expected
        self.skips: list[Skip] = []

    @property
    def faults(self) -> list[Skip]:
        return unexpected(self.skips, self.expected)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr
            if isinstance(reason, tuple):
                reason = reason[2]
            self.skips.append(Skip(report.nodeid, " ".join(str(reason).split())))

    pytest_runtest_logreport = _note
    pytest_collectreport = _note

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.faults and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter) -> None:
        if self.faults:
            terminalreporter.section("skipped, and not in tests/expected_skips.txt")
            for fault in self.faults:
                terminalreporter.line(str(fault))


GUARD = OutgoingGuard()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """Begin each test with nothing refused."""
    GUARD.forget()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Fail the set-up, the test or the end of a test that tried to call out."""
    report = yield
    if attempts := GUARD.forget():
        report.outcome = "failed"
        report.longrepr = "\n".join(["It tried to reach another machine:", *attempts])
    return report


def pytest_configure(config: pytest.Config) -> None:
    GUARD.install()
    expected = read_expected(EXPECTED.read_text("utf-8"))
    config.pluginmanager.register(SkipGuard(expected), "skip-guard")


def pytest_collection_finish() -> None:
    """Give Chromium a minute to start; Odoo gives it ten seconds, then skips the test.

    Its first start on a busy machine takes longer than that.
    """
    common = sys.modules.get("odoo.tests.common")
    if common:
        common.CHECK_BROWSER_ITERATIONS = int(
            BROWSER_SECONDS / common.CHECK_BROWSER_SLEEP
        )
        common.BROWSER_WAIT = BROWSER_SECONDS
