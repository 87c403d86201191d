from pathlib import Path

import pytest

from launcher import linting
from launcher.linting import REGISTRY, locks_an_address

# Put together here, so that this file names none itself.
HOSTS = [".".join(("files", "python" + "hosted", "org")), "npm" + "js.org"]


@pytest.mark.parametrize("host", HOSTS)
def test_registry_is_recognised(host):
    assert REGISTRY.search(f"see {host}/simple")


@pytest.mark.parametrize("text", ["Debian's archive", "PyPI", "npm ci", "pip install"])
def test_names_of_tools_are_no_addresses(text):
    assert not REGISTRY.search(text)


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [
        ("requirements.txt", "--index-url http://a.example", True),
        ("requirements.txt", "lxml==6.0", False),
        ("package-lock.json", '"resolved": "http://a.example/x.tgz"', True),
        ("package-lock.json", '"url": "http://a.example/funding"', False),
        ("README.md", "http://a.example", False),
    ],
)
def test_lock_holds_no_address(path, line, expected):
    assert locks_an_address(Path(path), line) is expected


@pytest.mark.parametrize(
    ("findings", "code"), [(("", ""), 0), (("one", ""), 1), (("", "two"), 1)]
)
def test_any_finding_fails_and_is_shown(monkeypatch, capsys, findings, code):
    linters = {f"linter {text}": lambda text=text: text for text in findings}
    monkeypatch.setattr(linting, "venv_python", lambda *_: Path("python"))
    monkeypatch.setattr(linting, "linters", lambda tools: linters)
    assert linting.lint() == code
    output = capsys.readouterr().out
    for text in filter(None, findings):
        assert f"- linter {text}: FAILED\n{text}\n" in output
