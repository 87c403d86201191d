"""Time the 360° card of a customer with few and with many events, and paths."""

from __future__ import annotations

import time
from random import Random
from typing import Any

from .bulk_load import settle
from .clock import Clock
from .places import Places, connect, odoo_environment

FEW, MANY = 100, 10_000
LINKS = 50_000
LINKED_CONTACTS = 25_000
OPENINGS, PATHS, FINDINGS = 40, 200, 20
USERS = {"salesperson": "group_salesperson", "direction": "group_direction"}
TABLES = (
    "mail_message",
    "sale_order",
    "account_move",
    "mailing_trace",
    "sunumarche_contact_link",
)
# Table -> its share of the events, and what differs from row to row.
COPIES = {
    "mail_message": (0.5, "jsonb_build_object('date', moment, 'message_id', token)"),
    "sale_order": (
        0.2,
        "jsonb_build_object('date_order', moment, 'name', token, 'access_token', NULL)",
    ),
    "account_move": (
        0.1,
        (
            "jsonb_build_object('invoice_date', moment::date, 'date', moment::date,"
            " 'name', token, 'access_token', NULL)"
        ),
    ),
    "mailing_trace": (0.2, "jsonb_build_object('sent_datetime', moment)"),
}
COPY = """
    INSERT INTO {table}
    SELECT (jsonb_populate_record(sample, {changes} || jsonb_build_object(
                'id', nextval('{table}_id_seq')))).*
      FROM {table} sample,
           LATERAL (
               SELECT number, 'bench/' || sample.id || '/' || number AS token,
                      now()::timestamp(0) - number * interval '{minutes} minutes'
                          - interval '{offset} seconds' AS moment
                 FROM generate_series(1, %(number)s) number) event
     WHERE sample.id = %(sample_id)s
"""
LINK = """
    INSERT INTO sunumarche_contact_link (partner_id, other_partner_id, type_id)
    SELECT one, other, %(type_id)s
      FROM unnest(%(ones)s::int[], %(others)s::int[]) link (one, other)
     UNION ALL
    SELECT other, one, %(type_id)s
      FROM unnest(%(ones)s::int[], %(others)s::int[]) link (one, other)
"""


def fill_card(places: Places, base: str, customer_ids: range) -> dict[str, int]:
    """Give two customers their events, and 25,000 of them 50,000 links."""
    with odoo_environment(places, base) as env:
        users = _create_users(env)
        few, many = customer_ids[10], customer_ids[11]
        partners = env["res.partner"].browse([few, many])
        partners.user_id = users["salesperson"]
        samples = {partner.id: _make_samples(env, partner) for partner in partners}
        type_id = env.ref("sunumarche_crm.link_type_partner").id
        env.cr.commit()
    with connect(base) as connection:
        cursor = connection.cursor()
        for partner_id, number in ((few, FEW), (many, MANY)):
            _copy_events(cursor, samples[partner_id], number)
        _link(cursor, customer_ids, type_id)
        for table in TABLES:
            settle(connection, table)
    return {"few": few, "many": many}


def _create_users(env) -> dict[str, int]:
    users = {}
    for login, group in USERS.items():
        user = env["res.users"].create(
            {
                "name": login,
                "login": f"bench_{login}",
                "group_ids": [(6, 0, [env.ref(f"sunumarche_crm.{group}").id])],
            }
        )
        users[login] = user.id
    return users


def _make_samples(env, partner) -> dict[str, int]:
    """One event of each kind, made by Odoo."""
    mailing = env["mailing.mailing"].create(
        {
            "subject": "Bench",
            "mailing_model_id": env["ir.model"]._get_id("res.partner"),
        }
    )
    trace = env["mailing.trace"].create(
        {
            "mass_mailing_id": mailing.id,
            "model": "res.partner",
            "res_id": partner.id,
            "email": "bench@example.com",
            "sent_datetime": "2020-01-01 08:00:00",
        }
    )
    move = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "invoice_date": "2020-01-01",
            "invoice_line_ids": [(0, 0, {"name": "Bench", "price_unit": 10_000})],
        }
    )
    move.action_post()
    message = partner.message_post(body="Bench", message_type="comment")
    order = env["sale.order"].create({"partner_id": partner.id})
    return {
        "mail_message": message.id,
        "sale_order": order.id,
        "account_move": move.id,
        "mailing_trace": trace.id,
    }


