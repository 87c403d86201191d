"""The class periods of the time before the first refresh, from the snapshots."""

from odoo.fields import Date
from odoo.tools import SQL


def seed_class_history(company) -> None:
    """Rewrite a company's class history from its monthly snapshots.

    For a company whose figures have just been computed for the first time: the live
    history begins today, the snapshots go back to the first purchase. A period begins
    on the last day of the first month in a class, since that is when the class was
    measured. Today's class ends the series.
    """
    env = company.env
    env["sunumarche.rfm.history"].flush_model()
    env.execute_query(
        SQL(
            "DELETE FROM sunumarche_rfm_history WHERE company_id = %s",
            company.id,
        )
    )
    env.execute_query(_sql_periods(company))
    env["sunumarche.rfm.history"].invalidate_model()


def _sql_periods(company) -> SQL:
    return SQL(
        """
        WITH measured AS (
            SELECT partner_id,
                   rfm_class_id,
                   (month + interval '1 month' - interval '1 day')::date AS day
              FROM sunumarche_customer_snapshot
             WHERE company_id = %(company_id)s
               AND month < date_trunc('month', %(today)s::date)
             UNION ALL
            SELECT partner_id, rfm_class_id, %(today)s::date
              FROM sunumarche_customer_indicator
             WHERE company_id = %(company_id)s),
             compared AS (
            SELECT *,
                   lag(rfm_class_id) OVER customer AS class_before
              FROM measured
            WINDOW customer AS (PARTITION BY partner_id ORDER BY day)),
             entered AS (
            SELECT *,
                   lead(day) OVER (PARTITION BY partner_id ORDER BY day) AS left_on
              FROM compared
             WHERE rfm_class_id IS DISTINCT FROM class_before)
        INSERT INTO sunumarche_rfm_history
                    (partner_id, company_id, rfm_class_id, date_from, date_to)
             SELECT partner_id, %(company_id)s, rfm_class_id, day, left_on
               FROM entered
              WHERE rfm_class_id IS NOT NULL
        """,
        company_id=company.id,
        today=Date.context_today(company),
    )
