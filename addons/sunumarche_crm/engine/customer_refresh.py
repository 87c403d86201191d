"""Writes the customers' figures, scores and classes, set-based."""

from datetime import date

from odoo.fields import Date
from odoo.tools import SQL

from .customer_figures import FIGURES, FiguresScope, sql_figures
from .purchase_owners import repair_owners
from .refresh_lock import LockedRefresh, RefreshLock
from .rfm import SCORED_FIGURES, Boundaries, sql_scored, sql_unscored
from .table_difference import TableDifference, WriteReport

INDICATOR_COLUMNS = (*FIGURES, *SCORED_FIGURES, "rfm_class_id")
FIGURES_TABLE = SQL("customer_figures")


class CustomerRefresh(LockedRefresh):
    """Computes the indicators of one company's customers and writes what changed.

    How to use::

        if CustomerRefresh.acquire_lock(env):
            report = CustomerRefresh(company).run(partner_ids)  # these customers
            report = CustomerRefresh(company).run()             # all of them

    How it works: one statement puts the figures into a temporary table; a run over
    all customers measures the RFM boundaries on it; ``TableDifference`` finds the
    rows that differ and writes them; their class periods follow. Everything happens
    in the caller's transaction, in some ten statements whatever the number of
    customers; where nothing changed, nothing is written.

    :param as_of: the last day that counts; today by default
    """

    lock = RefreshLock.INDICATORS

    def __init__(self, company, as_of: date | None = None):
        # sudo: res.company, sunumarche.rfm.policy - settings of the company whose
        # figures are computed for everybody, whoever asked for it
        self.company = company.sudo()
        self.env = self.company.env
        self.as_of = as_of or Date.context_today(company)
        self.policy = self.env["sunumarche.rfm.policy"]._get_policy(self.company)

    def scope(self, partner_ids=None) -> FiguresScope:
        return FiguresScope(
            company_id=self.company.id,
            as_of=self.as_of,
            cutover=self.company.purchase_history_cutover_date or None,
            rfm_start=self.policy._get_window_start(self.as_of),
            rfm_counts_refunds=self.policy.monetary_basis == "net",
            decimals=self.company.currency_id.decimal_places,
            has_history=self._has_history(),
            partner_ids=None if partner_ids is None else tuple(partner_ids),
            heirs=self.env["res.partner"]._get_figure_heirs(),
        )

    def run(self, partner_ids=None) -> WriteReport:
        """Refresh the given customers (ids of commercial entities), or all.

        Whoever inherits a card's documents is refreshed with it.
        """
        if partner_ids is not None:
            heirs = dict(self.env["res.partner"]._get_figure_heirs())
            inheriting = {heirs[one] for one in partner_ids if one in heirs}
            partner_ids = sorted(inheriting.union(partner_ids))
        if partner_ids is None:
            self._empty_queue()
            repair_owners(self.company)
        self.compute_figures(partner_ids)
        if partner_ids is None:
            self.policy._set_boundaries(self.measure_boundaries())
        report = self._write(partner_ids)
        self.env["sunumarche.customer.indicator"].invalidate_model()
        self.env["sunumarche.rfm.history"].invalidate_model()
        return report

    def compute_figures(self, partner_ids=None) -> None:
        """Fill the temporary table ``customer_figures``."""
        for model in (
            "account.move",
            "account.move.line",
            "sunumarche.purchase.history",
        ):
            self.env[model].flush_model()
        if partner_ids is None:
            self.env.execute_query(SQL("SET LOCAL work_mem = '256MB'"))
        self.env.execute_query(SQL("DROP TABLE IF EXISTS pg_temp.customer_figures"))
        self.env.execute_query(
            SQL(
                "CREATE TEMPORARY TABLE customer_figures ON COMMIT DROP AS %s",
                sql_figures(self.scope(partner_ids)),
            )
        )
        if partner_ids is None:
            self.env.execute_query(SQL("ANALYZE customer_figures (partner_id)"))

    def measure_boundaries(self) -> Boundaries:
        """The policy's boundaries for the customers in ``customer_figures``."""
        return self.policy._measure_boundaries(FIGURES_TABLE, self.as_of)

    def sql_scored(self, boundaries: Boundaries) -> SQL:
        """The rows of ``customer_figures`` with scores and class."""
        if not boundaries.can_compare:
            return sql_unscored(FIGURES_TABLE, self.policy._get_uncompared_class().id)
        return sql_scored(FIGURES_TABLE, boundaries, self.policy._get_class_table())

    def _has_history(self) -> bool:
        return bool(
            self.env.execute_query(
                SQL(
                    """
                    SELECT FROM sunumarche_purchase_history
                     WHERE company_id = %s LIMIT 1
                    """,
                    self.company.id,
                )
            )
        )

    def _empty_queue(self):
        self.env.execute_query(
            SQL(
                "DELETE FROM sunumarche_customer_indicator_queue WHERE company_id = %s",
                self.company.id,
            )
        )

    def _write(self, partner_ids) -> WriteReport:
        difference = TableDifference(
            self.env["sunumarche.customer.indicator"],
            {"company_id": self.company.id},
            INDICATOR_COLUMNS,
        )
        difference.collect(
            self.sql_scored(self.policy._get_boundaries(self.as_of)),
            partner_ids,
            keep_old=("rfm_class_id",),
        )
        report = difference.apply()
        if report:
            self._write_class_history()
        return report

    def _write_class_history(self):
        """Close and open the class periods of customers in ``customer_changes``.

        The grain is the day: what an earlier run of the same day opened is taken
        back, what it closed is opened again, then today's class is compared with the
        one of the day before.
        """
        self._forget_periods_opened_today()
        self._close_periods()
        self._open_periods()

    def _forget_periods_opened_today(self):
        self.env.execute_query(
            SQL(
                """
                DELETE FROM sunumarche_rfm_history history
                      USING customer_changes change
                      WHERE history.partner_id = change.customer_id
                        AND history.company_id = %s
                        AND history.date_from = %s
                        AND change.old_rfm_class_id
                            IS DISTINCT FROM change.rfm_class_id
                """,
                self.company.id,
                self.as_of,
            )
        )

    def _close_periods(self):
        self.env.execute_query(
            SQL(
                """
                UPDATE sunumarche_rfm_history history
                   SET date_to = CASE
                           WHEN history.rfm_class_id = change.rfm_class_id THEN NULL
                           ELSE %(today)s
                       END
                  FROM customer_changes change
                 WHERE history.partner_id = change.customer_id
                   AND history.company_id = %(company_id)s
                   AND (history.date_to IS NULL OR history.date_to = %(today)s)
                   AND change.old_rfm_class_id IS DISTINCT FROM change.rfm_class_id
                """,
                company_id=self.company.id,
                today=self.as_of,
            )
        )

    def _open_periods(self):
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sunumarche_rfm_history
                            (partner_id, company_id, rfm_class_id, date_from)
                     SELECT customer_id, %(company_id)s, rfm_class_id, %(today)s
                       FROM customer_changes change
                      WHERE rfm_class_id IS NOT NULL
                        AND old_rfm_class_id IS DISTINCT FROM rfm_class_id
                        AND NOT EXISTS (
                            SELECT FROM sunumarche_rfm_history history
                             WHERE history.partner_id = change.customer_id
                               AND history.company_id = %(company_id)s
                               AND history.date_to IS NULL)
                """,
                company_id=self.company.id,
                today=self.as_of,
            )
        )
