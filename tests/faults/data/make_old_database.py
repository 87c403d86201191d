"""What is in tests/faults/data/sunumarche_crm_19.0.1.1.0.sql.xz, and how it was made.

In a tree of that version (commit b20511d), on a new database with unaccent and pg_trgm:

    odoo -d old -i sunumarche_crm --without-demo=True --stop-after-init
    odoo shell -d old < tests/faults/data/make_old_database.py
    pg_dump --no-owner old | xz -9e > tests/faults/data/sunumarche_crm_19.0.1.1.0.sql.xz

A later version that changes data brings its own file, made in the version before it.
"""

import json
from datetime import date

from odoo.addons.sunumarche_crm.engine.customer_refresh import CustomerRefresh
from odoo.addons.sunumarche_crm.engine.segment_refresh import SegmentRefresh

# Names as people typed them, and numbers in every form: 19.0.1.2.0 takes them apart.
CUSTOMERS = [
    ("Mme Awa Diop", "77 123 45 67", 3),
    ("Mouhamadou Lamine NDIAYE", "+221 78 234 56 78", 2),
    ("Docteur Fatou Bintou Sow", "00221701234567", 1),
    ("Ibrahima", "33 821 00 00", 0),
]
DAYS = (date(2025, 1, 15), date(2025, 6, 20), date(2026, 2, 3))
CITY = {"type": "field", "field": "city", "operator": "contains", "value": "Dakar"}


def make(env):
    company = env.company
    env.ref("base.XOF").active = True
    company.write({"name": "SUNUMARCHE", "country_id": env.ref("base.sn").id})
    env["account.chart.template"].try_loading(
        "generic_coa", company, install_demo=False
    )
    company.currency_id = env.ref("base.XOF")
    customers = [make_customer(env, *row) for row in CUSTOMERS]
    shop = make_shop(env)
    invoices = [
        make_invoice(env, customer, day, 10_000 * (number + 1))
        for number, (customer, row) in enumerate(zip(customers, CUSTOMERS, strict=True))
        for day in DAYS[: row[2]]
    ]
    make_invoice(env, customers[0], date(2026, 2, 10), 4_000, "out_refund")
    make_purchases(env, [*customers, shop])
    env["sunumarche.segment"].create(
        {
            "name": "Clients de Dakar",
            "company_id": company.id,
            "user_id": env.ref("base.user_admin").id,
            "definition": {
                "version": 1,
                "object": "customer",
                "where": {"type": "group", "match": "all", "nodes": [CITY]},
            },
        }
    )
    make_journal(env, customers[0])
    env["crm.lead"].create(
        {
            "name": "Lunettes pour Binta",
            "contact_name": "Binta Fall",
            "phone": "761234567",
            "email_from": "BINTA@Example.com",
        }
    )
    env.flush_all()
    CustomerRefresh(company).run()
    SegmentRefresh(env).run()
    env["ir.config_parameter"].set_param("sunumarche_upgrade.invoices", len(invoices))
    env.cr.commit()


def make_customer(env, name, phone, _purchases):
    return env["res.partner"].create(
        {"name": name, "phone": phone, "city": "Dakar", "customer_rank": 1}
    )


def make_shop(env):
    values = {"name": "Boutique Ndiaye SARL", "is_company": True, "city": "Thiès"}
    shop = env["res.partner"].create({**values, "customer_rank": 1})
    env["res.partner"].create({"name": "M. Modou Ndiaye", "parent_id": shop.id})
    return shop


def make_invoice(env, customer, day, amount, move_type="out_invoice"):
    line = {"name": "Monture", "quantity": 1, "price_unit": amount, "tax_ids": []}
    move = env["account.move"].create(
        {
            "move_type": move_type,
            "partner_id": customer.id,
            "invoice_date": day,
            "invoice_line_ids": [(0, 0, line)],
        }
    )
    move.action_post()
    return move


def make_purchases(env, customers):
    source = env["sunumarche.purchase.source"].create({"name": "Ancienne caisse"})
    env["sunumarche.purchase.history"].create(
        [
            {
                "company_id": env.company.id,
                "source_id": source.id,
                "external_customer": f"C{number}",
                "line_key": f"2019-05-0{number + 1}|{number}",
                "partner_id": customer.id,
                "date": date(2019, 5, number + 1),
                "amount": 1_500 * (number + 1),
            }
            for number, customer in enumerate(customers)
        ]
    )


def make_journal(env, customer):
    """Leave two lines: a right given and a price changed."""
    user = env["res.users"].create({"name": "Coumba", "login": "coumba"})
    user.group_ids |= env.ref("sales_team.group_sale_salesman")
    product = env["product.product"].create({"name": "Monture", "list_price": 20_000})
    product.list_price = 25_000
    customer.user_id = user


make(env)  # noqa: F821
print(
    json.dumps(
        {
            model: env[model].search_count([])  # noqa: F821
            for model in (
                "sunumarche.customer.indicator",
                "sunumarche.rfm.history",
                "sunumarche.purchase.history",
                "sunumarche.segment.membership",
                "sunumarche.journal",
            )
        }
    )
)
