import sys

import pytest

from launcher.console import table
from launcher.errors import LauncherError
from launcher.process import TAIL_LINES, run_logged, tail


def test_failing_child_shows_the_end_of_its_log_and_where_it_is(tmp_path):
    log = tmp_path / "logs" / "step.log"
    program = f"for i in range({TAIL_LINES + 5}): print('line', i)\nraise SystemExit(3)"
    with pytest.raises(LauncherError) as caught:
        run_logged([sys.executable, "-c", program], log, cure="mend it")
    problem = caught.value.problem
    assert "code 3" in problem
    assert str(log) in problem
    assert "line 4\n" not in problem
    assert "line 5\n" in problem
    assert str(caught.value).endswith("What to do: mend it")


def test_good_child_says_nothing(tmp_path, capsys):
    log = tmp_path / "step.log"
    run_logged([sys.executable, "-c", "print('done')"], log)
    assert log.read_text() == "done\n"
    assert capsys.readouterr().out == ""


def test_tail_of_no_log_is_empty(tmp_path):
    assert tail(tmp_path / "none.log") == ""


def test_table_has_columns_as_wide_as_their_longest_cell():
    assert table([("a", "bb"), ("ccc", "d")]) == "  a    bb\n  ccc  d"
