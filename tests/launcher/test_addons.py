from types import SimpleNamespace

import pytest

from launcher.addons import (
    ALWAYS,
    company_modules,
    content_hash,
    core_modules,
    read_manifests,
    to_install,
)
from launcher.errors import LauncherError

MANIFESTS = {
    "mail_debian_assets": {"depends": ["mail"]},
    "sunumarche_crm": {"depends": ["crm"]},
    "sunumarche_crm_stock": {
        "depends": ["sunumarche_crm", "sale_stock"],
        "auto_install": True,
    },
    "sunumarche_demo": {"depends": ["sunumarche_crm", "stock"]},
}


@pytest.fixture
def addon(tmp_path):
    root = tmp_path / "one"
    for folder in ("models", "tests", "static"):
        (root / folder).mkdir(parents=True)
    (root / "__manifest__.py").write_text("{'depends': ['mail']}")
    (root / "models" / "thing.py").write_text("x = 1\n")
    return root


@pytest.mark.parametrize(
    ("complete", "demo", "expected"),
    [
        (True, False, ["sunumarche_crm"]),
        (False, False, ["mail_debian_assets", "sunumarche_crm"]),
        (True, True, ["sunumarche_crm", "sunumarche_crm_stock", "sunumarche_demo"]),
    ],
)
def test_what_is_installed_depends_on_the_tree_and_on_demo(complete, demo, expected):
    tree = SimpleNamespace(is_complete=complete)
    assert to_install(MANIFESTS, tree, demo=demo) == expected


def test_a_company_has_the_applications_of_the_demo_without_its_data():
    tree = SimpleNamespace(is_complete=True)
    assert to_install(MANIFESTS, tree, demo=False, company=True) == [
        "sunumarche_crm",
        "sunumarche_crm_stock",
    ]
    assert company_modules(MANIFESTS) == ["stock"]
    everything = to_install(MANIFESTS, tree, demo=True, company=True)
    assert everything == to_install(MANIFESTS, tree, demo=True)


def test_core_modules_are_what_we_need_and_do_not_bring_but_for_the_demo():
    assert core_modules(MANIFESTS) == sorted({*ALWAYS, "mail", "crm"})


def test_uninstallable_addons_do_not_count(addon):
    assert list(read_manifests(addon.parent)) == ["one"]
    (addon / "__manifest__.py").write_text("{'installable': False}")
    assert read_manifests(addon.parent) == {}


def test_manifest_with_code_in_it_is_refused(addon):
    (addon / "__manifest__.py").write_text("{'name': open('x')}")
    with pytest.raises(LauncherError, match="not a dictionary of literals"):
        read_manifests(addon.parent)


@pytest.mark.parametrize("folder", ["tests", "static"])
def test_tests_and_static_files_do_not_call_for_an_upgrade(addon, folder):
    before = content_hash("one", addon.parent)
    (addon / folder / "new.js").write_text("x")
    assert content_hash("one", addon.parent) == before


def test_code_calls_for_an_upgrade(addon):
    before = content_hash("one", addon.parent)
    (addon / "models" / "thing.py").write_text("x = 2\n")
    assert content_hash("one", addon.parent) != before
