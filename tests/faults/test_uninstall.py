"""Each addon of ours leaves core working when it is uninstalled (R127, R129)."""

import io
import zipfile

import pytest

from tests.common import MANIFESTS, OUR_MODULES

from .clients import Refused

LEFT = """
    SELECT 'table ' || tablename FROM pg_tables WHERE tablename LIKE 'sunumarche%'
     UNION
    SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgname LIKE '%sunumarche%'
     UNION
    SELECT 'view ' || name FROM ir_ui_view
     WHERE arch_db::text LIKE '%sunumarche%' AND active
     UNION
    SELECT 'job ' || cron_name FROM ir_cron job
      JOIN ir_act_server action ON action.id = job.ir_actions_server_id
      JOIN ir_model model ON model.id = action.model_id
     WHERE model.model LIKE 'sunumarche%'
     UNION
    SELECT 'model ' || model FROM ir_model WHERE model LIKE 'sunumarche%'
     UNION
    SELECT 'xml id ' || module || '.' || name FROM ir_model_data
     WHERE module LIKE 'sunumarche%'
     UNION
    SELECT 'rule ' || name FROM ir_rule WHERE domain_force LIKE '%sunumarche%'
"""


def topmost_first():
    """Return our addons, each before those that it depends on."""
    order = []

    def visit(module):
        for dependency in MANIFESTS[module]["depends"]:
            if dependency in OUR_MODULES:
                visit(dependency)
        if module not in order:
            order.append(module)

    for module in OUR_MODULES:
        visit(module)
    return order[::-1]


@pytest.fixture(scope="module")
def bare(machine):
    """One database from which all go, one after the other; core is used after each."""
    name = machine.clone("faults_uninstall")
    yield name
    machine.drop(name)


def test_each_goes_and_core_goes_on(machine, bare):
    # Odoo keeps what its configuration names: production takes that line out first.
    options = {"workers": "0", "server_wide_modules": "base,rpc,web"}
    server = machine.odoo(bare, "uninstall", **options)
    server.start()
    client = server.client()
    client.timeout = 300
    client.login()
    installed = [["state", "=", "installed"], ["name", "in", list(OUR_MODULES)]]
    for module in topmost_first():
        domain = [["name", "=", module], *installed]
        found = client.call("ir.module.module", "search", domain)
        if not found:
            continue
        if module == "sunumarche_crm":
            check_evidence_first(client, found)
        client.call("ir.module.module", "button_immediate_uninstall", found)
        client.login()
        assert not client.call("ir.module.module", "search", domain), module
        sell(client, module)
    assert client.call("ir.module.module", "search_count", installed) == 0
    check_views(client)
    server.stop()
    assert machine.postgres.sql(LEFT, bare).splitlines() == []


def check_evidence_first(client, found):
    """The journal and the ledger go only once they are in a file."""
    word = {
        "channel": "email",
        "address": "awa@example.com",
        "purpose": "loyalty",
        "decision": "granted",
        "proof": "Said so",
    }
    client.call("sunumarche.consent", "create", [word])
    with pytest.raises(Refused, match="/sunumarche_crm/evidence"):
        client.call("ir.module.module", "button_immediate_uninstall", found)
    archive = zipfile.ZipFile(io.BytesIO(client.download("/sunumarche_crm/evidence")))
    assert b"awa@example.com" in archive.read("consent.jsonl")


def sell(client, name):
    """Make a customer, confirm his order, post his invoice."""
    [customer] = client.call("res.partner", "create", [{"name": f"After {name}"}])
    [product] = client.call("product.product", "create", [{"name": "Monture"}])
    line = [0, 0, {"product_id": product, "product_uom_qty": 2, "price_unit": 500}]
    values = {"partner_id": customer, "order_line": [line]}
    [order] = client.call("sale.order", "create", [values])
    client.call("sale.order", "action_confirm", [order])
    line = [0, 0, {"name": "Monture", "quantity": 2, "price_unit": 500}]
    move = {
        "move_type": "out_invoice",
        "partner_id": customer,
        "invoice_line_ids": [line],
    }
    [invoice] = client.call("account.move", "create", [move])
    client.call("account.move", "action_post", [invoice])
    [read] = client.call("account.move", "read", [invoice], ["state"])
    assert read["state"] == "posted"


def check_views(client):
    """Each screen that people use most can be drawn."""
    for model in ("res.partner", "crm.lead", "sale.order", "account.move"):
        for kind in ("form", "list", "search"):
            views = client.call(model, "get_views", [[False, kind]])
            assert views["views"][kind]["arch"]
