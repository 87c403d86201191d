from pathlib import Path

import pytest

from launcher import mutate
from launcher.mutation import find_mistakes

ADDON = "addons/one"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    for name, text in (
        ("engine/days.py", "x = a == b\ny = [('company_id', '=', c)]\n"),
        ("tests/test_days.py", ""),
        ("tests/test_other.py", "from ..engine.days import x\n"),
        ("tests/test_none.py", "holidays = 1\n"),
    ):
        path = tmp_path / ADDON / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(mutate, "REPOSITORY", tmp_path)
    return tmp_path


def test_the_same_seed_draws_the_same(repository):
    def draw(seed):
        return mutate.draw("one", 1, seed, company=False)

    assert draw(1) == draw(1)
    assert len({tuple(draw(seed)) for seed in range(20)}) == 2


def test_all_filters_by_company_are_drawn(repository):
    [mutant] = mutate.draw("one", 0, 1, company=True)
    assert str(mutant) == (
        f"{ADDON}/engine/days.py:2 (domain): `('company_id', '=', c)` "
        'became `(1, "=", 1)`'
    )


def test_tests_near_a_mistake(repository):
    near = mutate.find_near(repository / ADDON / "tests", Path(ADDON, "engine/days.py"))
    assert [path.name for path in near] == ["test_days.py", "test_other.py"]


def test_a_mistake_is_taken_out_again(repository, monkeypatch):
    path = repository / ADDON / "engine/days.py"
    before = path.read_bytes()
    mistake = find_mistakes(before)[0]
    seen = []

    def passes(self, paths):
        seen.append(path.read_bytes())
        return len(seen) == 1

    monkeypatch.setattr(mutate.Bench, "_passes", passes)
    bench = mutate.Bench(None, "one", repository, None)
    mutant = mutate.Mutant(Path(ADDON, "engine/days.py"), mistake)
    assert not bench.survives(mutant)
    assert seen == [mistake.plant(before)] * 2
    assert path.read_bytes() == before


def test_a_section_of_the_page_is_replaced():
    mutants = [mutate.Mutant(Path("a.py"), one) for one in find_mistakes(b"x = 1\n")]
    page = mutate.enter(mutate.HEAD, "one, seed 1", mutants, mutants)
    page = mutate.enter(page, "two, seed 1", mutants, [])
    page = mutate.enter(page, "one, seed 1", mutants, [])
    assert page.count("## one, seed 1\n") == page.count("## two, seed 1\n") == 1
    assert page.startswith(mutate.HEAD)
    assert page.count("1 of 1 noticed") == 2
    assert "- a.py" not in page


@pytest.mark.parametrize(
    ("name", "ran"),
    [
        ("engine/days.py", ["test_days.py", "test_other.py"]),
        ("engine/weeks.py", ["tests"]),
    ],
)
def test_before_anything_is_planted_only_what_is_near_runs(
    repository, monkeypatch, name, ran
):
    seen = []
    monkeypatch.setattr(
        mutate.Bench, "_passes", lambda self, paths: seen.extend(paths) or True
    )
    bench = mutate.Bench(None, "one", repository, None)
    mistake = find_mistakes(b"x = a == b\n")[0]
    assert bench.passes_as_it_is([mutate.Mutant(Path(ADDON, name), mistake)])
    assert [Path(path).name for path in seen] == ran
