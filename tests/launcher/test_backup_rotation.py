from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from launcher.backup import rotation
from launcher.backup.rotation import Backup, Keep, outdated, rotate
from launcher.errors import LauncherError

LAST = datetime(2026, 3, 31, 2, tzinfo=timezone.utc)


def nightly(nights):
    moments = (LAST - timedelta(days=n) for n in range(nights))
    return [Backup(moment, Path(f"{moment:%Y%m%d}")) for moment in moments]


def kept(backups, keep):
    gone = outdated(backups, keep)
    return sorted(b.made.date().isoformat() for b in backups if b not in gone)


def test_days_weeks_and_months_are_kept():
    """Weeks end on Sunday, months on their last night; a year and more of nights."""
    assert kept(nightly(400), Keep(days=3, weeks=3, months=4)) == [
        "2025-12-31",
        "2026-01-31",
        "2026-02-28",
        "2026-03-22",
        "2026-03-29",
        "2026-03-30",
        "2026-03-31",
    ]


def test_every_night_of_a_year_leaves_what_was_promised():
    """Rotated each night, as in life: what a later night needs is not gone before."""
    left = []
    for backup in reversed(nightly(400)):
        left.append(backup)
        gone = outdated(left, Keep(3, 3, 4))
        left = [b for b in left if b not in gone]
    assert kept(left, Keep(3, 3, 4)) == kept(nightly(400), Keep(3, 3, 4))


def test_the_newest_is_kept_whatever_happens():
    assert kept(nightly(2), Keep(0, 0, 1)) == ["2026-03-31"]
    assert outdated([], Keep()) == []


def test_of_one_day_the_newest_is_kept():
    morning = Backup(LAST, Path("morning"))
    evening = Backup(LAST + timedelta(hours=12), Path("evening"))
    assert outdated([evening, morning], Keep()) == [morning]


def test_only_complete_backups_of_the_database_are_removed(tmp_path):
    names = [
        rotation.file_name("crm", backup.made, encrypted=True) for backup in nightly(40)
    ]
    others = [
        "crm_test-20200101T000000Z.tar.zst.age",
        "crm-notes.txt",
        ".crm-20200101T000000Z.tar.zst.age.partial",
    ]
    for name in [*names, *others]:
        (tmp_path / name).touch()
    (tmp_path / f"{names[-1]}.sha256").touch()
    assert len(rotate(tmp_path, "crm", Keep(1, 0, 0))) == 39
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == sorted([names[0], *others])


def test_all_removes_nothing(tmp_path):
    for backup in nightly(40):
        name = rotation.file_name("crm", backup.made, encrypted=False)
        (tmp_path / name).touch()
    assert rotate(tmp_path, "crm", Keep.parse("all")) == []
    assert len(list(tmp_path.iterdir())) == 40


def test_partials_of_the_same_database_are_removed(tmp_path):
    mine = tmp_path / ".crm-20200101T000000Z.tar.zst.age.partial"
    other = tmp_path / ".crm_empty-20200101T000000Z.tar.zst.age.partial"
    mine.touch()
    other.touch()
    rotation.remove_partials(tmp_path, "crm")
    assert list(tmp_path.iterdir()) == [other]


@pytest.mark.parametrize("text", ["", "7", "7,5", "0,0,0", "7,5,-1", "some"])
def test_a_rotation_that_keeps_nothing_is_refused(text):
    with pytest.raises(LauncherError, match="--keep"):
        Keep.parse(text)


def test_a_rotation_is_read():
    assert Keep.parse("7,5,12") == Keep(7, 5, 12)
