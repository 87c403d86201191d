"""What baskets contain together: pairs of products with their figures."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.fields import Date
from odoo.tools import SQL

from .refresh_lock import LockedRefresh, RefreshLock
from .table_difference import WriteReport

# A basket of more products is a delivery to a shop: everything goes with everything.
MOST_PRODUCTS = 50
# Suggestions kept for a product.
MOST_PAIRS = 20
PAIR_COLUMNS = SQL("basket_count, support, confidence, lift")


class CrossSellRefresh(LockedRefresh):
    """Writes the pairs of products that one company's customers buy together.

    How to use::

        if CrossSellRefresh.acquire_lock(env):
            report = CrossSellRefresh(company).run()    # once a week

    How it works: a basket is a posted customer invoice of the company's last
    ``cross_sell_months`` months, its different products at most ``MOST_PRODUCTS``; a
    credit note takes nothing out of it. One statement counts the pairs into a
    temporary table: those in at least ``cross_sell_min_baskets`` baskets, found
    together more often than chance explains (lift above 1), the ``MOST_PAIRS`` with
    the greatest confidence for each product. Three more make the stored pairs equal;
    pairs that are equal are not written.

    :param as_of: the last day that counts; today by default
    """

    lock = RefreshLock.CROSS_SELL

    def __init__(self, company, as_of: date | None = None):
        # sudo: res.company, sunumarche.cross.sell - the company's pairs are computed
        # for everybody, whoever asked for it
        self.company = company.sudo()
        self.env = self.company.env
        self.as_of = as_of or Date.context_today(company)

    def get_period(self) -> tuple[date, date]:
        """The day before the first that counts, and the last that counts."""
        months = self.company.cross_sell_months
        return self.as_of - relativedelta(months=months), self.as_of

    def run(self) -> WriteReport:
        """Count the pairs and write what differs."""
        for model in ("account.move", "account.move.line", "product.product"):
            self.env[model].flush_model()
        self.env["product.template"].flush_model()
        self.env["sunumarche.cross.sell"].flush_model()
        self.env.execute_query(SQL("DROP TABLE IF EXISTS pg_temp.product_pairs"))
        self.env.execute_query(
            SQL(
                "CREATE TEMPORARY TABLE product_pairs ON COMMIT DROP AS %s",
                self.sql_pairs(),
            )
        )
        report = WriteReport(
            removed=self._count(self._sql_delete()),
            changed=self._count(self._sql_update()),
            added=self._count(self._sql_insert()),
        )
        self.env["sunumarche.cross.sell"].invalidate_model()
        return report

    def sql_pairs(self) -> SQL:
        """One row a pair: ``product_id, suggested_product_id``, ``PAIR_COLUMNS``."""
        return SQL(
            """
              WITH basket AS MATERIALIZED (%(baskets)s),
                   total AS (SELECT count(DISTINCT move_id) AS baskets FROM basket),
                   bought AS (SELECT product_id, count(*) AS baskets
                                FROM basket GROUP BY product_id),
                   pair AS (%(pairs)s),
                   figure AS (%(figures)s)
            SELECT product_id, suggested_product_id, %(columns)s
              FROM (SELECT figure.*,
                           row_number() OVER (
                               PARTITION BY product_id
                               ORDER BY confidence DESC, lift DESC,
                                        suggested_product_id) AS place
                      FROM figure
                     WHERE lift > 1) ranked
             WHERE place <= %(most)s
            """,
            baskets=self._sql_baskets(),
            pairs=_sql_counted_pairs(self.company.cross_sell_min_baskets),
            figures=_sql_pair_figures(),
            columns=PAIR_COLUMNS,
            most=MOST_PAIRS,
        )

    def _sql_baskets(self) -> SQL:
        """Rows ``(move_id, product_id)``: different products of the baskets."""
        start, end = self.get_period()
        return SQL(
            """
            SELECT move_id, product_id
              FROM (SELECT *, count(*) OVER (PARTITION BY move_id) AS products
                      FROM (SELECT DISTINCT line.move_id, line.product_id
                              FROM account_move_line line
                              JOIN account_move move ON move.id = line.move_id
                             WHERE move.company_id = %(company_id)s
                               AND move.state = 'posted'
                               AND move.move_type = 'out_invoice'
                               AND move.invoice_date > %(start)s
                               AND move.invoice_date <= %(end)s
                               AND line.display_type = 'product'
                               AND line.product_id IS NOT NULL) content) counted
             WHERE products <= %(most)s
            """,
            company_id=self.company.id,
            start=start,
            end=end,
            most=MOST_PRODUCTS,
        )

    def _count(self, statement: SQL) -> int:
        [[count]] = self.env.execute_query(
            SQL("WITH written AS (%s) SELECT count(*) FROM written", statement)
        )
        return count

    def _sql_delete(self) -> SQL:
        return SQL(
            """
            DELETE FROM sunumarche_cross_sell stored
                  WHERE company_id = %s
                    AND NOT EXISTS (
                        SELECT FROM product_pairs fresh
                         WHERE fresh.product_id = stored.product_id
                           AND fresh.suggested_product_id = stored.suggested_product_id)
              RETURNING 1
            """,
            self.company.id,
        )

    def _sql_update(self) -> SQL:
        return SQL(
            """
            UPDATE sunumarche_cross_sell stored
               SET basket_count = fresh.basket_count,
                   support = fresh.support,
                   confidence = fresh.confidence,
                   lift = fresh.lift
              FROM product_pairs fresh
             WHERE stored.company_id = %s
               AND stored.product_id = fresh.product_id
               AND stored.suggested_product_id = fresh.suggested_product_id
               AND (stored.basket_count, stored.support, stored.confidence, stored.lift)
                   IS DISTINCT FROM
                   (fresh.basket_count, fresh.support, fresh.confidence, fresh.lift)
         RETURNING 1
            """,
            self.company.id,
        )

    def _sql_insert(self) -> SQL:
        return SQL(
            """
            INSERT INTO sunumarche_cross_sell
                        (company_id, product_id, suggested_product_id, %(columns)s)
                 SELECT %(company_id)s, product_id, suggested_product_id, %(columns)s
                   FROM product_pairs fresh
                  WHERE NOT EXISTS (
                        SELECT FROM sunumarche_cross_sell stored
                         WHERE stored.company_id = %(company_id)s
                           AND stored.product_id = fresh.product_id
                           AND stored.suggested_product_id = fresh.suggested_product_id)
              RETURNING 1
            """,
            company_id=self.company.id,
            columns=PAIR_COLUMNS,
        )


def _sql_counted_pairs(least: int) -> SQL:
    """Rows ``(product_id, suggested_product_id, baskets)``, both ways round."""
    return SQL(
        """
        SELECT one.product_id,
               other.product_id AS suggested_product_id,
               count(*) AS baskets
          FROM basket one
          JOIN basket other ON other.move_id = one.move_id
                           AND other.product_id != one.product_id
      GROUP BY 1, 2
        HAVING count(*) >= %s
        """,
        least,
    )


def _sql_pair_figures() -> SQL:
    """The pairs whose second product can be sold, with their figures."""
    return SQL(
        """
        SELECT pair.product_id,
               pair.suggested_product_id,
               pair.baskets::int AS basket_count,
               round(pair.baskets::numeric / total.baskets, 6) AS support,
               round(pair.baskets::numeric / one.baskets, 4) AS confidence,
               round(pair.baskets::numeric * total.baskets
                     / (one.baskets * other.baskets), 2) AS lift
          FROM pair
          JOIN bought one ON one.product_id = pair.product_id
          JOIN bought other ON other.product_id = pair.suggested_product_id
          JOIN product_product product ON product.id = pair.suggested_product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
    CROSS JOIN total
         WHERE product.active AND template.active AND template.sale_ok
        """
    )
