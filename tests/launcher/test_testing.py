import pytest

from launcher.testing import is_path, plan

GLUE, DEMO = "addons/glue", "addons/sunumarche_demo"


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "tests").mkdir()
    for addon in ("addons/one", GLUE, DEMO):
        (tmp_path / addon / "tests").mkdir(parents=True)
        manifest = {"name": addon, "auto_install": addon == GLUE}
        (tmp_path / addon / "__manifest__.py").write_text(repr(manifest))
    return tmp_path


def test_everything_runs_and_what_needs_the_demo_on_a_demo_database(repository):
    assert plan(["-x"], repository) == [
        (["-x", "addons", "tests", f"--ignore={GLUE}", f"--ignore={DEMO}"], False),
        (["-x", GLUE, DEMO], True),
    ]


def test_a_path_is_run_alone(repository):
    assert plan(["addons/one", "-k", "name"], repository) == [
        (["-k", "name", "addons/one"], False)
    ]


@pytest.mark.parametrize("addon", [GLUE, DEMO])
def test_a_path_that_needs_the_demo_runs_on_its_database_only(repository, addon):
    path = f"{addon}/tests"
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
