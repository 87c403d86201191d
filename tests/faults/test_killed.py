"""kill -9 of a worker, of the server and of PostgreSQL while four clients write."""

import time

import pytest

from tests.operations.postgres import wait_until

from .books import add_segment, check_books, refresh_all
from .clients import Importer, Seller, wait_for_more

WORK_SECONDS = 2


@pytest.fixture(scope="module")
def site(machine):
    """One server for all three; ``clients`` are those of the tests so far."""
    database = machine.clone("faults_killed")
    server = machine.odoo(database, workers="3", max_cron_threads="1")
    server.start()
    server.clients = []
    client = server.client()
    client.login()
    add_segment(client)
    client.close()
    yield server
    server.kill()
    machine.drop(database)


def work_through(site, name, fault):
    """Let four clients work, let it happen, let them go on; return them."""
    clients = [
        *(Seller(f"seller-{name}{n}", site.client()) for n in range(3)),
        Importer(f"importer-{name}", site.client()),
    ]
    for client in clients:
        client.start()
    wait_until(lambda: all(client.done for client in clients))
    fault()
    wait_for_more(clients)
    time.sleep(WORK_SECONDS)
    for client in clients:
        client.finish()
    site.clients += clients
    return clients


def judge(machine, site):
    """Nothing acknowledged is lost, nothing counts twice, from the first test on."""
    refresh_all(machine, site)
    for client in site.clients:
        assert not client.refused, client.refused[:3]
    check_books(machine, site.database, site.clients)


def test_a_worker(machine, site):
    def fault():
        for _n in range(4):
            site.kill_worker()
            time.sleep(0.5)

    work_through(site, "worker", fault)
    judge(machine, site)


def test_the_server(machine, site):
    def fault():
        site.kill()
        site.start()

    clients = work_through(site, "server", fault)
    assert any(client.doubtful for client in clients)
    judge(machine, site)


def test_postgresql(machine, site):
    """Odoo ends when it finds no PostgreSQL as it begins a process: see its unit.

    Requests that come meanwhile are answered by an error, which is an answer.
    """
    site.keep()

    def fault():
        machine.postgres.kill()
        machine.postgres.start()
        time.sleep(1)
        site.wait()

    clients = work_through(site, "postgresql", fault)
    site.is_kept = False
    assert any(client.doubtful for client in clients)
    for client in clients:
        client.refused.clear()
    judge(machine, site)
