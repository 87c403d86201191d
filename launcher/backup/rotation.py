"""How backups are called, and which of them are kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from ..errors import LauncherError

STAMP = "%Y%m%dT%H%M%SZ"
PATTERN = re.compile(r"([a-z][a-z0-9_]*)-(\d{8}T\d{6}Z)\.tar\.zst(\.age)?")
PARTIAL, CHECKSUM = ".partial", ".sha256"


@dataclass(frozen=True)
class Keep:
    """How many days, weeks and months keep their newest backup."""

    days: int = 7
    weeks: int = 5
    months: int = 12

    @classmethod
    def parse(cls, text: str) -> Keep | None:
        """Read ``7,5,12``; ``all`` is None, which removes nothing."""
        if text == "all":
            return None
        match = re.fullmatch(r"(\d+),(\d+),(\d+)", text)
        if not match or not any(map(int, match.groups())):
            raise LauncherError(
                f"--keep {text!r} does not say how many backups are kept.",
                "give days, weeks and months, such as 7,5,12, or all",
            )
        return cls(*map(int, match.groups()))


@dataclass(frozen=True, order=True)
class Backup:
    """A complete backup of a database, by the moment it was begun."""

    made: datetime
    path: Path

    @property
    def checksum(self) -> Path:
        return self.path.with_name(self.path.name + CHECKSUM)


def file_name(database: str, made: datetime, *, encrypted: bool) -> str:
    suffix = ".tar.zst.age" if encrypted else ".tar.zst"
    return f"{database}-{made.strftime(STAMP)}{suffix}"


def backups_of(directory: Path, database: str) -> list[Backup]:
    """Return the complete backups of a database, the newest first."""
    found = []
    for path in directory.iterdir():
        match = PATTERN.fullmatch(path.name)
        if match and match[1] == database:
            made = datetime.strptime(match[2], STAMP).replace(tzinfo=timezone.utc)
            found.append(Backup(made, path))
    return sorted(found, reverse=True)


def outdated(backups: Iterable[Backup], keep: Keep) -> list[Backup]:
    """Return the backups that no day, week or month keeps; never the newest."""
    newest_first = sorted(backups, reverse=True)
    kept = set(newest_first[:1])
    rules: list[tuple[int, Callable[[datetime], object]]] = [
        (keep.days, lambda made: made.date()),
        (keep.weeks, lambda made: made.isocalendar()[:2]),
        (keep.months, lambda made: (made.year, made.month)),
    ]
    for number, period in rules:
        seen: dict[object, Backup] = {}
        for backup in newest_first:
            seen.setdefault(period(backup.made), backup)
        kept.update(list(seen.values())[:number])
    return [backup for backup in newest_first if backup not in kept]


def rotate(
    directory: Path, database: str, keep: Keep | None, made: Path | None = None
) -> list[Backup]:
    """Remove what is not kept, never the backup just made; return what is gone."""
    if keep is None:
        return []
    found = outdated(backups_of(directory, database), keep)
    gone = [backup for backup in found if backup.path != made]
    for backup in gone:
        backup.path.unlink()
        backup.checksum.unlink(missing_ok=True)
    return gone


def remove_partials(directory: Path, database: str) -> None:
    """Remove what interrupted backups left; the directory's lock is ours."""
    for path in directory.glob(f".{database}-*{PARTIAL}"):
        path.unlink()
