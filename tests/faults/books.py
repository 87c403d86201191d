"""What must hold when the dust has settled: by SQL, apart from the code under test."""

from .clients import LINES_A_FILE, Seller

CRONS = (
    "sunumarche_crm.ir_cron_customer_indicator_queue_refresh",
    "sunumarche_crm.ir_cron_segment_refresh",
)
POSTED = """
    SELECT count(*), count(DISTINCT ref), coalesce(sum(amount_untaxed_signed), 0)::int
      FROM account_move
     WHERE state = 'posted' AND move_type = 'out_invoice' AND ref LIKE 'seller%'
"""
# By document and by imported line, apart from any refresh.
EXPECTED = """
    SELECT customer, sum(documents) AS documents, sum(amount) AS amount
      FROM (SELECT commercial_partner_id AS customer, count(*) AS documents,
                   sum(amount_untaxed_signed) AS amount
              FROM account_move
             WHERE state = 'posted' AND move_type = 'out_invoice'
               AND invoice_date <= current_date
          GROUP BY 1
             UNION ALL
            SELECT commercial_partner_id, count(*), sum(amount)
              FROM sunumarche_purchase_history
          GROUP BY 1) part
  GROUP BY 1
"""
DIFFERENT = f"""
    SELECT count(*)
      FROM ({EXPECTED}) expected
 FULL JOIN sunumarche_customer_indicator indicator
        ON indicator.partner_id = expected.customer
     WHERE coalesce(indicator.purchase_count, 0) <> coalesce(expected.documents, 0)
        OR coalesce(indicator.invoiced_amount, 0) <> coalesce(expected.amount, 0)
"""
# The periods in the segment that run, against its condition said in SQL.
MEMBERS = """
    SELECT (SELECT count(*) FROM sunumarche_segment_membership WHERE date_left IS NULL),
           (SELECT count(DISTINCT partner_id) FROM sunumarche_segment_membership),
           (SELECT count(*) FROM res_partner
             WHERE customer_rank > 0 AND active AND parent_id IS NULL
               AND city ILIKE '%Dakar%')
"""
LINES = """
    SELECT count(*), count(DISTINCT external_customer)
      FROM sunumarche_purchase_history WHERE external_customer LIKE '{name}-%'
"""


def add_segment(client):
    """Make a segment of the customers of Dakar, whom the sellers make."""
    condition = {
        "type": "field",
        "field": "city",
        "operator": "contains",
        "value": "Dakar",
    }
    where = {"type": "group", "match": "all", "nodes": [condition]}
    definition = {"version": 1, "object": "customer", "where": where}
    values = {"name": "Dakar", "definition": definition}
    [segment] = client.call("sunumarche.segment", "create", [values])
    return segment


def run_cron(client, name):
    module, xml_id = name.split(".")
    domain = [["module", "=", module], ["name", "=", xml_id]]
    [found] = client.call("ir.model.data", "search_read", domain, ["res_id"])
    return client.call("ir.cron", "method_direct_trigger", [found["res_id"]])


def refresh_all(machine, site):
    """Run the jobs that follow the documents until nothing waits any more."""
    client = site.client()
    client.login()
    for _turn in range(5):
        for name in CRONS:
            assert run_cron(client, name) is True
        waiting = machine.postgres.sql(
            "SELECT (SELECT count(*) FROM sunumarche_customer_indicator_queue)"
            " + (SELECT count(*) FROM sunumarche_segment_queue)",
            site.database,
        )
        if waiting == "0":
            client.close()
            return
    raise AssertionError(f"{waiting} marks are left.")


def check_books(machine, database, clients):
    """Compare what the clients were told with what is there."""

    def ask(statement):
        return [
            int(cell) for cell in machine.postgres.sql(statement, database).split("|")
        ]

    sellers = [client for client in clients if isinstance(client, Seller)]
    told = {ref: move for seller in sellers for ref, move in seller.done.items()}
    doubtful = sum(len(seller.doubtful) for seller in sellers)
    posted, references, amount = ask(POSTED)
    assert len(told) <= posted <= len(told) + doubtful
    assert references == posted
    assert amount == posted * Seller.AMOUNT
    ids = ",".join(map(str, told.values())) or "0"
    kept = f"SELECT count(*) FROM account_move WHERE state = 'posted' AND id IN ({ids})"
    assert ask(kept) == [len(told)]
    assert ask(DIFFERENT) == [0]
    periods, members, expected = ask(MEMBERS)
    assert periods == members == expected
    check_imports(ask, [client for client in clients if client not in sellers])


def check_imports(ask, importers):
    """Each acknowledged file is there once, line by line; one more may be."""
    for importer in importers:
        lines, distinct = ask(LINES.format(name=importer.name))
        assert lines == distinct
        files = len(importer.done)
        assert lines in (files * LINES_A_FILE, (files + 1) * LINES_A_FILE)
