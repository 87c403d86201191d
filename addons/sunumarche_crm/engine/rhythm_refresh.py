"""Each customer's own rhythm, and the day on which his silence becomes unusual."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.fields import Date
from odoo.tools import SQL

from .customer_figures import FiguresScope, sql_purchases
from .refresh_lock import LockedRefresh, RefreshLock
from .table_difference import TableDifference, WriteReport

RHYTHM_COLUMNS = (
    "interval_count",
    "usual_interval_days",
    "patience_days",
    "last_purchase_date",
    "silent_from",
)
# As many intervals of his own tell a customer's rhythm without the company's.
OWN_INTERVALS = 3
# Silence of so many usual intervals is unusual, at least and by default.
LEAST_MARGIN = 1.25
MOST_COMPANY_MARGIN = 1.4
# How far ahead the day is looked for; nobody waits longer.
CALENDAR_YEARS = 5


class RhythmRefresh(LockedRefresh):
    """Writes the rhythms of one company's customers.

    How to use::

        if RhythmRefresh.acquire_lock(env):
            report = RhythmRefresh(company).run()       # every night
        RhythmRefresh(company).follow(partner_ids)      # after new purchases

    How it works: days are counted without those of the company's seasons. A
    customer's intervals are those between two days with a purchase; half of them are
    shorter than the usual one (median), one in twenty longer than the long one. His
    patience is the usual interval times a margin: the long interval over the usual
    one, drawn towards the company's own margin as if two intervals had shown it, and
    at least 1.25. The company's margin is the median of its customers' with
    ``OWN_INTERVALS`` or more, between 1.25 and 1.4.

    A usual interval seen fewer than ``OWN_INTERVALS`` times is drawn towards the
    company's when that is longer, never shorter: little knowledge makes patient.

    :param as_of: the last day that counts; today by default
    """

    lock = RefreshLock.RHYTHMS

    def __init__(self, company, as_of: date | None = None):
        # sudo: res.company, sunumarche.season - settings of the company whose rhythms
        # are computed for everybody, whoever asked for it
        self.company = company.sudo()
        self.env = self.company.env
        self.as_of = as_of or Date.context_today(company)

    def run(self) -> WriteReport:
        """Refresh all customers of the company."""
        for model in (
            "account.move",
            "sunumarche.purchase.history",
            "sunumarche.rhythm",
            "sunumarche.season",
        ):
            self.env[model].flush_model()
        difference = TableDifference(
            self.env["sunumarche.rhythm"],
            {"company_id": self.company.id},
            RHYTHM_COLUMNS,
        )
        difference.collect(self.sql_rhythms())
        report = difference.apply()
        self.env["sunumarche.rhythm"].invalidate_model()
        return report

    def follow(self, partner_ids) -> None:
        """Start the silence of these customers anew at their last purchase.

        From the indicators, until the night computes the rhythm itself.
        """
        self.env["sunumarche.rhythm"].flush_model()
        self.env.execute_query(
            SQL(
                """
                UPDATE sunumarche_rhythm rhythm
                   SET last_purchase_date = indicator.last_purchase_date,
                       silent_from = rhythm.silent_from + (
                           indicator.last_purchase_date - rhythm.last_purchase_date)
                  FROM sunumarche_customer_indicator indicator
                 WHERE indicator.partner_id = rhythm.partner_id
                   AND indicator.company_id = rhythm.company_id
                   AND indicator.last_purchase_date > rhythm.last_purchase_date
                   AND rhythm.company_id = %s
                   AND rhythm.partner_id = ANY(%s)
                """,
                self.company.id,
                list(partner_ids),
            )
        )
        self.env["sunumarche.rhythm"].invalidate_model()

    def sql_rhythms(self) -> SQL:
        """One row a customer with an interval: ``partner_id``, ``RHYTHM_COLUMNS``."""
        return SQL(
            """
              WITH calendar AS MATERIALIZED (%(calendar)s),
                   own AS MATERIALIZED (%(intervals)s),
                   company AS (%(company)s),
                   patient AS (%(patient)s)
            SELECT partner_id,
                   interval_count,
                   round(usual::numeric, 1) AS usual_interval_days,
                   patience AS patience_days,
                   last_date AS last_purchase_date,
                   coalesce(day, last_date + patience + 1) AS silent_from
              FROM patient
         LEFT JOIN calendar ON is_counted AND position = last_position + patience + 1
            """,
            calendar=self._sql_calendar(),
            intervals=self._sql_intervals(),
            company=_sql_company(),
            patient=_sql_patient(),
        )

    def _sql_calendar(self) -> SQL:
        """One row a day: ``day``, ``is_counted``, and ``position`` among those counted.

        From the first purchase on; a day of a season has the position of the last day
        counted before it.
        """
        return SQL(
            """
            SELECT day,
                   is_counted,
                   count(*) FILTER (WHERE is_counted) OVER (ORDER BY day)::int
                       AS position
              FROM (SELECT day::date,
                           NOT EXISTS (
                               SELECT FROM sunumarche_season season
                                WHERE day BETWEEN season.date_from AND season.date_to
                                  AND season.active
                                  AND (season.company_id IS NULL
                                       OR season.company_id = %(company_id)s)
                           ) AS is_counted
                      FROM generate_series((SELECT min(date) FROM (%(purchases)s) one),
                                           %(last)s::date,
                                           '1 day') day) counted
            """,
            company_id=self.company.id,
            purchases=self._sql_purchases(),
            last=self.as_of + relativedelta(years=CALENDAR_YEARS),
        )

    def _sql_intervals(self) -> SQL:
        """One row a customer: how many intervals, the usual one and the long one."""
        return SQL(
            """
            SELECT partner_id,
                   count(gap)::int AS interval_count,
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS median,
                   percentile_cont(0.95) WITHIN GROUP (ORDER BY gap) AS long,
                   max(date) AS last_date,
                   max(position) AS last_position
              FROM (SELECT partner_id,
                           date,
                           position,
                           nullif(position - lag(position) OVER (
                                      PARTITION BY partner_id ORDER BY date),
                                  0) AS gap
                      FROM (%(purchases)s) purchase
                      JOIN calendar ON day = date) paced
          GROUP BY partner_id
            HAVING count(gap) > 0
            """,
            purchases=self._sql_purchases(),
        )

    def _sql_purchases(self) -> SQL:
        """The days of purchase, credit notes left out."""
        scope = FiguresScope(
            company_id=self.company.id,
            as_of=self.as_of,
            cutover=self.company.purchase_history_cutover_date or None,
            heirs=self.env["res.partner"]._get_figure_heirs(),
        )
        return SQL(
            """
            SELECT partner_id, date
              FROM (%s) document
             WHERE is_purchase
            """,
            sql_purchases(scope),
        )


def _sql_company() -> SQL:
    """One row: the usual interval and the margin of the company's customers."""
    return SQL(
        """
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY median) AS usual,
               least(%(most)s, greatest(%(least)s, coalesce(
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY long / median),
                   %(most)s))) AS margin
          FROM own
         WHERE interval_count >= %(intervals)s
        """,
        least=LEAST_MARGIN,
        most=MOST_COMPANY_MARGIN,
        intervals=OWN_INTERVALS,
    )


def _sql_patient() -> SQL:
    """The customers with their ``usual`` interval and ``patience``, in whole days."""
    return SQL(
        """
        SELECT *,
               floor(usual * greatest(%(least)s, (
                   (interval_count - 1) * long / median + 2 * margin)
                   / (interval_count + 1)))::int AS patience
          FROM (SELECT own.*,
                       company.margin,
                       CASE
                           WHEN interval_count >= %(intervals)s THEN median
                           ELSE greatest(median, exp((
                               interval_count * ln(median)
                               + (%(intervals)s - interval_count)
                               * ln(coalesce(company.usual, median)))
                               / %(intervals)s))
                       END AS usual
                  FROM own
            CROSS JOIN company) known
        """,
        least=LEAST_MARGIN,
        intervals=OWN_INTERVALS,
    )
