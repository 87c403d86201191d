from types import SimpleNamespace

import pytest

from launcher import testing
from launcher.testing import Run, is_path, plan

GLUE, DEMO, LARGE = "addons/glue", "addons/sunumarche_demo", "addons/two"


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "tests").mkdir()
    for addon in ("addons/one", LARGE, GLUE, DEMO):
        (tmp_path / addon / "tests").mkdir(parents=True)
        manifest = {"name": addon, "auto_install": addon == GLUE}
        (tmp_path / addon / "__manifest__.py").write_text(repr(manifest))
    (tmp_path / LARGE / "tests" / "test_two.py").write_text("# longer than the others")
    return tmp_path


def test_everything_runs_in_two_lanes(repository):
    """The most tests beside all others; what needs the demo has a demo database."""
    assert plan(["-x"], repository) == [
        [Run(("-x", LARGE))],
        [Run(("-x", "addons/one", "tests")), Run(("-x", GLUE, DEMO), demo=True)],
    ]


def test_a_path_is_run_alone(repository):
    assert plan(["addons/one", "-k", "name"], repository) == [
        [Run(("-k", "name", "addons/one"))]
    ]


@pytest.mark.parametrize("addon", [GLUE, DEMO])
def test_a_path_that_needs_the_demo_runs_on_its_database_only(repository, addon):
    path = f"{addon}/tests"
    assert plan([path], repository) == [[Run((path,), demo=True)]]


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
    monkeypatch.setattr(testing, "require_browser", lambda instance: None)
    monkeypatch.setattr(testing, "require_production", lambda instance: None)
    monkeypatch.setattr(testing, "prepare", lambda lock: None)
    monkeypatch.setattr(testing, "plan", lambda _arguments: [])
    monkeypatch.setattr(testing, "run_lanes", lambda *_args, **_kwargs: list(codes))
    assert testing.test([]) == max(codes)


@pytest.fixture
def lanes_run(monkeypatch, tmp_path):
    """Run two lanes of the given scripts instead of pytest; return codes and names."""
    runtime = SimpleNamespace(
        instance=SimpleNamespace(path=tmp_path, log=lambda name: tmp_path / name),
        config=lambda name, options: tmp_path / name,
        python_environment=lambda: None,
    )
    dropped = []
    names = iter("abcdef")
    monkeypatch.setattr(testing, "test_database", lambda *_args, **_kw: next(names))
    monkeypatch.setattr(
        testing, "_leave", lambda _runtime, name, keep: dropped.append(name.name)
    )
    monkeypatch.setattr(
        testing,
        "_command",
        lambda _runtime, _config, _cache, script: ["sh", "-c", *script],
    )

    def run(*lanes):
        lanes = [[Run((script,)) for script in lane] for lane in lanes]
        return testing.run_lanes(runtime, lanes, keep=False), dropped

    return run


def test_lanes_give_all_codes_and_show_all_output(lanes_run, capfd):
    codes, dropped = lanes_run(["echo first; exit 2"], ["echo second", "exit 3"])
    assert codes == [2, 0, 3]
    assert dropped == ["a", "b", "c"]
    assert capfd.readouterr().out.split() == ["first", "second"]


def test_lanes_go_side_by_side(lanes_run, tmp_path):
    """Each lane waits for what the other one does."""
    one, two = tmp_path / "one", tmp_path / "two"
    wait = (
        "touch {0}; for i in $(seq 100); do test -e {1} && exit; sleep .1; done; exit 1"
    )
    codes, _dropped = lanes_run([wait.format(one, two)], [wait.format(two, one)])
    assert codes == [0, 0]
