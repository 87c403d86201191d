"""``./sunu up``: from nothing, or from anything, to a running server."""

from . import databases
from .addons import company_modules, hashes, read_manifests
from .console import say, step, table
from .errors import LauncherError
from .home import Instance, require_space, sunu_home
from .process import locked
from .runtime import Runtime, prepare
from .server import Server
from .templates import core_template, install_addons

SPACE_GB = 4.0
# Nobody is warned that a demonstration has no backup.
DEMO_PARAMETERS = """
    INSERT INTO ir_config_parameter (key, value)
    VALUES ('sunumarche_operations.backup_unwatched', '1')
"""


def up(*, empty: bool = False) -> None:
    """Set up what is missing, bring the database up to date, start the server."""
    home = sunu_home()
    if not (home / "odoo").exists():
        require_space(home, SPACE_GB, "Setting everything up")
    with locked(Instance.of().path / "up.lock"):
        runtime = prepare()
        database = runtime.connection.name + ("_empty" if empty else "")
        server = Server(runtime.instance)
        changed = bring_up_to_date(runtime, server, database, demo=not empty)
        _start(runtime, server, database, changed)
    say(f"\nThe CRM runs at {server.address()} (database {database}).")
    show_logins(runtime, database)


def _start(runtime: Runtime, server: Server, database: str, changed: bool) -> None:
    """Start the server, unless it already serves this database as it is now."""
    serves = runtime.instance.read("state").get("database")
    if server.pid() and serves == database and not changed:
        server.wait()
        say("- the server runs already")
        return
    server.stop()
    server.start(runtime, database)


def bring_up_to_date(
    runtime: Runtime, server: Server, database: str, *, demo: bool
) -> bool:
    """Create the database, or upgrade the addons that changed; tell if it did."""
    current = hashes(runtime.our_addons(demo=demo, company=True))
    if not databases.exists(runtime, database):
        _create(runtime, database, demo=demo)
    else:
        known = runtime.instance.read("installed").get(database)
        if known == current:
            return False
        server.stop()
        _upgrade(runtime, database, known, current)
    installed = runtime.instance.read("installed")
    runtime.instance.write("installed", {**installed, database: current})
    return True


def _create(runtime: Runtime, database: str, *, demo: bool) -> None:
    """Build the database under another name: what has its name is complete."""
    draft = f"{database}_draft"
    core = core_template(runtime)
    databases.clone(runtime, core, draft)
    if demo:
        runtime.connection.sql(DEMO_PARAMETERS, draft)
    install_addons(runtime, draft, demo=demo, company=True)
    logins = logins_file(database)
    (runtime.instance.path / f"{logins}.json").unlink(missing_ok=True)
    with step("setting languages and passwords of the users"):
        _users(runtime, draft, logins, "--new")
    with step("computing what is otherwise computed by night"):
        runtime.inside("nightly", draft)
    databases.rename(runtime, draft, database)


def _upgrade(
    runtime: Runtime,
    database: str,
    known: dict[str, str] | None,
    current: dict[str, str],
) -> None:
    """Upgrade what changed, install what is new; all of it if nothing is known."""
    new = sorted(set(current) - set(known or {}))
    if new and known:
        new += company_modules(read_manifests())
    changed = sorted(a for a in current if not known or known.get(a) != current[a])
    arguments: list[str] = []
    if new:
        arguments += ["-i", ",".join(new)]
    if changed:
        arguments += ["-u", ",".join(changed)]
    if arguments:
        with step(f"upgrading {', '.join(sorted({*new, *changed}))}"):
            runtime.odoo(database, f"upgrade-{database}", *arguments)
            _users(runtime, database, logins_file(database))


def _users(runtime: Runtime, database: str, logins: str, *options: str) -> None:
    path = runtime.instance.path / f"{logins}.json"
    runtime.inside("users", database, "--logins", str(path), *options)


def logins_file(database: str) -> str:
    return f"logins-{database}"


def show_logins(runtime: Runtime, database: str) -> None:
    """Print who can log in, as it was when the passwords were generated."""
    rows = runtime.instance.read(logins_file(database)).get("rows", [])
    if not rows:
        raise LauncherError(
            f"The passwords of {database} are not in {runtime.instance.path}.",
            "the database was made elsewhere: log in as you did there",
        )
    columns = ("login", "password", "name", "role")
    say(table([columns, *([row[c] for c in columns] for row in rows)]))
