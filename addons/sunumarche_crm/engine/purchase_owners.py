"""Whose imported purchases are: marks for the refresh, and the nightly repair."""

from odoo.tools import SQL


def mark_owners(purchases) -> None:
    """Queue the customers that these imported purchases have in the database."""
    purchases.env.execute_query(
        SQL(
            """
            INSERT INTO sunumarche_customer_indicator_queue (partner_id, company_id)
                 SELECT DISTINCT commercial_partner_id, company_id
                   FROM sunumarche_purchase_history
                  WHERE id = ANY(%s) AND commercial_partner_id IS NOT NULL
            """,
            purchases.ids,
        )
    )


def repair_owners(company) -> None:
    """Give a company's imported purchases to the commercial entity of their customer.

    The ORM does it whenever a parent changes; statements beside it, and versions
    before, did not.
    """
    history = company.env["sunumarche.purchase.history"]
    history.flush_model()
    company.env["res.partner"].flush_model(["commercial_partner_id"])
    company.env.execute_query(
        SQL(
            """
            UPDATE sunumarche_purchase_history history
               SET commercial_partner_id = contact.commercial_partner_id
              FROM res_partner contact
             WHERE contact.id = history.partner_id
               AND history.company_id = %s
               AND history.commercial_partner_id
                   IS DISTINCT FROM contact.commercial_partner_id
            """,
            company.id,
        )
    )
    history.invalidate_model(["commercial_partner_id"])
