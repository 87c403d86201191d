"""Children of the launcher, and locks between launchers."""

import fcntl
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from .console import say
from .errors import LauncherError

TAIL_LINES = 30
_held: list[int] = []


def tail(path: Path, lines: int = TAIL_LINES) -> str:
    """Return the last lines of a log, or nothing when there is none."""
    if not path.exists():
        return ""
    text = path.read_text(encoding="utf-8", errors="replace")
    return "\n".join(text.splitlines()[-lines:])


def run_logged(
    command: Sequence[str | Path],
    log: Path,
    *,
    cure: str = "read the log, mend the cause and run the same command again",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run a child whose output goes to ``log`` (started anew).

    A failure raises LauncherError with the log's last lines and its path.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as output:
        code = subprocess.call(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            cwd=cwd,
            # If we are killed, our locks hold until this child has ended too.
            pass_fds=tuple(_held),
        )
    if code:
        name = Path(command[0]).name
        problem = f"{name} failed (code {code}).\n{tail(log)}\n  Log: {log}"
        raise LauncherError(problem, cure)


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with the changes applied."""
    return {**os.environ, **changes}


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock; the kernel frees it even if we are killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  (waiting for another ./sunu that holds {path})")
            fcntl.flock(handle, fcntl.LOCK_EX)
        _held.append(handle.fileno())
        try:
            yield
        finally:
            _held.remove(handle.fileno())
