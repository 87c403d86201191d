"""Two levels of template databases, so that a test run starts in seconds.

core: the modules our addons need, company and languages set; ours: core + addons.
Their names hold a digest of what they are made from; what is out of date is
dropped. They are built under another name and renamed at the end, so that an
interrupted build is never taken for a template.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from . import databases
from .addons import (
    DEMO,
    company_modules,
    core_modules,
    hashes,
    read_callers,
    read_manifests,
)
from .console import step
from .home import REPOSITORY, digest, require_space
from .process import locked
from .python_env import BASE, lock_key

if TYPE_CHECKING:
    from .runtime import Runtime

LANGUAGE = "fr_FR"
# The core addons whose own tests must pass with ours.
SUITES = (
    "crm",
    "sale",
    "sale_crm",
    "sales_team",
    "mass_mailing",
    "mass_mailing_sms",
    "loyalty",
    "sale_loyalty",
    "account",
    "stock",
    "calendar",
    "mail",
)
SPACE_GB = 1.0
# The demo company's tests load a small one themselves; nobody backs a test up. Core's
# tests of SMS and of links need a gateway and leave; their fakes stand before it.
TEST_PARAMETERS = """
    INSERT INTO ir_config_parameter (key, value)
    VALUES ('sunumarche_demo.scale', '0'),
           ('sunumarche_operations.backup_unwatched', '1'),
           ('sms.endpoint', 'http://127.0.0.1:9'),
           ('mail.link_preview_throttle', '99')
"""
# Odoo's own test users have passwords of eight letters.
TEST_PASSWORDS = """
    UPDATE ir_config_parameter SET value = '8'
     WHERE key = 'auth_password_policy.minlength'
"""


def core_key(runtime: Runtime) -> str:
    """Digest what the core template depends on."""
    script = REPOSITORY / "launcher" / "inside" / "company.py"
    modules = core_modules(read_manifests())
    return digest(
        runtime.tree.key,
        " ".join(modules),
        " ".join(read_callers()),
        lock_key(BASE),
        script.read_bytes(),
    )


def ours_key(runtime: Runtime, *, demo: bool) -> str:
    """Digest what the template with our addons depends on."""
    contents = hashes(runtime.our_addons(demo=demo))
    return digest(core_key(runtime), repr(sorted(contents.items())))


def core_template(runtime: Runtime) -> str:
    """Return the name of the core template; build it if needed."""
    name = f"{runtime.connection.name}_core_{core_key(runtime)}"
    with locked(runtime.instance.path / "templates.lock"):
        if not databases.exists(runtime, name):
            _build_core(runtime, name)
            drop_outdated(runtime, "core", keep=name)
            drop_outdated(runtime, "base", keep="")
    return name


def our_template(runtime: Runtime, *, demo: bool = False) -> str:
    """Return the name of the template with our addons; build it if needed."""
    core = core_template(runtime)
    kind = "demo" if demo else "ours"
    name = f"{runtime.connection.name}_{kind}_{ours_key(runtime, demo=demo)}"
    with locked(runtime.instance.path / "templates.lock"):
        if not databases.exists(runtime, name):
            draft = f"{runtime.connection.name}_template_draft"
            databases.clone(runtime, core, draft)
            runtime.connection.sql(TEST_PARAMETERS, draft)
            install_addons(runtime, draft, demo=demo)
            runtime.connection.sql(TEST_PASSWORDS, draft)
            databases.rename(runtime, draft, name)
            drop_outdated(runtime, kind, keep=name)
    return name


def suites_template(runtime: Runtime) -> str:
    """Return the template for core's own suites: ours, what they test, and our glue."""
    glue = sorted(set(runtime.our_addons(demo=True)) - {DEMO})
    key = digest(ours_key(runtime, demo=False), repr(hashes(glue)), repr(SUITES))
    name = f"{runtime.connection.name}_suites_{key}"
    ours = our_template(runtime)
    with locked(runtime.instance.path / "templates.lock"):
        if not databases.exists(runtime, name):
            draft = f"{runtime.connection.name}_template_draft"
            databases.clone(runtime, ours, draft)
            with step("installing what core's suites test"):
                wanted = ",".join([*SUITES, *glue])
                runtime.odoo(draft, f"install-{draft}", "-i", wanted)
            databases.rename(runtime, draft, name)
            drop_outdated(runtime, "suites", keep=name)
    return name


