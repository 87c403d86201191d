"""Who is a customer: the one definition, in SQL and as a Domain."""

from odoo.fields import Domain
from odoo.tools import SQL


def sql_has_bought(account: SQL, rank: SQL) -> SQL:
    """Build whether an account bought something, in Odoo or before.

    In whichever company, and whoever asks. Core raises the rank with the first
    invoice, people by choosing the contact as a customer.

    :param account: its id
    :param rank: its ``customer_rank``
    """
    return SQL(
        """
        (%(rank)s > 0
         OR EXISTS (SELECT FROM sunumarche_customer_indicator bought
                     WHERE bought.partner_id = %(account)s))
        """,
        rank=rank,
        account=account,
    )


HAS_BOUGHT = Domain.custom(
    to_sql=lambda model, alias, query: sql_has_bought(
        SQL.identifier(alias, "id"), model._field_to_sql(alias, "customer_rank", query)
    )
)
