"""Odoo's clock two days ahead, and then set back; PostgreSQL's stays right.

    ./sunu drill clock [--json FILE]       (needs Debian's libfaketime)

What was dated ahead counts from its date on, not before. Class periods that the jump
closed may end before they begin: they are counted here, docs/drills.md says so.
"""

import os
from pathlib import Path

import pytest

from .books import CRONS, add_segment, check_books, refresh_all, run_cron
from .clients import Seller
from .jobs import JOBS, jobs_done

LIBRARY = "faketime/libfaketime.so.1"
PLACES = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib")
# Periods that end before they begin, or two at once.
BACKWARDS = """
    SELECT (SELECT count(*) FROM sunumarche_segment_membership
             WHERE date_left < date_entered),
           (SELECT count(*) FROM sunumarche_rfm_history WHERE date_to < date_from),
           (SELECT count(*) FROM (SELECT 1 FROM sunumarche_rfm_history
             WHERE date_to IS NULL GROUP BY partner_id, company_id
            HAVING count(*) > 1) twice)
"""
KINDS = ("members", "classes", "two_classes")


def library():
    """Return libfaketime; FAKETIME_LIBRARY may name another place."""
    places = [os.environ.get("FAKETIME_LIBRARY"), *(f"{p}/{LIBRARY}" for p in PLACES)]
    found = [place for place in places if place and Path(place).exists()]
    assert found, "libfaketime is missing: apt-get install libfaketime"
    return found[0]


@pytest.fixture
def site(machine, database):
    server = machine.odoo(database, workers="2", max_cron_threads="1")
    server.start()
    client = server.client()
    client.login()
    add_segment(client)
    client.close()
    return server


def sell(site, name, number=4):
    """Sell some, one after the other; return the seller."""
    seller = Seller(f"seller-{name}", site.client())
    seller.client.login()
    for n in range(number):
        seller.work(f"{seller.name}-{n}")
    return seller


def restart(site, offset):
    site.stop()
    clock = {"LD_PRELOAD": library(), "FAKETIME": offset}
    for name, value in clock.items():
        site.environment.pop(name, None)
        if offset:
            site.environment[name] = value
    site.start()


def test_the_clock_jumps_and_comes_back(machine, site, figures):
    sellers = [sell(site, "before")]
    refresh_all(machine, site)
    restart(site, "+2d")
    client = site.client()
    client.login()
    sellers.append(sell(site, "ahead"))
    for name in CRONS:
        run_cron(client, name)
    client.call("sunumarche.customer.indicator", "action_rebuild")
    restart(site, None)
    sellers.append(sell(site, "after"))
    client = site.client()
    client.login()
    assert client.call("sunumarche.customer.indicator", "action_rebuild") is None
    refresh_all(machine, site)
    counts = machine.postgres.sql(BACKWARDS, site.database).split("|")
    figures["backwards"] = dict(zip(KINDS, map(int, counts), strict=True))
    done = jobs_done(machine, client)
    figures["jobs"] = {"of": JOBS, "twice": sum(n > 1 for n in done.values())}
    figures["acknowledged"] = sum(len(seller.done) for seller in sellers)
    check_books(machine, site.database, sellers)
    assert figures["backwards"]["members"] == figures["backwards"]["two_classes"] == 0
    assert done == {f"tick-{n}": 1 for n in range(JOBS)}
