"""Past one machine: two Odoo behind nginx, a primary, and a replica that is read.

    ./sunu drill replica [--json FILE]

The steps follow one another. All of it runs on one machine: the figures are of what
happens, not of how fast it would be on three.
"""

import re
import time
from collections import Counter

import pytest

from tests.operations.postgres import Postgres, wait_until

from .books import add_segment, check_books, refresh_all
from .clients import OutsideClient, Seller, wait_for_more
from .gate import Gate
from .jobs import JOBS, jobs_done
from .machine import PASSWORD

READS = 100
REPLICA_PORT = 5433
MODE = re.compile(r"werkzeug: .* \d+ [\d.]+ [\d.]+ (ro->rw|ro|rw)\s*$", re.MULTILINE)
# A commit is acknowledged once the replica shows it.
STRICT = ("synchronous_standby_names = '*'", "synchronous_commit = remote_apply")


class Site:
    """The whole of it; ``sellers`` are all who ever wrote."""

    def __init__(self, machine):
        self.machine = machine
        self.database = machine.clone("drill_replica")
        self.replica = Postgres(machine.folder, "replica", REPLICA_PORT)
        options = {
            "workers": "2",
            "max_cron_threads": "1",
            "db_replica_host": str(machine.folder),
            "db_replica_port": str(REPLICA_PORT),
        }
        self.servers = [
            machine.odoo(self.database, f"server{n}", **options) for n in range(2)
        ]
        self.gate = Gate(machine.folder, self.servers)
        self.sellers = []

    def start(self):
        primary = self.machine.postgres
        copy = ("--wal-method=stream", "--checkpoint=fast", "--write-recovery-conf")
        primary.run("pg_basebackup", *primary.address(), "-D", self.replica.data, *copy)
        self.replica.configure("hot_standby = on")
        self.replica.start()
        for server in self.servers:
            server.start()
        self.gate.start()

    def client(self):
        made = OutsideClient(self.gate, self.database, PASSWORD)
        made.login()
        return made

    def sell(self, name, during=lambda: None):
        """Let four people sell through nginx while something happens."""
        sellers = [
            Seller(
                f"seller-{name}{n}", OutsideClient(self.gate, self.database, PASSWORD)
            )
            for n in range(4)
        ]
        for seller in sellers:
            seller.start()
        wait_until(lambda: all(len(seller.done) > 1 for seller in sellers))
        during()
        wait_for_more(sellers)
        for seller in sellers:
            seller.finish()
        self.sellers += sellers
        return sellers

    def lag(self):
        """Bytes of the log that the replica has not applied yet."""
        return int(
            self.machine.postgres.sql(
                "SELECT coalesce(max(pg_current_wal_lsn() - replay_lsn), 0)::bigint"
                "  FROM pg_stat_replication"
            )
        )

    def modes(self):
        """How many requests read the replica, wrote, or had to be done again."""
        texts = [server.log.read_text(errors="replace") for server in self.servers]
        return Counter(mode for text in texts for mode in MODE.findall(text))

    def set_strict(self, strict):
        for line in STRICT:
            name, value = line.split(" = ")
            done = f"SET {name} = {value}" if strict else f"RESET {name}"
            self.machine.postgres.sql(f"ALTER SYSTEM {done}")
        self.machine.postgres.sql("SELECT pg_reload_conf()")
        time.sleep(0.5)

    def stop(self):
        self.gate.stop()
        for server in self.servers:
            server.kill()
        self.replica.stop("immediate")


@pytest.fixture(scope="module")
def site(machine):
    made = Site(machine)
    try:
        made.start()
        client = made.client()
        add_segment(client)
        client.close()
        yield made
    finally:
        made.stop()


