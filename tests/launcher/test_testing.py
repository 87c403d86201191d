import pytest

from launcher.testing import is_path, plan


@pytest.fixture
def repository(tmp_path):
    for folder in ("addons/one/tests", "addons/sunumarche_demo/tests", "tests"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_everything_runs_and_the_demos_tests_on_a_demo_database(repository):
    assert plan(["-x"], repository) == [
        (["-x", "addons", "tests", "--ignore=addons/sunumarche_demo"], False),
        (["-x", "addons/sunumarche_demo"], True),
    ]


def test_a_path_is_run_alone(repository):
    assert plan(["addons/one", "-k", "name"], repository) == [
        (["-k", "name", "addons/one"], False)
    ]


def test_demo_path_runs_on_the_demo_database_only(repository):
    path = "addons/sunumarche_demo/tests"
    assert plan([path], repository) == [([path], True)]


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("tests", True),
        ("tests::TestA::test_b", True),
        ("-v", False),
        ("nowhere", False),
    ],
)
def test_paths_are_told_from_options(repository, argument, expected):
    assert is_path(argument, repository) is expected
