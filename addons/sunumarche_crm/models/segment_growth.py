from odoo import fields, models
from odoo.tools import SQL


class SegmentGrowth(models.Model):
    """A segment in a month: who entered, who left, who was in at the end.

    One row per segment and month, from the month of its first member to the running
    one, as far as it has gone by. Everybody counts, whoever looks: the report is for
    those who see all customers.
    """

    _name = "sunumarche.segment.growth"
    _description = "Segment Growth"
    _order = "month desc, segment_id"
    _auto = False

    segment_id = fields.Many2one("sunumarche.segment", readonly=True)
    axis_id = fields.Many2one("sunumarche.segment.axis", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    month = fields.Date(readonly=True, help="First day of the month.")
    entered_count = fields.Integer(string="Entered", readonly=True)
    left_count = fields.Integer(string="Left", readonly=True)
    member_count = fields.Integer(
        string="Members at the End",
        readonly=True,
        help="Members at the end of the month; add them up over segments, not over "
        "months.",
    )

    _depends = {
        "sunumarche.segment": ["axis_id", "company_id"],
        "sunumarche.segment.membership": ["segment_id", "date_entered", "date_left"],
    }

    @property
    def _table_query(self):
        zone = self.env.user.tz or "UTC"
        return SQL(
            """
            WITH event AS (
                SELECT segment_id,
                       date_trunc('month', timezone(%(zone)s,
                                  timezone('UTC', date_entered)))::date AS month,
                       1 AS entered,
                       0 AS gone
                  FROM sunumarche_segment_membership
             UNION ALL
                SELECT segment_id,
                       date_trunc('month', timezone(%(zone)s,
                                  timezone('UTC', date_left)))::date,
                       0,
                       1
                  FROM sunumarche_segment_membership
                 WHERE date_left IS NOT NULL),
            monthly AS (
                SELECT segment_id, month, sum(entered) AS entered, sum(gone) AS gone
                  FROM event
              GROUP BY segment_id, month),
            calendar AS (
                SELECT segment_id,
                       generate_series(min(month), date_trunc('month', %(today)s::date),
                                       '1 month')::date AS month
                  FROM monthly
              GROUP BY segment_id)
            SELECT row_number() OVER (ORDER BY segment.id, calendar.month) AS id,
                   segment.id AS segment_id,
                   segment.axis_id,
                   segment.company_id,
                   calendar.month,
                   coalesce(monthly.entered, 0)::integer AS entered_count,
                   coalesce(monthly.gone, 0)::integer AS left_count,
                   sum(coalesce(monthly.entered, 0) - coalesce(monthly.gone, 0))
                       OVER (PARTITION BY segment.id ORDER BY calendar.month)::integer
                       AS member_count
              FROM calendar
              JOIN sunumarche_segment segment ON segment.id = calendar.segment_id
         LEFT JOIN monthly
                ON monthly.segment_id = calendar.segment_id
               AND monthly.month = calendar.month
            """,
            zone=zone,
            today=fields.Date.context_today(self),
        )

    def action_open_members(self):
        """List who was in the segment at the end of the month."""
        self.ensure_one()
        last = fields.Date.end_of(self.month, "month")
        today = fields.Date.context_today(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "views": [(False, "list"), (False, "form")],
            "domain": list(self.segment_id._get_members_domain(min(last, today))),
            "name": self.segment_id.name,
        }