def count_stale(client, number=READS):
    """Write and read what was written, at once; how often is it not there yet?"""
    stale, writes = 0, []
    for n in range(number):
        begun = time.monotonic()
        values = {"name": f"Stale {n}", "customer_rank": 1, "city": "Thiès"}
        [customer] = client.call("res.partner", "create", [values])
        writes.append(time.monotonic() - begun)
        found = client.call(
            "res.partner", "web_search_read", [["id", "=", customer]], {"name": {}}
        )
        stale += not found["length"]
    return stale, round(1000 * sorted(writes)[number // 2], 1)


def test_1_reading_routes_read_the_replica(site, figures):
    sellers = site.sell("first")
    client = site.client()
    for _n in range(READS):
        client.call("res.partner", "search_count", [["customer_rank", ">", 0]])
        client.call("res.partner", "web_search_read", [], {"name": {}}, limit=20)
    modes = site.modes()
    figures["requests"] = dict(modes)
    figures["sold_at_first"] = sum(len(seller.done) for seller in sellers)
    figures["lag_bytes"] = site.lag()
    assert modes["ro"] >= READS
    statement = "SELECT xact_commit FROM pg_stat_database WHERE datname = '{}'"
    assert int(site.replica.sql(statement.format(site.database))) >= READS


def test_2_what_one_wrote_may_not_be_read_at_once(site, figures):
    client = site.client()
    stale, write_ms = count_stale(client)
    figures["stale_reads"] = {"of": READS, "stale": stale, "write_ms": write_ms}
    site.set_strict(True)
    stale, write_ms = count_stale(client)
    figures["stale_reads_strict"] = {"of": READS, "stale": stale, "write_ms": write_ms}
    assert stale == 0


def test_3_jobs_are_done_once(site, figures):
    done = jobs_done(site.machine, site.client())
    figures["jobs"] = {"of": JOBS, "twice": sum(n > 1 for n in done.values())}
    assert done == {f"tick-{n}": 1 for n in range(JOBS)}


def test_4_a_file_written_by_one_is_read_through_the_other(site, figures):
    first, second = (server.client() for server in site.servers)
    first.login()
    second.login()
    values = {"name": "photo.txt", "raw": "la photo", "mimetype": "text/plain"}
    [attachment] = first.call("ir.attachment", "create", [values])
    text, answer = second.get(f"/web/content/{attachment}")
    assert (answer.status, text) == (200, "la photo")


def test_5_a_server_is_killed(site, figures):
    def fault():
        site.servers[0].kill()
        time.sleep(3)

    sellers = site.sell("server", fault)
    figures["server_killed"] = {
        "sold": sum(len(seller.done) for seller in sellers),
        "without_an_answer": sum(len(seller.doubtful) for seller in sellers),
    }
    site.servers[0].start()


def test_6_the_replica_is_killed(site, figures):
    """Odoo reads the primary; strict commits would wait for a replica for ever."""
    site.set_strict(False)

    def fault():
        site.replica.kill()
        time.sleep(3)

    sellers = site.sell("replica", fault)
    figures["replica_killed"] = {
        "sold": sum(len(seller.done) for seller in sellers),
        "without_an_answer": sum(len(seller.doubtful) for seller in sellers),
    }
    site.replica.start()
    wait_until(lambda: site.lag() == 0)
    site.set_strict(True)


def test_7_the_replica_becomes_the_primary(site, figures):
    """With strict commits nothing acknowledged is lost, and the books are right."""
    machine = site.machine
    wait_until(
        lambda: int(machine.postgres.sql("SELECT count(*) FROM pg_stat_replication"))
    )
    site.sell("last")
    begun = time.monotonic()
    for server in site.servers:
        server.kill()
    machine.postgres.kill()
    site.replica.sql("ALTER SYSTEM RESET synchronous_standby_names")
    site.replica.run("pg_ctl", "-D", site.replica.data, "-w", "promote")
    old, machine.postgres = machine.postgres, site.replica
    try:
        for server in site.servers:
            for name in ("db_replica_host", "db_replica_port"):
                server.options.pop(name)
            server.start()
        figures["failover_s"] = round(time.monotonic() - begun, 1)
        for seller in site.sellers:
            refused = [why for _reference, why in seller.refused]
            figures.setdefault("refused", Counter()).update(refused)
        refresh_all(machine, site.servers[1])
        check_books(machine, site.database, site.sellers)
        figures["acknowledged"] = sum(len(seller.done) for seller in site.sellers)
        figures["lost"] = 0
    finally:
        machine.postgres = old
