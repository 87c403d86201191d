"""Every place that opens a connection is known, with the reason why it may."""

import csv
from pathlib import Path

from .calls import find_calls, find_modules

REVIEWED = Path(__file__).parent / "calls.csv"


def read_reviewed():
    with REVIEWED.open(encoding="utf-8", newline="") as stream:
        return {row["place"]: row for row in csv.DictReader(stream)}


def test_every_place_that_calls_out_was_reviewed():
    found = find_calls(find_modules())
    known = read_reviewed()
    assert not found - known.keys(), "new: review them, then add them to calls.csv"
    assert not known.keys() - found, "gone: take them out of calls.csv"


def test_every_reviewed_place_has_an_address_and_a_ground():
    for place, row in read_reviewed().items():
        assert row["address"] and row["ground"], place


def test_what_is_ours_calls_nobody():
    ours = {name for name in find_modules() if name.startswith("sunumarche")}
    assert not find_calls(ours)
