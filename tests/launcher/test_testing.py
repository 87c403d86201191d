import pytest

from launcher import testing
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


@pytest.mark.parametrize("codes", [(1, 0), (0, 1), (0, 0), (1, 1)])
def test_a_run_that_failed_is_not_hidden_by_another(monkeypatch, codes):
    results = iter(codes)
    monkeypatch.setattr(testing, "require_browser", lambda instance: None)
    monkeypatch.setattr(testing, "require_production", lambda instance: None)
    monkeypatch.setattr(testing, "prepare", lambda lock: None)
    monkeypatch.setattr(testing, "plan", lambda _: [(["a"], False), (["b"], True)])
    monkeypatch.setattr(testing, "run", lambda *_args, **_kwargs: next(results))
    assert testing.test([]) == max(codes)
    assert next(results, None) is None
