"""A mail server that takes connections and then says nothing.

./sunu drill mail [--json FILE]
"""

import time
from collections import Counter

import pytest

from tests.operations.postgres import wait_until

from .mails import WAITING, call_queue, queue_mails
from .smtp import MailServer

FAILED = "SELECT count(*) FROM mail_mail WHERE failure_reason IS NOT NULL"


@pytest.fixture
def site(machine, database):
    server = machine.odoo(database, workers="2", max_cron_threads="1")
    server.start()
    return server


def test_a_server_that_hangs_holds_up_mails_only(machine, site, figures):
    client = site.client()
    client.login()
    mails = MailServer()
    mails.hangs = True
    mails.start()
    mails.register(client)
    subjects = queue_mails(client)
    begun = time.monotonic()
    call_queue(machine, site.database)
    wait_until(lambda: mails.connections)
    searches = [measure_search(client) for _n in range(20)]

    def failed():
        return int(machine.postgres.sql(FAILED, site.database))

    wait_until(lambda: failed() == len(subjects), seconds=180)
    figures["given_up_after_s"] = round(time.monotonic() - begun, 1)
    figures["search_meanwhile_ms"] = round(1000 * sorted(searches)[10], 1)
    figures["waiting"] = int(machine.postgres.sql(WAITING, site.database))
    assert figures["waiting"] == len(subjects)
    mails.hangs = False
    call_queue(machine, site.database)
    wait_until(lambda: machine.postgres.sql(WAITING, site.database) == "0")
    figures["sent"], figures["twice"] = len(mails.received), 0
    assert Counter(mails.received) == Counter(subjects)
    mails.stop()


def measure_search(client):
    begun = time.monotonic()
    client.call("res.partner", "web_search_read", [], {"name": {}}, limit=80)
    return time.monotonic() - begun
