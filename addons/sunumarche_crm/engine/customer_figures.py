"""The SQL that turns a company's purchases into one row of figures a customer."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

# Columns of the figures, in the names of ``sunumarche.customer.indicator``.
FIGURES = (
    "purchase_count",
    "refund_count",
    "invoiced_amount",
    "refunded_amount",
    "net_amount",
    "purchase_count_12m",
    "refund_count_12m",
    "invoiced_amount_12m",
    "refunded_amount_12m",
    "net_amount_12m",
    "average_basket",
    "first_purchase_date",
    "last_purchase_date",
    "purchase_day_count",
    "average_interval_days",
    "usual_interval_days",
    "return_rate",
    "average_payment_delay_days",
    "amount_due",
    "amount_overdue",
    "is_repeat_customer",
    "rfm_purchase_date",
    "rfm_frequency",
    "rfm_amount",
)


@dataclass(frozen=True)
class FiguresScope:
    """Which purchases count.

    :param company_id: the company whose documents are read
    :param as_of: the last day that counts
    :param cutover: first day of the company's own invoices; purchases before it
        come from the imported history. ``None``: all of both count.
    :param rfm_start: first day of the RFM window; ``None``: the whole past
    :param rfm_counts_refunds: whether the RFM amount is net of credit notes
    :param decimals: decimals of the company's currency (XOF: 0)
    :param partner_ids: the customers to compute; ``None``: all
    """

    company_id: int
    as_of: date
    cutover: date | None = None
    rfm_start: date | None = None
    rfm_counts_refunds: bool = True
    decimals: int = 0
    partner_ids: tuple[int, ...] | None = None

    @property
    def year_start(self) -> date:
        """The first day of the 12 months that end with ``as_of``."""
        return self.as_of - relativedelta(years=1) + relativedelta(days=1)

    def sql_partner_filter(self, column: SQL) -> SQL:
        """``AND column = ANY(...)``, or nothing when all customers count."""
        if self.partner_ids is None:
            return SQL()
        return SQL("AND %s = ANY(%s)", column, list(self.partner_ids))


def sql_purchases(scope: FiguresScope) -> SQL:
    """Rows ``(partner_id, date, is_refund, amount, payment_delay)``, a document each.

    ``amount`` is untaxed, in the company's currency, negative for a refund.
    """
    return SQL(
        """
        SELECT commercial_partner_id AS partner_id,
               invoice_date AS date,
               move_type = 'out_refund' AS is_refund,
               amount_untaxed_signed AS amount,
               customer_settlement_date - invoice_date AS payment_delay
          FROM account_move
         WHERE company_id = %(company_id)s
           AND state = 'posted'
           AND move_type IN ('out_invoice', 'out_refund')
           AND commercial_partner_id IS NOT NULL
           AND invoice_date <= %(as_of)s
           %(after_cutover)s
           %(invoice_filter)s
         UNION ALL
        SELECT commercial_partner_id AS partner_id,
               date,
               kind = 'refund' AS is_refund,
               amount,
               NULL AS payment_delay
          FROM sunumarche_purchase_history
         WHERE company_id = %(company_id)s
           AND date <= %(as_of)s
           %(before_cutover)s
           %(history_filter)s
        """,
        company_id=scope.company_id,
        as_of=scope.as_of,
        after_cutover=(
            SQL("AND invoice_date >= %s", scope.cutover) if scope.cutover else SQL()
        ),
        before_cutover=SQL("AND date < %s", scope.cutover) if scope.cutover else SQL(),
        invoice_filter=scope.sql_partner_filter(SQL("commercial_partner_id")),
        history_filter=scope.sql_partner_filter(SQL("commercial_partner_id")),
    )


def sql_debts(scope: FiguresScope) -> SQL:
    """Rows ``(partner_id, amount_due, amount_overdue)``: what customers owe.

    Read from the instalments of posted invoices and credit notes, so that of an
    invoice payable in three parts only the parts past their day are overdue.
    """
    return SQL(
        """
        SELECT move.commercial_partner_id AS partner_id,
               sum(line.amount_residual) AS amount_due,
               coalesce(sum(line.amount_residual)
                        FILTER (WHERE line.date_maturity < %(as_of)s),
                        0) AS amount_overdue
          FROM account_move_line line
          JOIN account_move move ON move.id = line.move_id
         WHERE line.display_type = 'payment_term'
           AND line.parent_state = 'posted'
           AND line.amount_residual != 0
           AND line.company_id = %(company_id)s
           AND move.move_type IN ('out_invoice', 'out_refund')
           AND move.commercial_partner_id IS NOT NULL
           %(partner_filter)s
      GROUP BY move.commercial_partner_id
        """,
        company_id=scope.company_id,
        as_of=scope.as_of,
        partner_filter=scope.sql_partner_filter(SQL("move.commercial_partner_id")),
    )


def sql_counts(scope: FiguresScope) -> SQL:
    """Plain counts and sums, one row a customer, from the CTE ``paced``."""
    in_window = SQL("date >= %s", scope.rfm_start) if scope.rfm_start else SQL("TRUE")
    rfm_counted = SQL("TRUE") if scope.rfm_counts_refunds else SQL("NOT is_refund")
    return SQL(
        """
        SELECT partner_id,
               count(*) FILTER (WHERE NOT is_refund) AS purchase_count,
               count(*) FILTER (WHERE is_refund) AS refund_count,
               coalesce(sum(amount) FILTER (WHERE NOT is_refund), 0) AS invoiced,
               coalesce(-sum(amount) FILTER (WHERE is_refund), 0) AS refunded,
               count(*) FILTER (WHERE NOT is_refund AND date >= %(year_start)s)
                   AS purchase_count_12m,
               count(*) FILTER (WHERE is_refund AND date >= %(year_start)s)
                   AS refund_count_12m,
               coalesce(sum(amount) FILTER (
                   WHERE NOT is_refund AND date >= %(year_start)s), 0) AS invoiced_12m,
               coalesce(-sum(amount) FILTER (
                   WHERE is_refund AND date >= %(year_start)s), 0) AS refunded_12m,
               min(date) FILTER (WHERE NOT is_refund) AS first_date,
               max(date) FILTER (WHERE NOT is_refund) AS last_date,
               count(gap) FILTER (WHERE gap > 0) AS interval_count,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY gap)
                   FILTER (WHERE gap > 0) AS median_gap,
               avg(payment_delay) AS payment_delay,
               max(date) FILTER (WHERE NOT is_refund AND %(in_window)s) AS rfm_date,
               count(*) FILTER (WHERE NOT is_refund AND %(in_window)s) AS rfm_frequency,
               coalesce(sum(amount) FILTER (WHERE %(rfm_counted)s AND %(in_window)s),
                        0) AS rfm_amount
          FROM paced
      GROUP BY partner_id
        """,
        year_start=scope.year_start,
        in_window=in_window,
        rfm_counted=rfm_counted,
    )


def sql_figures(scope: FiguresScope) -> SQL:
    """One row ``(partner_id, *FIGURES)`` a customer with a document or a debt.

    ``gap`` is the number of days since the customer's purchase before; purchases of
    one day make one moment, so gaps of zero do not count as intervals.
    """
    return SQL(
        """
          WITH purchase AS (%(purchases)s),
               paced AS (
        SELECT *,
               CASE WHEN NOT is_refund THEN
                   date - max(date) FILTER (WHERE NOT is_refund) OVER (
                       PARTITION BY partner_id ORDER BY date
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
               END AS gap
          FROM purchase),
               counted AS (%(counts)s),
               debt AS (%(debts)s)
        SELECT partner_id,
               coalesce(purchase_count, 0)::int AS purchase_count,
               coalesce(refund_count, 0)::int AS refund_count,
               coalesce(invoiced, 0) AS invoiced_amount,
               coalesce(refunded, 0) AS refunded_amount,
               coalesce(invoiced - refunded, 0) AS net_amount,
               coalesce(purchase_count_12m, 0)::int AS purchase_count_12m,
               coalesce(refund_count_12m, 0)::int AS refund_count_12m,
               coalesce(invoiced_12m, 0) AS invoiced_amount_12m,
               coalesce(refunded_12m, 0) AS refunded_amount_12m,
               coalesce(invoiced_12m - refunded_12m, 0) AS net_amount_12m,
               coalesce(round(invoiced / nullif(purchase_count, 0), %(decimals)s), 0)
                   AS average_basket,
               first_date AS first_purchase_date,
               last_date AS last_purchase_date,
               CASE WHEN purchase_count > 0 THEN interval_count + 1 ELSE 0 END::int
                   AS purchase_day_count,
               coalesce(round((last_date - first_date)::numeric
                              / nullif(interval_count, 0), 1), 0)
                   AS average_interval_days,
               coalesce(round(median_gap::numeric, 1), 0) AS usual_interval_days,
               coalesce(round(refunded / nullif(invoiced, 0), 4), 0) AS return_rate,
               round(payment_delay, 1) AS average_payment_delay_days,
               coalesce(amount_due, 0) AS amount_due,
               coalesce(amount_overdue, 0) AS amount_overdue,
               coalesce(purchase_count > 1, FALSE) AS is_repeat_customer,
               rfm_date AS rfm_purchase_date,
               coalesce(rfm_frequency, 0)::int AS rfm_frequency,
               coalesce(rfm_amount, 0) AS rfm_amount
          FROM counted
     FULL JOIN debt USING (partner_id)
        """,
        purchases=sql_purchases(scope),
        counts=sql_counts(scope),
        debts=sql_debts(scope),
        decimals=scope.decimals,
    )
