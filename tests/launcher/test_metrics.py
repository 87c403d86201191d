from launcher.metrics import measure


def write(root, name, lines):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


def function(name, lines):
    return [f"def {name}():", *["    x = 1"] * (lines - 1)]


def test_small_tested_code_has_no_fault(tmp_path):
    write(tmp_path, "a.py", function("f", 8) * 15)
    write(tmp_path, "tests/test_a.py", ["x = 1"] * 120)
    result = measure(tmp_path)
    assert (result.code, result.tests, result.median) == (120, 120, 8)
    assert result.too_big() + result.too_little_tested() == []


def test_each_excess_is_named(tmp_path):
    write(tmp_path, "long.py", function("f", 60) + ["x = 1"] * 350)
    result = measure(tmp_path)
    faults = result.too_big() + result.too_little_tested()
    assert [fault.rsplit("/", 1)[-1] for fault in faults] == [
        "long.py: 410 lines",
        "long.py:1 f: 60 lines",
        f"{tmp_path.name}: median function of 60 lines",
        f"{tmp_path.name}: only 0 lines of tests for 410 lines of code",
    ]


def test_manifests_and_migrations_do_not_count(tmp_path):
    write(tmp_path, "__manifest__.py", ["{}"])
    write(tmp_path, "migrations/19.0.2.0.0/pre.py", function("f", 60))
    assert measure(tmp_path).code == 0
