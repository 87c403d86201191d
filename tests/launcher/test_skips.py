import pytest

from launcher.skips import Skip, read_expected, unexpected

LISTED = Skip("tests/test_a.py::test_b", "Skipped: no printer here")


def test_list_is_read_without_comments():
    text = "# why\n\ntests/test_a.py::test_b | no printer\n"
    assert read_expected(text) == [Skip("tests/test_a.py::test_b", "no printer")]


@pytest.mark.parametrize("line", ["tests/test_a.py::test_b", "a |", "| reason"])
def test_line_without_test_or_reason_is_refused(line):
    with pytest.raises(ValueError, match="without a reason"):
        read_expected(line)


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("tests/test_a.py::test_b | no printer", []),
        ("tests/test_a.py::test_b | no network", [LISTED]),
        ("tests/test_a.py::test_c | no printer", [LISTED]),
    ],
)
def test_id_and_reason_must_both_be_listed(line, faults):
    assert unexpected([LISTED], read_expected(line)) == faults