def _copy_events(cursor, samples: dict[str, int], number: int) -> None:
    """Copy each sample to its share; the kinds take turns from day to day."""
    for offset, (table, (share, changes)) in enumerate(COPIES.items()):
        statement = COPY.format(
            table=table, changes=changes, minutes=int(10 / share), offset=offset
        )
        # The sample is one of them.
        count = int(number * share) - 1
        cursor.execute(statement, {"number": count, "sample_id": samples[table]})


def _link(cursor, customer_ids: range, type_id: int) -> None:
    random = Random(50_000)
    contacts = customer_ids[: min(LINKED_CONTACTS, len(customer_ids))]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < LINKS:
        one, other = random.choice(contacts), random.choice(contacts)
        if one != other:
            pairs.add((min(one, other), max(one, other)))
    ones, others = zip(*pairs, strict=True)
    values = {"ones": list(ones), "others": list(others), "type_id": type_id}
    cursor.execute(LINK, values)


def measure_card(
    places: Places, base: str, customer_ids: range, chosen: dict[str, int]
) -> dict[str, Any]:
    """All figures, each role's; the largest are those that count."""
    figures: dict[str, Any] = {}
    with odoo_environment(places, base) as env:
        for login in USERS:
            user = env["res.users"].search([("login", "=", f"bench_{login}")])
            as_user = env(user=user.id)
            figures |= _measure_openings(as_user, login, chosen)
        figures |= _measure_paths(as_user, customer_ids)
        figures |= _measure_findings(as_user, customer_ids)
    for name in ("open_ms", "open_queries_100", "open_queries_10000"):
        figures[name] = max(figures[f"{name}_{login}"] for login in USERS)
    return figures


def _measure_openings(env, login: str, chosen: dict[str, int]) -> dict[str, Any]:
    """Open the card as a fresh request does: nothing in the record cache."""
    few, many = (env["res.partner"].browse(chosen[name]) for name in ("few", "many"))
    queries = {}
    for name, partner in (("100", few), ("10000", many)):
        _open(env, partner)
        before = env.cr.sql_log_count
        _open(env, partner)
        queries[name] = env.cr.sql_log_count - before
    clock = Clock.of(env.cr)
    timings = clock.repeat(OPENINGS, lambda: _open(env, many))
    cpus = [1000 * timing.cpu for timing in timings if timing.cpu is not None]
    return {
        f"open_ms_{login}": p95([1000 * timing.wall for timing in timings]),
        f"open_cpu_ms_{login}": p95(cpus) if cpus else None,
        f"open_queries_100_{login}": queries["100"],
        f"open_queries_10000_{login}": queries["10000"],
    }


def _open(env, partner) -> None:
    env.invalidate_all()
    card = partner.ask_customer_card()
    if not card["timeline"]["lines"]:
        raise RuntimeError("The card shows no event.")


def _measure_paths(env, customer_ids: range) -> dict[str, Any]:
    """The shortest chain between contacts chosen at random, names left out."""
    from odoo.addons.sunumarche_crm.engine.contact_link_path import ContactLinkPath

    random = Random(300)
    contacts = customer_ids[: min(LINKED_CONTACTS, len(customer_ids))]
    path, times, found = ContactLinkPath(env), [], 0
    for _ in range(PATHS):
        start, end = random.sample(contacts, 2)
        times.append(_timed(path.find, start, end))
        found += path.find(start, end) is not None
    return {"path_ms": p95(times), "paths_found": found, "paths": PATHS}


def _measure_findings(env, customer_ids: range) -> dict[str, Any]:
    """Find customers by seven digits of a number, and by a part of a name."""
    partners, random = env["res.partner"], Random(7)
    times = []
    for _ in range(FINDINGS):
        number = random.randrange(len(customer_ids))
        times.append(_timed(partners.ask_customers, f"{number:07d}"))
        times.append(_timed(partners.ask_customers, f"mer {number}"))
    return {"find_ms": p95(times)}


def _timed(function, *arguments) -> float:
    """Milliseconds that a call takes."""
    start = time.perf_counter()
    function(*arguments)
    return 1000 * (time.perf_counter() - start)


def p95(times: list[float]) -> float:
    """The time that 95 % of the calls do not exceed."""
    ranked = sorted(times)
    return round(ranked[max(0, -(-len(ranked) * 95 // 100) - 1)], 1)
