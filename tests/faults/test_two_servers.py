"""Two servers on one database: what is to be done once is done once."""

from collections import Counter

import pytest

from tests.operations.postgres import wait_until

from .books import CRONS, add_segment, check_books, refresh_all, run_cron
from .clients import Seller
from .jobs import JOBS, jobs_done
from .mails import MAILS, WAITING, call_queue, queue_mails
from .smtp import MailServer


@pytest.fixture(scope="module")
def pair(machine):
    """Two servers with two processes for jobs each."""
    database = machine.clone("faults_pair")
    servers = [
        machine.odoo(database, f"pair{n}", workers="2", max_cron_threads="2")
        for n in range(2)
    ]
    for server in servers:
        server.start()
    yield servers
    for server in servers:
        server.kill()
    machine.drop(database)


@pytest.fixture
def client(pair):
    made = pair[0].client()
    made.login()
    yield made
    made.close()


@pytest.fixture
def mails(pair, client, machine):
    """A mail server that the database knows, and nothing waiting for it."""
    machine.postgres.sql("DELETE FROM mail_mail", pair[0].database)
    server = MailServer(seconds=0.05)
    known = server.register(client)
    yield server
    server.stop()
    client.call("ir.mail_server", "unlink", [known])


def test_each_job_is_done_once(machine, pair, client):
    assert jobs_done(machine, client) == {f"tick-{n}": 1 for n in range(JOBS)}


def test_a_dead_mail_server_loses_nothing_and_sends_nothing_twice(
    machine, pair, client, mails
):
    subjects = queue_mails(client)
    call_queue(machine, pair[0].database)
    failed = "SELECT count(*) FROM mail_mail WHERE failure_reason IS NOT NULL"
    wait_until(lambda: machine.postgres.sql(failed, pair[0].database) == str(MAILS))
    assert machine.postgres.sql(WAITING, pair[0].database) == str(MAILS)
    mails.start()
    call_queue(machine, pair[0].database)
    wait_until(lambda: machine.postgres.sql(WAITING, pair[0].database) == "0")
    assert Counter(mails.received) == Counter(subjects)


def test_a_server_killed_while_it_sends_loses_no_mail(machine, pair, client, mails):
    """The mail that was just being sent may come twice: it is not known to be sent."""
    mails.start()
    subjects = queue_mails(client, first=MAILS)
    call_queue(machine, pair[0].database)
    wait_until(lambda: len(mails.received) > MAILS // 4)
    for server in pair:
        server.kill()
    for server in pair:
        server.start()
    call_queue(machine, pair[0].database)
    wait_until(lambda: machine.postgres.sql(WAITING, pair[0].database) == "0")
    counts = Counter(mails.received)
    assert set(counts) == set(subjects)
    assert sum(counts.values()) - MAILS <= 1


def test_both_write_and_both_refresh(machine, pair, client):
    """Both run the jobs of the figures each minute; here somebody runs them too."""
    add_segment(client)
    sellers = [
        Seller(f"seller{n}", server.client()) for n, server in enumerate([*pair, *pair])
    ]
    for seller in sellers:
        seller.start()
    wait_until(lambda: all(len(seller.done) > 3 for seller in sellers))
    for name in CRONS:
        run_cron(client, name)
    for seller in sellers:
        seller.finish()
        assert not seller.refused
    refresh_all(machine, pair[0])
    check_books(machine, pair[0].database, sellers)
