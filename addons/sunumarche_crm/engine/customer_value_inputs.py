"""What the expected value is computed from: one row of purchases a customer.

Every relation has the grain of a customer and the columns ``partner_id``, ``repeats``
(days with a purchase, less the first), ``first_date``, ``last_date`` and ``spent``
(untaxed, credit notes deducted, never below 0).
"""

from datetime import date, timedelta
from math import ceil

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from .customer_figures import FiguresScope, sql_purchases


def get_monday(day: date) -> date:
    """The Monday of the week of ``day``.

    Values are reckoned on Mondays, so that those of customers who bought nothing stay
    the same until the next one and nothing is written for them.
    """
    return day - timedelta(days=day.weekday())


def sql_current(company_id: int) -> SQL:
    """The inputs as the indicators have them: the same documents, counted already."""
    return SQL(
        """
        SELECT partner_id,
               purchase_day_count - 1 AS repeats,
               first_purchase_date AS first_date,
               last_purchase_date AS last_date,
               greatest(net_amount, 0) AS spent
          FROM sunumarche_customer_indicator
         WHERE company_id = %s
           AND purchase_day_count > 0
        """,
        company_id,
    )


def sql_held_out(scope: FiguresScope, cut: date, months: int) -> SQL:
    """The inputs on the day ``cut``, and what came after.

    Further columns: ``real_value`` and ``real_days`` from the day after ``cut`` until
    the end of ``scope``; ``bought_before`` and ``bought_lately``, whether the customer
    bought in the last but one period of ``months`` before ``cut``, and in the last.
    """
    return SQL(
        """
        SELECT partner_id,
               count(DISTINCT date) FILTER (WHERE is_known AND is_purchase) - 1
                   AS repeats,
               min(date) FILTER (WHERE is_known AND is_purchase) AS first_date,
               max(date) FILTER (WHERE is_known AND is_purchase) AS last_date,
               greatest(coalesce(sum(amount) FILTER (WHERE is_known), 0), 0) AS spent,
               coalesce(sum(amount) FILTER (WHERE NOT is_known), 0) AS real_value,
               count(DISTINCT date) FILTER (WHERE NOT is_known AND is_purchase)
                   AS real_days,
               bool_or(is_purchase AND date > %(before)s AND date <= %(lately)s)
                   AS bought_before,
               bool_or(is_purchase AND date > %(lately)s AND is_known)
                   AS bought_lately
          FROM (SELECT *, date <= %(cut)s AS is_known
                  FROM (%(purchases)s) document) purchase
      GROUP BY partner_id
        HAVING bool_or(is_known AND is_purchase)
        """,
        purchases=sql_purchases(scope),
        cut=cut,
        lately=cut - relativedelta(months=months),
        before=cut - relativedelta(months=2 * months),
    )


def sql_sample(inputs: SQL, customers: int, limit: int) -> SQL:
    """About ``limit`` of the ``customers`` of ``inputs``, always the same ones."""
    step = ceil(customers / limit) if customers else 1
    if step == 1:
        return SQL("SELECT * FROM (%s) everybody", inputs)
    return SQL(
        "SELECT * FROM (%s) everybody WHERE hashint4(partner_id) %% %s = 0",
        inputs,
        step,
    )


def sql_histories(inputs: SQL, day: date) -> SQL:
    """Rows ``(repeats, recency, age, spent)``, in days on ``day``, one a customer.

    A customer who bought after ``day`` (a Monday) has the age of that purchase.
    """
    return SQL(
        """
        SELECT repeats,
               last_date - first_date AS recency,
               greatest(%s, last_date) - first_date AS age,
               spent::float8
          FROM (%s) customer
      ORDER BY 1, 2, 3, 4
        """,
        day,
        inputs,
    )


def sql_retention(inputs: SQL) -> SQL:
    """``(buyers, back)``: customers of the last period but one, and those back."""
    return SQL(
        """
        SELECT count(*) FILTER (WHERE bought_before),
               count(*) FILTER (WHERE bought_before AND bought_lately)
          FROM (%s) customer
        """,
        inputs,
    )
