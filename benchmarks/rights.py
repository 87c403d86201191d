"""Measure what the record rules cost on the list of customers.

``./sunu bench rights --customers 1000000 --json FILE`` fills a database with contacts
spread over agencies and salespeople, opens the list of contacts as each role the way
the web client does, with our rules and without them, and gives the ratio of both.
Each list is timed in turns with and without the rules, on warm caches; the figure is
the best of the turns. Likewise measured: what a salesperson who creates 1,000 contacts
and an accountant who posts 200 invoices wait for the guard of naming. A missed bound is
a result: the exit code is 1 only when the rules let someone see another number of
contacts than plain SQL counts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .kit import verdict
from .kit.bulk_load import settle, without_indexes
from .kit.clock import Clock, Timing, best
from .kit.guard import AT_MOST as GUARD_AT_MOST
from .kit.guard import measure_guard
from .kit.places import Places, connect, find_places, odoo_environment, run_apart

BASE = "bench_rights"
CRM = "sunumarche_crm."
BOUNDS = {"largest_ratio": 1.3, **GUARD_AT_MOST}
AGENCIES = 10
SALESPEOPLE_AN_AGENCY = 10
TURNS = 15
# The views' count_limit and one: what the web client sends.
COUNT_LIMIT = 1_001
SPECIFICATION = {
    "complete_name": {},
    "email": {},
    "phone": {},
    "country_id": {"fields": {"display_name": {}}},
    "user_id": {"fields": {"display_name": {}}},
    "agency_id": {"fields": {"display_name": {}}},
}
LISTS = {
    "list": {"domain": [], "order": ""},
    "search": {"domain": [("complete_name", "ilike", "er 4242")], "order": ""},
}
RULES = ("res_partner_rule_scope", "res_partner_rule_scope_write")
# Login -> (group, which agency he belongs to; None: none).
USERS = {
    "salesperson": ("group_salesperson", 0),
    "newcomer": ("group_salesperson", AGENCIES - 1),
    "head_of_agency": ("group_head_of_agency", 0),
    "buyer": ("group_buyer", None),
    "production": ("group_production", None),
    "direction": ("group_direction", None),
}
# One customer in so many has no salesperson; the last agency has a single customer
# in so many.
UNASSIGNED, RARE = 10, 100_000
# Column of a contact -> its value in SQL; all others as in the sample.
VARIED = {
    "id": "numbered.id",
    "commercial_partner_id": "numbered.id",
    "name": "'Customer ' || number",
    "complete_name": "'Customer ' || number",
    "email": "'customer' || number || '@example.com'",
    "supplier_rank": "CASE WHEN number %% 1000 = 0 THEN 1 ELSE 0 END",
    "agency_id": """
        CASE WHEN number %% %(rare)s = 0 THEN (%(ids)s)[%(agencies)s + 1]
             ELSE (%(ids)s)[place + 1] END""",
    "user_id": """
        CASE WHEN number %% %(rare)s = 0 THEN %(newcomer)s
             WHEN number %% %(unassigned)s = 3 THEN NULL
             ELSE (%(sellers)s)[place * %(per_agency)s + seat + 1] END""",
}


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    places = find_places()
    try:
        figures = measure(places, options.customers, guard_only=options.guard)
    finally:
        if not options.keep:
            places.drop(BASE)
    return verdict.conclude(figures, options.json, verdict.as_lines)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./sunu bench rights", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--customers", type=int, default=100_000, metavar="N")
    parser.add_argument(
        "--guard", action="store_true", help="only what the guard of naming costs"
    )
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--keep", action="store_true", help="keep the database")
    return parser.parse_args(arguments)


def measure(
    places: Places, customers: int, *, guard_only: bool = False
) -> dict[str, Any]:
    """All figures of one run, by the names of the JSON file."""
    places.create(BASE, ours=True)
    run_apart(fill, places, customers)
    places.configure(BASE)
    with connect(BASE) as connection:
        settle(connection, "res_partner")
    guard = run_apart(measure_guard, places, BASE)
    figures = {} if guard_only else run_apart(measure_lists, places)
    ratios = {key: value for key, value in figures.items() if key.startswith("ratio")}
    largest = {"largest_ratio": max(ratios.values())} if ratios else {}
    measured = {**figures, **largest, **guard}
    return {
        "customers": customers,
        **measured,
        "bounds": verdict.judge(measured, BOUNDS),
        "faults": find_faults(figures),
    }


def find_faults(figures: dict[str, Any]) -> list[str]:
    """Why the measurement does not count; nothing when it does."""
    wrong = figures.get("wrong_counts")
    return [f"{wrong} users see another number of contacts."] if wrong else []


def fill(places: Places, customers: int) -> None:
    """Make the agencies, the users and so many customers, spread by number."""
    with odoo_environment(places, BASE) as env:
        agencies = env["sunumarche.agency"].create(
            [{"name": f"Agency {number}"} for number in range(AGENCIES)]
        )
        sellers = _create_sellers(env, agencies)
        for login, (group, agency) in USERS.items():
            staff = agencies[agency] if agency is not None else agencies.browse()
            user = _create_user(env, login, group, staff)
            if login == "salesperson":
                sellers[0] = user.id
        sample = env["res.partner"].create({"name": "Sample", "customer_rank": 1})
        newcomer = env["res.users"].search([("login", "=", "newcomer")])
        env.cr.commit()
    with connect(BASE) as connection, without_indexes(connection, "res_partner"):
        _insert_customers(
            connection, sample.id, customers, sellers, agencies.ids, newcomer.id
        )


def _create_sellers(env, agencies) -> list[int]:
    """Return the ids of the salespeople, those of the first agency first."""
    return [
        _create_user(
            env, f"seller.{agency.id}.{number}", "group_salesperson", agency
        ).id
        for agency in agencies[:-1]
        for number in range(SALESPEOPLE_AN_AGENCY)
    ]


def _create_user(env, login, group, agencies):
    return env["res.users"].create(
        {
            "login": login,
            "name": login,
            "group_ids": [(6, 0, [env.ref(CRM + group).id])],
            "agency_ids": [(6, 0, agencies.ids)],
        }
    )


def _insert_customers(
    connection, sample, customers, sellers, agencies, newcomer
) -> None:
    """Copy the sample: agency by number, salesperson of that agency but for some."""
    cursor = connection.cursor()
    cursor.execute(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attnum > 0"
        " AND attrelid = 'res_partner'::regclass AND NOT attisdropped"
    )
    columns = [name for [name] in cursor.fetchall()]
    values = ", ".join(VARIED.get(name, f"sample.{name}") for name in columns)
    cursor.execute(
        f"""
        INSERT INTO res_partner ({", ".join(columns)})
        SELECT {values}
          FROM (SELECT number, number %% %(agencies)s AS place,
                       number / %(agencies)s %% %(per_agency)s AS seat,
                       nextval('res_partner_id_seq') AS id
                  FROM generate_series(0, %(customers)s - 1) AS number) AS numbered
          JOIN res_partner sample ON sample.id = %(sample)s
        """,
        {
            "customers": customers,
            "sample": sample,
            "ids": agencies,
            "agencies": AGENCIES - 1,
            "per_agency": SALESPEOPLE_AN_AGENCY,
            "sellers": sellers,
            "rare": RARE,
            "unassigned": UNASSIGNED,
            "newcomer": newcomer,
        },
    )


def measure_lists(places: Places) -> dict[str, Any]:
    """Open each list as each user, with the rules and without."""
    figures: dict[str, Any] = {"wrong_counts": 0}
    with odoo_environment(places, BASE) as env:
        clock = Clock.of(env.cr)
        for login in USERS:
            user = env["res.users"].search([("login", "=", login)])
            partners = env["res.partner"].with_user(user)
            figures["wrong_counts"] += count_wrong(env, user)
            for name, options in LISTS.items():
                with_rules, without = take_turns(env, clock, partners, options)
                key = f"{login}_{name}"
                figures[f"{key}_ms"] = round(1_000 * with_rules.wall, 1)
                figures[f"{key}_plain_ms"] = round(1_000 * without.wall, 1)
                figures[f"ratio_{key}"] = round(with_rules.wall / without.wall, 2)
    return figures


def take_turns(env, clock: Clock, partners, options) -> tuple[Timing, Timing]:
    """Best timings of a list with the rules and without, measured alternately."""
    open_list = as_web_client(partners, options)
    timings: dict[bool, list[Timing]] = {True: [], False: []}
    for _turn in range(TURNS):
        for ruled in (True, False):
            with rules_active(env, active=ruled):
                timings[ruled] += clock.repeat(1, open_list)
    return best(timings[True]), best(timings[False])


def as_web_client(partners, options) -> Callable[[], Any]:
    """Return what the web client asks for to show the first page of a list."""

    def open_list():
        partners.env.invalidate_all()
        return partners.web_search_read(
            options["domain"],
            SPECIFICATION,
            limit=80,
            order=options["order"],
            count_limit=COUNT_LIMIT,
        )

    return open_list


@contextmanager
def rules_active(env, *, active: bool) -> Iterator[None]:
    rules = env["ir.rule"].browse([env.ref(CRM + name).id for name in RULES])
    if not active:
        rules.active = False
        env.flush_all()
    yield
    if not active:
        rules.active = True
        env.flush_all()


def count_wrong(env, user) -> int:
    """1 when the rules show another number of contacts than plain SQL counts."""
    scopes = user._get_customer_scopes()
    if "all" in scopes:
        return 0
    env.cr.execute(
        """
        SELECT count(*) FROM res_partner
         WHERE active AND (
               partner_share IS NOT TRUE
            OR id IN (SELECT partner_id FROM res_company)
            OR (%(sells)s AND user_id = %(user)s)
            OR (%(sells)s AND user_id IS NULL AND agency_id = ANY(%(agencies)s))
            OR (%(heads)s AND (agency_id = ANY(%(agencies)s)
                            OR user_id IN (SELECT user_id
                                             FROM sunumarche_agency_users_rel
                                            WHERE agency_id = ANY(%(agencies)s))))
            OR (%(buys)s AND supplier_rank > 0))
        """,
        {
            "user": user.id,
            "sells": bool(scopes & {"portfolio", "agency"}),
            "heads": "agency" in scopes,
            "buys": "suppliers" in scopes,
            "agencies": user.agency_ids.ids,
        },
    )
    [expected] = env.cr.fetchone()
    return int(env["res.partner"].with_user(user).search_count([]) != expected)


if __name__ == "__main__":
    sys.exit(main())
