import json
from types import SimpleNamespace

import pytest

from launcher import databases, templates, up
from launcher.errors import LauncherError
from launcher.home import Instance
from launcher.inside.users import is_first_of_job


class FakeRuntime:
    """A runtime that notes what it is asked to do."""

    def __init__(self, path):
        self.instance = Instance(path)
        self.connection = SimpleNamespace(
            name="crm", databases=lambda: self.names, sql=lambda *_args: ""
        )
        self.tree = SimpleNamespace(key="tree")
        self.names = ["crm_core_old", "crm_core_new", "crm_ours_x", "crm"]
        self.done = []

    def odoo(self, database, _log, *arguments):
        self.done.append(("odoo", database, *arguments))

    def inside(self, script, database, *_arguments):
        self.done.append((script, database))

    def our_addons(self, *, demo, company=False):
        return ["a", "demo"] if demo else ["a"]


@pytest.fixture
def runtime(tmp_path):
    return FakeRuntime(tmp_path)


@pytest.mark.parametrize(
    ("known", "arguments"),
    [
        ({"a": "1", "b": "1"}, ("-u", "b")),
        ({"b": "2"}, ("-i", "a,purchase", "-u", "a")),
        (None, ("-i", "a,b", "-u", "a,b")),
    ],
)
def test_only_what_changed_is_upgraded(runtime, known, arguments, monkeypatch):
    """What is new comes with the applications of a company that may be missing."""
    monkeypatch.setattr(up, "company_modules", lambda _manifests: ["purchase"])
    up._upgrade(runtime, "crm", known, {"a": "1", "b": "2"})
    assert runtime.done == [("odoo", "crm", *arguments), ("users", "crm")]


def test_nothing_is_done_for_an_addon_that_went_away(runtime):
    up._upgrade(runtime, "crm", {"a": "1", "gone": "1"}, {"a": "1"})
    assert runtime.done == []


def test_logins_are_shown_as_they_were_generated(runtime, capsys):
    row = {"login": "vendeur", "password": "pw", "name": "Awa", "role": "Commerciale"}
    runtime.instance.path.mkdir(exist_ok=True)
    path = runtime.instance.path / f"{up.logins_file('crm')}.json"
    path.write_text(json.dumps({"rows": [row]}))
    up.show_logins(runtime, "crm")
    assert "vendeur  pw" in capsys.readouterr().out


def test_only_the_first_of_a_job_can_log_in_at_once():
    logins = ["admin", "vendeur", "vendeur.2", "vendeur.thies", "production.33"]
    assert [login for login in logins if is_first_of_job(login)] == [
        "admin",
        "vendeur",
        "vendeur.thies",
    ]


def test_what_is_computed_by_night_is_computed_at_the_end(runtime, monkeypatch):
    for name in ("clone", "rename"):
        monkeypatch.setattr(databases, name, lambda *_args: None)
    monkeypatch.setattr(up, "core_template", lambda _runtime: "core")
    monkeypatch.setattr(templates, "company_modules", lambda _manifests: ["purchase"])
    up._create(runtime, "crm", demo=False)
    assert runtime.done == [
        ("odoo", "crm_draft", "-i", "a,purchase"),
        ("assets", "crm_draft"),
        ("users", "crm_draft"),
        ("nightly", "crm_draft"),
    ]


def test_an_interrupted_core_template_goes_on_from_its_base(runtime, monkeypatch):
    for name in ("drop", "create_empty"):
        monkeypatch.setattr(databases, name, lambda *_args: None)
    monkeypatch.setattr(templates, "require_space", lambda *_args: None)
    monkeypatch.setattr(
        databases,
        "rename",
        lambda _runtime, old, new: runtime.names.append(new),
    )
    cloned = []
    monkeypatch.setattr(
        databases, "clone", lambda _runtime, source, _name: cloned.append(source)
    )

    def interrupted(_database, log, *_arguments):
        runtime.done.append(log)
        if log == "create-core":
            raise KeyboardInterrupt

    runtime.odoo = interrupted
    for _time in range(2):
        with pytest.raises(KeyboardInterrupt):
            templates._build_core(runtime, "crm_core_x")
    assert [one for one in runtime.done if isinstance(one, str)] == [
        "create-base",
        "create-core",
        "create-core",
    ]
    assert cloned == [runtime.names[-1]] * 2
    assert runtime.names[-1].startswith("crm_base_")


def test_logins_that_nobody_knows_are_an_error(runtime):
    with pytest.raises(LauncherError, match="The passwords of crm are not in"):
        up.show_logins(runtime, "crm")


def test_outdated_templates_of_the_same_kind_are_dropped(runtime, monkeypatch):
    dropped = []
    monkeypatch.setattr(databases, "drop", lambda _runtime, name: dropped.append(name))
    templates.drop_outdated(runtime, "core", keep="crm_core_new")
    assert dropped == ["crm_core_old"]


def test_template_keys_follow_what_they_are_made_from(runtime, monkeypatch):
    contents = {"a": "1", "demo": "1"}
    monkeypatch.setattr(
        templates, "hashes", lambda names: {n: contents[n] for n in names}
    )
    core, ours = templates.core_key(runtime), templates.ours_key(runtime, demo=False)
    assert ours != templates.ours_key(runtime, demo=True)
    contents["a"] = "2"
    assert templates.core_key(runtime) == core
    assert templates.ours_key(runtime, demo=False) != ours
    runtime.tree.key = "another"
    assert templates.core_key(runtime) != core