def install_addons(
    runtime: Runtime, database: str, *, demo: bool, company: bool = False
) -> None:
    """Install our addons in a copy of the core template.

    :param company: with all applications that a company works with
    """
    addons = runtime.our_addons(demo=demo, company=company)
    core = company_modules(read_manifests()) if company else []
    if addons:
        with step(f"installing our {len(addons)} addons"):
            names = ",".join([*addons, *core])
            runtime.odoo(database, f"install-{database}", "-i", names)
    with step("building the web client's bundles"):
        runtime.inside("assets", database)


def test_database(runtime: Runtime, *, demo: bool = False) -> str:
    """Return a fresh copy of our template; commits in it need not reach the disk."""
    return _clone(runtime, our_template(runtime, demo=demo))


def suites_database(runtime: Runtime) -> str:
    """Return a fresh database for core's own suites."""
    return _clone(runtime, suites_template(runtime))


def _clone(runtime: Runtime, template: str) -> str:
    name = f"{runtime.connection.name}_test_{secrets.token_hex(4)}"
    with step(f"cloning the test database {name}"):
        with locked(runtime.instance.path / "templates.lock"):
            databases.clone(runtime, template, name)
        runtime.connection.sql(f"ALTER DATABASE {name} SET synchronous_commit = off")
    return name


def _build_core(runtime: Runtime, name: str) -> None:
    require_space(runtime.instance.path, SPACE_GB, "The template database")
    draft = f"{runtime.connection.name}_template_draft"
    modules = core_modules(read_manifests())
    base = _base_template(runtime, draft)
    databases.clone(runtime, base, draft)
    # A template can be made again: no need to wait for the disk.
    alter = f"ALTER DATABASE {draft}"
    runtime.connection.sql(f"{alter} SET synchronous_commit = off")
    with step(f"installing {len(modules)} core modules and what they need"):
        runtime.inside("company", draft, "choose")
        names = ",".join(modules)
        runtime.odoo(draft, "create-core", "-i", names, "--skip-auto-install")
        runtime.inside("company", draft, "check")
    runtime.connection.sql(f"{alter} RESET synchronous_commit")
    databases.rename(runtime, draft, name)


def _base_template(runtime: Runtime, draft: str) -> str:
    """Return the name of the database with base alone; build it if needed.

    It is kept until the core template is complete: who is interrupted while the core
    modules are installed goes on from here.
    """
    script = REPOSITORY / "launcher" / "inside" / "company.py"
    key = digest(runtime.tree.key, lock_key(BASE), script.read_bytes())
    name = f"{runtime.connection.name}_base_{key}"
    if databases.exists(runtime, name):
        return name
    databases.drop(runtime, draft)
    databases.create_empty(runtime, draft)
    alter = f"ALTER DATABASE {draft}"
    runtime.connection.sql(f"{alter} SET synchronous_commit = off")
    with step("creating the database: base, French, the company"):
        runtime.odoo(draft, "create-base", "-i", "base")
        runtime.inside("company", draft, "set-up")
    runtime.connection.sql(f"{alter} RESET synchronous_commit")
    databases.rename(runtime, draft, name)
    return name


def drop_outdated(runtime: Runtime, kind: str, keep: str) -> None:
    """Drop the templates of a kind that no longer fit."""
    prefix = f"{runtime.connection.name}_{kind}_"
    for name in runtime.connection.databases():
        if name.startswith(prefix) and name != keep:
            databases.drop(runtime, name)
