"""Make a filled database ready for a load: users with customers, segments, figures."""

from __future__ import annotations

from .places import Places, connect, odoo_environment
from .segments import FIGURES, question

PASSWORD = "a long enough password"
LOGIN = "seller{}"
CORE_GROUPS = ("sales_team.group_sale_salesman", "account.group_account_invoice")
OUR_GROUPS = ("sunumarche_crm.group_salesperson",)
SEGMENTS = 5
# Each customer belongs to one of the users, as portfolios do.
OWN_CUSTOMERS = """
    UPDATE res_partner
       SET user_id = users.ids[1 + id %% array_length(users.ids, 1)]
      FROM (SELECT array_agg(id ORDER BY id) AS ids
              FROM res_users WHERE login LIKE 'seller%%') users
     WHERE res_partner.id = ANY(%s)
"""


def set_up(places: Places, database: str, customers: range, users: int) -> list[int]:
    """Make users, give each his customers; return a product's ids to sell."""
    with odoo_environment(places, database) as env:
        groups = [*CORE_GROUPS, *OUR_GROUPS] if _is_ours(env) else [*CORE_GROUPS]
        _make_users(env, users, [env.ref(name).id for name in groups])
        values = [
            {"name": f"Monture {n}", "list_price": 10_000 + 500 * n, "type": "service"}
            for n in range(20)
        ]
        products = env["product.product"].create(
            [{**one, "invoice_policy": "order"} for one in values]
        )
        if _is_ours(env):
            _make_segments(env)
        env.cr.commit()
        product_ids = products.ids
    with connect(database) as connection:
        cursor = connection.cursor()
        cursor.execute(OWN_CUSTOMERS, [list(customers)])
        cursor.execute("VACUUM ANALYZE res_partner")
    _refresh(places, database)
    return product_ids


def _is_ours(env) -> bool:
    return "sunumarche.segment" in env


def _make_users(env, number: int, group_ids: list[int]) -> None:
    """Make them with one hash: fifty slow hashes would measure nothing."""
    users = env["res.users"].create(
        [
            {
                "name": LOGIN.format(n),
                "login": LOGIN.format(n),
                "email": f"{LOGIN.format(n)}@example.com",
                "group_ids": [(4, group_id) for group_id in group_ids],
                "lang": "fr_FR",
            }
            for n in range(number)
        ]
    )
    users[0].password = PASSWORD
    env.flush_all()
    env.cr.execute(
        "UPDATE res_users SET password = first.password FROM res_users first"
        " WHERE first.id = %s AND res_users.id = ANY(%s)",
        [users[0].id, users.ids],
    )


def _make_segments(env) -> None:
    owner = env.ref("base.user_admin").id
    env["sunumarche.segment"].create(
        [
            {"name": f"Segment {n}", "user_id": owner, "definition": question(node)}
            for n, node in enumerate(FIGURES[:SEGMENTS])
        ]
    )


def _refresh(places: Places, database: str) -> None:
    """Fill the figures and the segments, as the night does."""
    with odoo_environment(places, database) as env:
        if not _is_ours(env):
            return
        env["sunumarche.customer.indicator"]._rebuild_company(env.company)
        env.cr.commit()
        from odoo.addons.sunumarche_crm.engine.segment_refresh import SegmentRefresh

        SegmentRefresh(env).run()
        env.cr.commit()
    with connect(database) as connection:
        connection.cursor().execute("VACUUM ANALYZE")
