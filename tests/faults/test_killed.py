"""kill -9 of a worker, of the server and of PostgreSQL while four clients write."""

import time

import pytest

from tests.operations.postgres import wait_until

from .books import check_books, refresh_all
from .clients import Importer, Seller

WORK_SECONDS = 4


@pytest.fixture
def site(machine, database):
    server = machine.odoo(database, workers="3", max_cron_threads="1")
    server.start()
    return server


def work_through(site, fault):
    """Let four clients work, let it happen, let them go on; return them."""
    clients = [
        *(Seller(f"seller{n}", site.port, site.database) for n in range(3)),
        Importer("importer", site.port, site.database),
    ]
    for client in clients:
        client.start()
    wait_until(lambda: all(client.done for client in clients))
    fault()
    before = [len(client.done) for client in clients]
    wait_until(
        lambda: all(
            len(client.done) > count
            for client, count in zip(clients, before, strict=True)
        )
    )
    time.sleep(WORK_SECONDS)
    for client in clients:
        client.finish()
    return clients


def judge(machine, site, clients):
    """Nothing acknowledged is lost, nothing counts twice."""
    refresh_all(machine, site)
    for client in clients:
        assert not client.refused, client.refused[:3]
    check_books(machine, site.database, clients)


def test_a_worker(machine, site):
    def fault():
        for _n in range(6):
            site.kill_worker()
            time.sleep(1)

    judge(machine, site, work_through(site, fault))


def test_the_server(machine, site):
    def fault():
        site.kill()
        site.start()

    clients = work_through(site, fault)
    assert any(client.doubtful for client in clients)
    judge(machine, site, clients)


def test_postgresql(machine, site):
    def fault():
        for _n in range(2):
            machine.postgres.kill()
            machine.postgres.start()
            time.sleep(2)

    clients = work_through(site, fault)
    site.wait()
    judge(machine, site, clients)
