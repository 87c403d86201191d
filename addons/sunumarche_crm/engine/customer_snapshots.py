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

        What happened in the month and everything until its end are compared: a late
        invoice makes the later months stale too. Each customer's figures are weighed
        by a hash of him before they are added up, so that a document that went from
        one to another shows (a merge, a correction, a new parent) though the totals
        stay, in one row a month.
        """
        refresh = CustomerRefresh(company)
        rows = refresh.env.execute_query(
            SQL(
                """
                SELECT month
                  FROM (SELECT month,
                               had_purchases, had_refunds, had_net,
                               had_all_purchases, had_all_net,
                               coalesce(purchases, 0) AS purchases,
                               coalesce(refunds, 0) AS refunds,
                               coalesce(net, 0) AS net,
                               sum(coalesce(purchases, 0)) OVER so_far AS all_purchases,
                               sum(coalesce(net, 0)) OVER so_far AS all_net
                          FROM (%(documents)s) documents
                     FULL JOIN (%(snapshots)s) snapshots USING (month)
                        WINDOW so_far AS (ORDER BY month)) compared
                 WHERE month < %(running_month)s
                   AND (purchases, refunds, net, all_purchases, all_net)
                       IS DISTINCT FROM
                       (had_purchases, had_refunds, had_net, had_all_purchases,
                        had_all_net)
              ORDER BY month
                """,
                documents=_sql_documents_by_month(sql_purchases(refresh.scope())),
                snapshots=_sql_snapshots_by_month(refresh.company.id),
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
                OR net_amount != 0
            """,
            month=self.month,
            scored=self.refresh.sql_scored(boundaries),
        )


def _sql_documents_by_month(purchases: SQL) -> SQL:
    """What documents say of each month, weighed by customer."""
    return SQL(
        """
        SELECT date_trunc('month', date)::date AS month,
               sum(weight) FILTER (WHERE is_purchase) AS purchases,
               sum(weight) FILTER (WHERE is_refund) AS refunds,
               sum(amount * weight) AS net
          FROM (SELECT *, hashint4(partner_id)::bigint AS weight
                  FROM (%s) document) purchase
      GROUP BY 1
        """,
        purchases,
    )


def _sql_snapshots_by_month(company_id: int) -> SQL:
    """What the stored snapshots say of each month, weighed alike."""
    return SQL(
        """
        SELECT month,
               sum(purchase_count * weight) AS had_purchases,
               sum(refund_count * weight) AS had_refunds,
               sum(net_amount * weight) AS had_net,
               sum(total_purchase_count * weight) AS had_all_purchases,
               sum(total_net_amount * weight) AS had_all_net
          FROM (SELECT *, hashint4(partner_id)::bigint AS weight
                  FROM sunumarche_customer_snapshot
                 WHERE company_id = %s) snapshot
      GROUP BY month
        """,
        company_id,
    )
