"""Wall and CPU time of work that this process and one PostgreSQL backend share."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NANOSECONDS = 1e9


@dataclass
class Timing:
    """Seconds of one measurement.

    :param wall: elapsed seconds
    :param cpu: CPU seconds of this process and of the backend; ``None`` when the
        backend runs on another machine. Parallel workers are not in it.
    """

    wall: float = 0.0
    cpu: float | None = None


class Clock:
    """Times blocks of work that go through one backend.

    :param backend_pid: ``pg_backend_pid()`` of the connection that does the work
    """

    def __init__(self, backend_pid: int):
        comm = Path(f"/proc/{backend_pid}/comm")
        is_local = comm.exists() and comm.read_text().startswith("postgres")
        self._schedstat = Path(f"/proc/{backend_pid}/schedstat") if is_local else None

    @classmethod
    def of(cls, cursor) -> Clock:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
        return cls(pid)

    @contextmanager
    def timed(self) -> Iterator[Timing]:
        """Yield a ``Timing`` that is filled when the block ends."""
        gc.collect()
        timing = Timing()
        cpu, wall = self._cpu(), time.perf_counter()
        yield timing
        timing.wall = time.perf_counter() - wall
        if cpu is not None:
            timing.cpu = self._cpu() - cpu

    def repeat(self, times: int, work: Callable[[], Any]) -> list[Timing]:
        """Time ``work`` so many times, after once for warming up."""
        work()
        timings = []
        for _ in range(times):
            with self.timed() as timing:
                work()
            timings.append(timing)
        return timings

    def _cpu(self) -> float | None:
        if self._schedstat is None:
            return None
        on_cpu = int(self._schedstat.read_text().split()[0])
        return time.process_time() + on_cpu / NANOSECONDS


def summarize(
    timings: Iterable[Timing], pick: Callable[[Iterable[float]], float]
) -> Timing:
    """One figure of several: ``min`` or ``statistics.median`` of wall and of CPU."""
    timings = list(timings)
    cpus = [timing.cpu for timing in timings if timing.cpu is not None]
    return Timing(
        wall=pick([timing.wall for timing in timings]),
        cpu=pick(cpus) if cpus else None,
    )


def best(timings: Iterable[Timing]) -> Timing:
    return summarize(timings, min)


def median(timings: Iterable[Timing]) -> Timing:
    return summarize(timings, statistics.median)


def as_keys(name: str, timing: Timing, digits: int = 4) -> dict[str, float | None]:
    """``{name_s: wall, name_cpu_s: CPU}``, both in seconds."""
    cpu = timing.cpu
    return {
        f"{name}_s": round(timing.wall, digits),
        f"{name}_cpu_s": None if cpu is None else round(cpu, digits),
    }


def ratios(name: str, timing: Timing, floor: Timing) -> dict[str, float]:
    """The ratio to the floor, by CPU where known, and by elapsed time."""
    wall = round(timing.wall / floor.wall, 4)
    cpu = round(timing.cpu / floor.cpu, 4) if timing.cpu and floor.cpu else wall
    return {f"ratio_{name}": cpu, f"ratio_{name}_wall": wall}


def drift(before: Timing, after: Timing) -> float:
    """How far the floor moved, as a share of the lower of both."""
    both = [before.cpu or before.wall, after.cpu or after.wall]
    return max(both) / min(both) - 1


def peak_mb() -> float:
    """The most memory this process ever had resident, in MB.

    ``VmHWM`` rather than ``ru_maxrss``: the latter survives ``exec`` and would count
    the parent's memory too.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("This system does not say how much memory a process had.")
