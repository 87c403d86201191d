from odoo.tools import SQL

from .engine.card_backfill import CardBackfill, add_card_columns
from .engine.consent_backfill import ConsentBackfill
from .engine.consent_guard import CONSENT_GUARD
from .engine.customer_refresh import CustomerRefresh
from .engine.journal_guard import JOURNAL_GUARD, SQL_DROP_LIMIT

# Table -> columns that are empty on every row until there is a first agency.
TERRITORY_COLUMNS = {
    "res_partner": ("territory_id", "agency_id"),
    "crm_lead": ("territory_id", "agency_id", "department_id"),
    "sale_order": ("territory_id", "agency_id"),
}


# Documents whose customer account is that of their contact.
CUSTOMER_TABLES = ("sale_order", "crm_lead")


def pre_init_hook(env):
    """Add the computed columns of large tables before the ORM does.

    The ORM would compute them record by record, for hours on a large base.
    """
    add_territory_columns(env.cr)
    add_customer_columns(env.cr)
    add_card_columns(env.cr)
    fill_settlement_dates(env.cr)
    add_purchase_parts(env.cr)


def add_territory_columns(cr):
    """Add the columns of agency and territory, empty; harmless when they exist."""
    for table, columns in TERRITORY_COLUMNS.items():
        for column in columns:
            cr.execute(
                SQL(
                    "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s integer",
                    SQL.identifier(table),
                    SQL.identifier(column),
                )
            )


def add_customer_columns(cr):
    """Add and fill the customer account of orders and leads, a statement each."""
    for table in CUSTOMER_TABLES:
        cr.execute(
            SQL(
                "ALTER TABLE %s ADD COLUMN IF NOT EXISTS customer_id integer",
                SQL.identifier(table),
            )
        )
        cr.execute(
            SQL(
                """
                UPDATE %s document
                   SET customer_id = contact.commercial_partner_id
                  FROM res_partner contact
                 WHERE contact.id = document.partner_id
                   AND document.customer_id IS NULL
                """,
                SQL.identifier(table),
            )
        )


def fill_settlement_dates(cr):
    """Add and fill the settlement dates of existing invoices in one statement."""
    cr.execute(
        SQL(
            "ALTER TABLE account_move"
            " ADD COLUMN IF NOT EXISTS customer_settlement_date date"
        )
    )
    cr.execute(
        SQL(
            """
            UPDATE account_move move
               SET customer_settlement_date = settled.date
              FROM (SELECT debit.move_id, max(partial.max_date) AS date
                      FROM account_partial_reconcile partial
                      JOIN account_move_line debit ON debit.id = partial.debit_move_id
                      JOIN account_move_line credit
                        ON credit.id = partial.credit_move_id
                      JOIN account_move paying ON paying.id = credit.move_id
                       AND paying.move_type != 'out_refund'
                     WHERE NOT EXISTS (
                           SELECT FROM account_partial_reconcile exchange
                            WHERE exchange.exchange_move_id = credit.move_id)
                  GROUP BY debit.move_id) settled
             WHERE settled.move_id = move.id
               AND move.move_type IN ('out_invoice', 'out_receipt')
               AND move.state = 'posted'
               AND move.payment_state IN ('paid', 'in_payment')
               AND move.customer_settlement_date IS DISTINCT FROM settled.date
            """
        )
    )


def add_purchase_parts(cr):
    """Add the column and mark existing invoices that deduct a down payment.

    Which invoices of the past corrected which others, nothing says.
    """
    cr.execute(
        SQL(
            "ALTER TABLE account_move ADD COLUMN IF NOT EXISTS is_purchase_part boolean"
        )
    )
    cr.execute(
        SQL(
            """
            UPDATE account_move move
               SET is_purchase_part = TRUE
             WHERE move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_receipt')
               AND move.id IN (SELECT move_id
                                 FROM account_move_line
                                WHERE is_downpayment
                                  AND quantity < 0
                                  AND display_type = 'product')
            """
        )
    )


def post_init_hook(env):
    """Fill the cards and the ledger; give companies policies, customers figures."""
    CardBackfill(env).run()
    backfill = ConsentBackfill(env)
    backfill.run()
    backfill.fill_trace_keys()
    for company in env["res.company"].search([]):  # pylint: disable=no-search-all
        env["sunumarche.rfm.policy"]._get_policy(company)
        CustomerRefresh(company).run()


def uninstall_hook(env):
    """Take the guards away, and give core's access to campaigns back."""
    for statement in (JOURNAL_GUARD.drop(), SQL_DROP_LIMIT, CONSENT_GUARD.drop()):
        env.execute_query(statement)
    access = env.ref("utm.access_utm_campaign_user", raise_if_not_found=False)
    if access:
        access.write({"perm_write": True, "perm_create": True})
