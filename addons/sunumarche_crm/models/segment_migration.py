from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SegmentMigration(models.Model):
    """A customer's segment of an axis at the end of two days: who moved where.

    One row per customer and axis on which he had a segment on one of the days. The
    days and the axis, all of them without, stand in the context: ``segment_axis``,
    ``migration_from`` and ``migration_to`` (ISO).
    """

    _name = "sunumarche.segment.migration"
    _inherit = ["sunumarche.customer.record"]
    _description = "Segment Migration"
    _rec_name = "partner_id"
    _auto = False
    _customer_is_figure = True
    _customer_is_shown = False

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    segment_from_id = fields.Many2one(
        "sunumarche.segment", string="Segment Before", readonly=True
    )
    segment_to_id = fields.Many2one(
        "sunumarche.segment", string="Segment After", readonly=True
    )
    net_amount_12m = fields.Monetary(
        string="Turnover, 12 Months",
        groups="sunumarche_crm.group_customer_amounts",
        readonly=True,
        help="What the customer bought in the last 12 months up to today.",
    )

    _depends = {
        "sunumarche.segment": ["axis_id", "company_id"],
        "sunumarche.segment.membership": [
            "segment_id",
            "partner_id",
            "date_entered",
            "date_left",
        ],
        "sunumarche.customer.indicator": ["net_amount_12m"],
    }

    @property
    def _table_query(self):
        axis_id, before, after = self._get_question()
        return SQL(
            """
            SELECT coalesce(after.id, before.id) AS id,
                   coalesce(after.partner_id, before.partner_id) AS partner_id,
                   company.id AS company_id,
                   company.currency_id,
                   before.segment_id AS segment_from_id,
                   after.segment_id AS segment_to_id,
                   coalesce(indicator.net_amount_12m, 0) AS net_amount_12m
              FROM (%(before)s) before
         FULL JOIN (%(after)s) after
                ON after.partner_id = before.partner_id
               AND after.axis_id = before.axis_id
              JOIN res_company company
                ON company.id = coalesce(after.company_id, before.company_id)
         LEFT JOIN sunumarche_customer_indicator indicator
                ON indicator.partner_id = coalesce(after.partner_id, before.partner_id)
               AND indicator.company_id = company.id
            """,
            before=self._sql_members(axis_id, before),
            after=self._sql_members(axis_id, after),
        )

    def _sql_members(self, axis_id, end):
        """The memberships of the axis that were open just before ``end``."""
        return SQL(
            """
            SELECT membership.*, segment.axis_id
              FROM sunumarche_segment_membership membership
              JOIN sunumarche_segment segment ON segment.id = membership.segment_id
             WHERE segment.axis_id = coalesce(%(axis_id)s, segment.axis_id)
               AND membership.date_entered < %(end)s
               AND (membership.date_left IS NULL OR membership.date_left >= %(end)s)
            """,
            axis_id=axis_id or None,
            end=end,
        )

    @api.model
    def _get_question(self):
        """The axis and the ends of the two days, in UTC; last month and today."""
        today = fields.Date.context_today(self)
        context = self.env.context
        try:
            days = [
                fields.Date.to_date(context.get(key)) or default
                for key, default in (
                    ("migration_from", fields.Date.subtract(today, months=1)),
                    ("migration_to", today),
                )
            ]
            axis_id = int(context.get("segment_axis") or 0)
        except (ValueError, TypeError) as error:
            raise UserError(self.env._("The two days must be dates.")) from error
        return axis_id, *(self._get_end(day) for day in days)

    def _get_end(self, day):
        local = self.env.tz.localize(
            datetime.combine(day + timedelta(days=1), time.min)
        )
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def action_open_customer(self):
        """Open the customer's card."""
        self.ensure_one()
        return self.partner_id._get_records_action(context={})
