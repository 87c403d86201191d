"""Writes the monthly snapshots: one row for each customer and month."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from .customer_figures import sql_purchases
from .customer_refresh import CustomerRefresh
from .rfm import SCORED_FIGURES, Boundaries
from .table_difference import TableDifference, WriteReport

FLOW_COLUMNS = (
    "purchase_count",
    "refund_count",
    "invoiced_amount",
    "refunded_amount",
    "net_amount",
)
STATE_COLUMNS = (
    "total_purchase_count",
    "total_net_amount",
    "buyer_kind",
    *SCORED_FIGURES,
    "rfm_class_id",
)


def month_end(month: date) -> date:
    """The last day of the month of ``month``."""
    return month + relativedelta(day=31)


class CustomerSnapshots:
    """Writes one month of one company's snapshots; repeating it changes nothing.

    How to use: after ``refresh.run()`` of all customers, ``CustomerSnapshots(refresh)
    .write_current()`` writes the month that is running; ``CustomerSnapshots.rebuild(
    company, month)`` writes a month gone by, with figures, boundaries and classes as
    they were on its last day according to today's documents.

    A row holds what the customer did in the month (flows) and where he stood at its
    end (state). Customers without any purchase so far have no row.
    """

    def __init__(self, refresh: CustomerRefresh):
        self.refresh = refresh
        self.month = refresh.as_of.replace(day=1)

    @classmethod
    def rebuild(cls, company, month: date) -> WriteReport:
        refresh = CustomerRefresh(company, month_end(month))
        refresh.compute_figures()
        return cls(refresh)._write(refresh.measure_boundaries())

    @staticmethod
    def get_stale_months(company) -> list[date]:
        """Months before the running one whose snapshots differ from the documents.

        A month that was never written, or in whose documents something changed since
        (a late invoice, an import, a merge), has other totals.
        """
        refresh = CustomerRefresh(company)
        rows = refresh.env.execute_query(
            SQL(
                """
                SELECT month
                  FROM (SELECT date_trunc('month', date)::date AS month,
                               count(*) FILTER (WHERE NOT is_refund) AS purchases,
                               count(*) FILTER (WHERE is_refund) AS refunds,
                               sum(amount) AS net
                          FROM (%(purchases)s) purchase
                      GROUP BY 1) documents
             FULL JOIN (SELECT month,
                               sum(purchase_count) AS purchases,
                               sum(refund_count) AS refunds,
                               sum(net_amount) AS net
                          FROM sunumarche_customer_snapshot
                         WHERE company_id = %(company_id)s
                      GROUP BY 1) snapshots USING (month)
                 WHERE month < %(running_month)s
                   AND (coalesce(documents.purchases, 0),
                        coalesce(documents.refunds, 0),
                        coalesce(documents.net, 0))
                       IS DISTINCT FROM
                       (snapshots.purchases, snapshots.refunds, snapshots.net)
              ORDER BY month
                """,
                purchases=sql_purchases(refresh.scope()),
                company_id=refresh.company.id,
                running_month=refresh.as_of.replace(day=1),
            )
        )
        return [month for [month] in rows]

    def write_current(self) -> WriteReport:
        refresh = self.refresh
        return self._write(refresh.policy._get_boundaries(refresh.as_of))

    def _write(self, boundaries: Boundaries) -> WriteReport:
        model = self.refresh.env["sunumarche.customer.snapshot"]
        difference = TableDifference(
            model,
            {"company_id": self.refresh.company.id, "month": self.month},
            (*FLOW_COLUMNS, *STATE_COLUMNS),
        )
        difference.collect(self._sql_rows(boundaries))
        report = difference.apply()
        model.invalidate_model()
        return report

    def _sql_rows(self, boundaries: Boundaries) -> SQL:
        return SQL(
            """
            SELECT partner_id,
                   month_purchase_count AS purchase_count,
                   month_refund_count AS refund_count,
                   month_invoiced_amount AS invoiced_amount,
                   month_refunded_amount AS refunded_amount,
                   month_invoiced_amount - month_refunded_amount AS net_amount,
                   purchase_count AS total_purchase_count,
                   net_amount AS total_net_amount,
                   CASE WHEN month_purchase_count > 0
                        THEN CASE WHEN first_purchase_date < %(month)s
                                  THEN 'returning' ELSE 'new' END
                   END AS buyer_kind,
                   recency_score,
                   frequency_score,
                   monetary_score,
                   rfm_class_id
              FROM (%(scored)s) customer
             WHERE purchase_count + refund_count > 0
            """,
            month=self.month,
            scored=self.refresh.sql_scored(boundaries),
        )
