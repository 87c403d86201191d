"""The SQL that turns a company's purchases into one row of figures a customer."""

from dataclasses import dataclass, replace
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
    :param has_history: whether the company has imported purchases at all; without
        them the invoices come in the order of their index and need no sorting
    :param partner_ids: the customers to compute; ``None``: all
    :param heirs: pairs (archived card, customer for whom its documents count)
    """

    company_id: int
    as_of: date
    cutover: date | None = None
    rfm_start: date | None = None
    rfm_counts_refunds: bool = True
    decimals: int = 0
    has_history: bool = True
    partner_ids: tuple[int, ...] | None = None
    heirs: tuple[tuple[int, int], ...] = ()

    @property
    def year_start(self) -> date:
        """The first day of the 12 months that end with ``as_of``."""
        return self.as_of - relativedelta(years=1) + relativedelta(days=1)

    @property
    def month_start(self) -> date:
        """The first day of the month of ``as_of``."""
        return self.as_of.replace(day=1)

    def sql_partner_filter(self, column: SQL) -> SQL:
        """``AND column = ANY(...)``, or nothing when all customers count.

        Without the cards whose documents count for others.
        """
        gone = [card for card, _heir in self.heirs]
        conditions = SQL("AND %s != ALL(%s)", column, gone) if gone else SQL()
        if self.partner_ids is None:
            return conditions
        return SQL("%s AND %s = ANY(%s)", conditions, column, list(self.partner_ids))

    @property
    def inherited(self) -> tuple[tuple[int, int], ...]:
        """Those of ``heirs`` whose customer is computed."""
        if self.partner_ids is None:
            return self.heirs
        customers = set(self.partner_ids)
        return tuple(pair for pair in self.heirs if pair[1] in customers)


def sql_purchases(scope: FiguresScope) -> SQL:
    """Rows ``(partner_id, date, is_purchase, is_refund, amount, payment_delay)``.

    A document each. ``amount`` is untaxed, in the company's currency, negative for a
    refund; what continues an earlier purchase is neither a purchase nor a refund.
    Invoices and imported purchases each come in the order of their index; PostgreSQL
    merges them, so that neither windows nor groups over them need a sort.
    """
    parts = [sql_invoices(scope)]
    if scope.has_history:
        parts.append(sql_history(scope))
    if scope.inherited:
        parts.append(sql_inherited(scope))
    if len(parts) == 1:
        return parts[0]
    return SQL(" UNION ALL ").join(SQL("(%s ORDER BY 1, 2)", part) for part in parts)


def sql_inherited(scope: FiguresScope) -> SQL:
    """The documents of archived cards, as those of the customer who counts them."""
    return SQL(
        """
        SELECT heir.customer_id, document.date, document.is_purchase,
               document.is_refund, document.amount, document.payment_delay
          FROM %(heirs)s
          JOIN (%(documents)s) document ON document.partner_id = heir.card_id
        """,
        heirs=sql_heirs(scope),
        documents=sql_invoices(get_cards_scope(scope)),
    )


def get_cards_scope(scope: FiguresScope) -> FiguresScope:
    """The scope of the cards that others inherit, as if they were customers."""
    cards = tuple(card for card, _heir in scope.inherited)
    return replace(scope, partner_ids=cards, heirs=())


def sql_heirs(scope: FiguresScope) -> SQL:
    """The relation ``heir (card_id, customer_id)``."""
    cards, customers = zip(*scope.inherited, strict=True)
    return SQL(
        "unnest(%s::int[], %s::int[]) heir (card_id, customer_id)",
        list(cards),
        list(customers),
    )


def sql_invoices(scope: FiguresScope) -> SQL:
    """The posted invoices, sales receipts and credit notes that count."""
    return SQL(
        """
        SELECT commercial_partner_id AS partner_id,
               invoice_date AS date,
               move_type != 'out_refund' AND is_purchase_part IS NOT TRUE
                   AS is_purchase,
               move_type = 'out_refund' AND is_purchase_part IS NOT TRUE
                   AS is_refund,
               amount_untaxed_signed AS amount,
               customer_settlement_date - invoice_date AS payment_delay
          FROM account_move
         WHERE company_id = %(company_id)s
           AND state = 'posted'
           AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')
           AND commercial_partner_id IS NOT NULL
           AND invoice_date <= %(as_of)s
           %(after_cutover)s
           %(partner_filter)s
        """,
        company_id=scope.company_id,
        as_of=scope.as_of,
        after_cutover=(
            SQL("AND invoice_date >= %s", scope.cutover) if scope.cutover else SQL()
        ),
        partner_filter=scope.sql_partner_filter(SQL("commercial_partner_id")),
    )


def sql_history(scope: FiguresScope) -> SQL:
    """The imported purchases that count."""
    return SQL(
        """
        SELECT commercial_partner_id,
               date,
               kind != 'refund',
               kind = 'refund',
               amount,
               NULL::int
          FROM sunumarche_purchase_history
         WHERE company_id = %(company_id)s
           AND date <= %(as_of)s
           %(before_cutover)s
           %(partner_filter)s
        """,
        company_id=scope.company_id,
        as_of=scope.as_of,
        before_cutover=SQL("AND date < %s", scope.cutover) if scope.cutover else SQL(),
        partner_filter=scope.sql_partner_filter(SQL("commercial_partner_id")),
    )


def sql_paced(scope: FiguresScope) -> SQL:
    """``sql_purchases`` with ``gap``: days since the customer's purchase before.

    Purchases of one day make one moment, so a gap of zero is no interval: NULL.
    """
    return SQL(
        """
        SELECT *,
               CASE WHEN is_purchase THEN
                   nullif(date - max(date) FILTER (WHERE is_purchase) OVER (
                              PARTITION BY partner_id ORDER BY date
                              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
                          0)
               END AS gap
          FROM (%s) purchase
        """,
        sql_purchases(scope),
    )


def sql_debts(scope: FiguresScope) -> SQL:
    """Rows ``(partner_id, amount_due, amount_overdue)``: what customers owe.

    Due is the ledger's balance on receivable accounts at the end of the day, so what
    was paid in advance counts, reconciled or not. It is added up from what is open,
    less what is dated later: most entries are neither. Overdue is the part of the due
    instalments that open payments and credit notes do not cover.
    """
    return SQL(
        """
        SELECT partner_id,
               sum(residual) - sum(later) AS amount_due,
               greatest(0, least(
                   sum(residual) - sum(later),
                   coalesce(sum(residual) FILTER (
                       WHERE residual < 0 OR date_maturity < %(as_of)s), 0)
               )) AS amount_overdue
          FROM (%(open)s) entry
      GROUP BY partner_id
        HAVING sum(residual) != sum(later)
        """,
        open=_sql_open_lines(scope),
        as_of=scope.as_of,
    )


def _sql_open_lines(scope: FiguresScope) -> SQL:
    """Rows ``(partner_id, date_maturity, residual, later)`` of receivable accounts.

    ``later`` is the balance of what is dated after the day.
    """
    if not scope.inherited:
        return _sql_lines(scope)
    return SQL(
        """
        %(own)s
         UNION ALL
        SELECT heir.customer_id, line.date_maturity, line.residual, line.later
          FROM %(heirs)s
          JOIN (%(lines)s) line ON line.partner_id = heir.card_id
        """,
        own=_sql_lines(scope),
        heirs=sql_heirs(scope),
        lines=_sql_lines(get_cards_scope(scope)),
    )


def _sql_lines(scope: FiguresScope) -> SQL:
    return SQL(
        """
        SELECT partner_id, date_maturity, amount_residual AS residual, 0 AS later
          FROM account_move_line
         WHERE amount_residual != 0 AND %(receivable)s
         UNION ALL
        SELECT partner_id, NULL, 0, balance
          FROM account_move_line
         WHERE date > %(as_of)s AND %(receivable)s
        """,
        as_of=scope.as_of,
        receivable=SQL(
            """
                   parent_state = 'posted'
               AND company_id = %(company_id)s
               AND account_id IN (SELECT id
                                    FROM account_account
                                   WHERE account_type = 'asset_receivable')
               AND partner_id IS NOT NULL
               %(partner_filter)s
            """,
            company_id=scope.company_id,
            partner_filter=scope.sql_partner_filter(SQL("partner_id")),
        ),
    )


def sql_counts(scope: FiguresScope) -> SQL:
    """Counts and sums, one row a customer, of all documents and of the refunds.

    What was invoiced is the difference: refunds are few, so adding them up apart is
    cheaper than filtering both. Sums of refunds are negative.
    """
    in_window = SQL("date >= %s", scope.rfm_start) if scope.rfm_start else SQL("TRUE")
    rfm_counted = SQL("TRUE") if scope.rfm_counts_refunds else SQL("NOT is_refund")
    return SQL(
        """
        SELECT partner_id,
               count(*) FILTER (WHERE is_purchase) AS purchases,
               count(*) FILTER (WHERE is_refund) AS refunds,
               sum(amount) AS net,
               coalesce(sum(amount) FILTER (WHERE is_refund), 0) AS refunded,
               count(*) FILTER (WHERE is_purchase AND date >= %(year_start)s)
                   AS purchases_12m,
               count(*) FILTER (WHERE is_refund AND date >= %(year_start)s)
                   AS refunds_12m,
               coalesce(sum(amount) FILTER (WHERE date >= %(year_start)s), 0)
                   AS net_12m,
               coalesce(sum(amount) FILTER (
                   WHERE is_refund AND date >= %(year_start)s), 0) AS refunded_12m,
               count(*) FILTER (WHERE is_purchase AND date >= %(month_start)s)
                   AS month_purchases,
               count(*) FILTER (WHERE is_refund AND date >= %(month_start)s)
                   AS month_refunds,
               coalesce(sum(amount) FILTER (WHERE date >= %(month_start)s), 0)
                   AS month_net,
               coalesce(sum(amount) FILTER (
                   WHERE is_refund AND date >= %(month_start)s), 0) AS month_refunded,
               min(date) FILTER (WHERE is_purchase) AS first_date,
               max(date) FILTER (WHERE is_purchase) AS last_date,
               count(gap) AS interval_count,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS median_gap,
               avg(payment_delay) AS payment_delay,
               count(*) FILTER (WHERE is_purchase AND %(in_window)s) AS rfm_frequency,
               coalesce(sum(amount) FILTER (WHERE %(rfm_counted)s AND %(in_window)s),
                        0) AS rfm_amount
          FROM (%(paced)s) paced
      GROUP BY partner_id
        """,
        paced=sql_paced(scope),
        year_start=scope.year_start,
        month_start=scope.month_start,
        in_window=in_window,
        rfm_counted=rfm_counted,
    )


def sql_figures(scope: FiguresScope) -> SQL:
    """One row a customer: ``partner_id``, ``FIGURES`` and the month's (``month_*``)."""
    return SQL(
        """
          WITH counted AS (%(counts)s),
               debt AS (%(debts)s)
        SELECT partner_id,
               coalesce(purchases, 0)::int AS purchase_count,
               coalesce(refunds, 0)::int AS refund_count,
               coalesce(net - refunded, 0) AS invoiced_amount,
               coalesce(-refunded, 0) AS refunded_amount,
               coalesce(net, 0) AS net_amount,
               coalesce(purchases_12m, 0)::int AS purchase_count_12m,
               coalesce(refunds_12m, 0)::int AS refund_count_12m,
               coalesce(net_12m - refunded_12m, 0) AS invoiced_amount_12m,
               coalesce(-refunded_12m, 0) AS refunded_amount_12m,
               coalesce(net_12m, 0) AS net_amount_12m,
               coalesce(month_purchases, 0)::int AS month_purchase_count,
               coalesce(month_refunds, 0)::int AS month_refund_count,
               coalesce(month_net - month_refunded, 0) AS month_invoiced_amount,
               coalesce(-month_refunded, 0) AS month_refunded_amount,
               CASE WHEN purchases > 0
                    THEN round((net - refunded) / purchases, %(decimals)s)
                    ELSE 0 END AS average_basket,
               first_date AS first_purchase_date,
               last_date AS last_purchase_date,
               CASE WHEN purchases > 0 THEN interval_count + 1 ELSE 0 END::int
                   AS purchase_day_count,
               coalesce(round((last_date - first_date)::numeric
                              / nullif(interval_count, 0), 1), 0)
                   AS average_interval_days,
               coalesce(round(median_gap::numeric, 1), 0) AS usual_interval_days,
               CASE WHEN refunds > 0 AND net != refunded
                    THEN round(-refunded / (net - refunded), 4)
                    ELSE 0 END AS return_rate,
               round(payment_delay, 1) AS average_payment_delay_days,
               coalesce(amount_due, 0) AS amount_due,
               coalesce(amount_overdue, 0) AS amount_overdue,
               coalesce(purchases > 1, FALSE) AS is_repeat_customer,
               CASE WHEN rfm_frequency > 0 THEN last_date END AS rfm_purchase_date,
               coalesce(rfm_frequency, 0)::int AS rfm_frequency,
               coalesce(rfm_amount, 0) AS rfm_amount
          FROM counted
     FULL JOIN debt USING (partner_id)
        """,
        counts=sql_counts(scope),
        debts=sql_debts(scope),
        decimals=scope.decimals,
    )
