"""Disks that are full: of attachments, and of PostgreSQL's log. Needs root, to mount.

./sunu drill disk [--json FILE]
"""

import base64
import contextlib
import http.client
import os
import shutil
import subprocess
import time

import pytest

from tests.operations.postgres import USER, wait_until

from .books import add_segment, check_books, refresh_all
from .clients import Refused, Seller, wait_for_more

FILE = 300_000
FILL = """
    CREATE TABLE IF NOT EXISTS filler (content text);
    INSERT INTO filler SELECT repeat(md5(n::text), 200) FROM generate_series(1, 20000) n
"""


@pytest.fixture(scope="session", autouse=True)
def mounted():
    """Give directories a small disk each; take all away once the machine is gone."""
    paths = []

    def mount(path, megabytes):
        options = f"size={megabytes}m"
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", path], check=True
        )
        paths.append(path)

    yield mount
    for path in paths:
        subprocess.run(["umount", "--lazy", path], check=False)
        with contextlib.suppress(OSError):
            os.removedirs(path)


def enlarge(path):
    subprocess.run(["mount", "-o", "remount,size=1g", path], check=True)


@pytest.fixture
def site(machine, database):
    server = machine.odoo(database, workers="2", max_cron_threads="0")
    server.start()
    return server


def attach(client, number):
    """Save a file; return its id and content, or why it was refused."""
    content = base64.b64encode(os.urandom(FILE)).decode()
    values = {"name": f"full-{number}", "datas": content}
    try:
        [made] = client.call("ir.attachment", "create", [values])
    except (Refused, http.client.HTTPException) as error:
        return None, content, str(error)
    return made, content, ""


def test_1_no_room_for_attachments(machine, site, mounted, figures):
    """Who saves a file is told; what was acknowledged is whole; then it goes on."""
    files = machine.filestore(site.database)
    used = sum(path.stat().st_size for path in files.rglob("*") if path.is_file())
    kept = files.with_name("kept")
    files.rename(kept)
    files.mkdir()
    mounted(files, used // 1024**2 + 6)
    shutil.copytree(kept, files, dirs_exist_ok=True)
    client = site.client()
    client.login()
    stored, refusals = {}, []
    for number in range(60):
        made, content, refusal = attach(client, number)
        if refusal:
            refusals.append(refusal)
        else:
            stored[made] = content
    assert stored
    assert refusals
    rows = "SELECT count(*) FROM ir_attachment WHERE name LIKE 'full-%'"
    figures["attachments"] = {
        "stored": len(stored),
        "refused": len(refusals),
        "rows": int(machine.postgres.sql(rows, site.database)),
        "said": refusals[0][:80],
    }
    for made, content in stored.items():
        [read] = client.call("ir.attachment", "read", [made], ["datas"])
        assert read["datas"] == content
    assert figures["attachments"]["rows"] == len(stored)
    enlarge(files)
    assert attach(client, 100)[2] == ""


def test_2_no_room_for_the_log(machine, site, mounted, figures):
    """PostgreSQL ends itself; with room again it recovers, and nothing is lost."""
    client = site.client()
    client.login()
    add_segment(client)
    client.close()
    wal = machine.folder / "wal"
    wal.mkdir()
    machine.postgres.stop()
    mounted(wal, 128)
    move_log(machine, wal)
    machine.postgres.start()
    site.keep()
    sellers = [Seller(f"seller-disk{n}", site.client()) for n in range(4)]
    for seller in sellers:
        seller.start()
    wait_until(lambda: all(seller.done for seller in sellers))
    begun = time.monotonic()
    with pytest.raises(AssertionError):
        for _turn in range(40):
            machine.postgres.sql(FILL, site.database)
    figures["log"] = {"full_after_s": round(time.monotonic() - begun, 1)}
    figures["log"]["postgresql_said"] = [
        line.split("  ", 1)[1]
        for line in machine.postgres.log().splitlines()
        if "No space left" in line
    ][:2]
    enlarge(wal)
    revive(machine)
    site.wait()
    wait_for_more(sellers)
    for seller in sellers:
        seller.finish()
    site.is_kept = False
    figures["log"]["acknowledged"] = sum(len(seller.done) for seller in sellers)
    figures["log"]["without_an_answer"] = sum(len(one.doubtful) for one in sellers)
    refresh_all(machine, site)
    check_books(machine, site.database, sellers)
    figures["log"]["lost"] = 0


def move_log(machine, place):
    """Put the log onto another disk, as administrators do."""
    log = machine.postgres.data / "pg_wal"
    shutil.copytree(log, place, dirs_exist_ok=True)
    shutil.rmtree(log)
    log.symlink_to(place)
    if USER:
        for path in (place, *place.rglob("*")):
            shutil.chown(path, USER)
        place.chmod(0o700)


def revive(machine):
    """Start PostgreSQL again, as systemd does, if it ended itself."""
    try:
        machine.postgres.sql("SELECT 1")
    except AssertionError:
        machine.postgres.kill()
        machine.postgres.start()
