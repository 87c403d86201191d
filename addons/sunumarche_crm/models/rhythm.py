from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..engine.rhythm_refresh import RhythmRefresh


class Rhythm(models.Model):
    """How often one customer usually buys in a company, and when silence is unusual.

    One row per customer and company with two days of purchase or more. Days of the
    company's seasons are not counted. Rows are written by the refresh only, and stay
    the same while the customer does not buy: the day on which he becomes late is known
    from his last purchase on.
    """

    _name = "sunumarche.rhythm"
    _inherit = ["sunumarche.scheduled.mixin", "sunumarche.customer.record"]
    _description = "Customer Rhythm"
    _order = "silent_from, id"
    _rec_name = "partner_id"
    _log_access = False
    _computed_by = "sunumarche_crm.ir_cron_rhythm_refresh"
    _customer_is_figure = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    interval_count = fields.Integer(
        string="Intervals",
        readonly=True,
        help="Between two days with a purchase.",
    )
    usual_interval_days = fields.Float(
        string="Usual Rhythm (Days)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Half of the customer's intervals are shorter (median), seasons not "
        "counted. With one or two intervals, longer when the company's customers "
        "usually wait longer.",
    )
    patience_days = fields.Integer(
        string="Late After (Days)",
        readonly=True,
        aggregator="avg",
        help="A longer silence is unusual for this customer: at least one and a "
        "quarter of the usual interval, more for those whose intervals vary much.",
    )
    last_purchase_date = fields.Date(string="Last Purchase", readonly=True)
    silent_from = fields.Date(
        string="Late from",
        readonly=True,
        help="First day on which the silence is longer than this customer's rhythm "
        "explains.",
    )
    is_late = fields.Boolean(
        string="Silent beyond Usual Rhythm",
        compute="_compute_silence",
        search="_search_is_late",
    )
    silence_days = fields.Integer(
        string="Silent for (Days)",
        compute="_compute_silence",
        aggregator=None,
        help="Days since the last purchase, seasons not counted.",
    )
    rhythm_text = fields.Text(string="Rhythm in Words", compute="_compute_rhythm_text")

    _customer_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "A customer has one row a company."
    )
    _late_idx = models.Index("(company_id, silent_from)")

    @api.depends("last_purchase_date", "silent_from")
    def _compute_silence(self):
        today = fields.Date.context_today(self)
        seasons = self.env["sunumarche.season"].search([("date_from", "<=", today)])
        for rhythm in self:
            last = rhythm.last_purchase_date
            rhythm.is_late = bool(rhythm.silent_from and rhythm.silent_from <= today)
            rhythm.silence_days = 0
            if last and last <= today:
                counted = seasons.filtered(
                    lambda season, company=rhythm.company_id: (
                        season.company_id in (company, company.browse())
                    )
                )
                rhythm.silence_days = (today - last).days - counted._count_days(
                    last, today
                )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("silent_from", "<=", fields.Date.context_today(self))
        return Domain.OR(late if wanted else ~late for wanted in value)

    @api.depends("usual_interval_days", "patience_days", "last_purchase_date")
    @api.depends_context("lang")
    def _compute_rhythm_text(self):
        for rhythm in self:
            rhythm.rhythm_text = rhythm._get_rhythm_text()

    def _get_rhythm_text(self):
        values = {
            "usual": round(self.usual_interval_days),
            "silence": self.silence_days,
            "date": format_date(self.env, self.silent_from),
        }
        if self.is_late:
            return self.env._(
                "Usually buys every %(usual)s days; silent for %(silence)s days. Late "
                "since %(date)s.",
                **values,
            )
        return self.env._(
            "Usually buys every %(usual)s days; last purchase %(silence)s days ago. "
            "Late from %(date)s on.",
            **values,
        )

    def action_open_customer(self):
        """Open the customer's card."""
        self.ensure_one()
        return self.partner_id._get_records_action(context={})

    @api.model
    def _cron_refresh(self):
        """Refresh every company, one a transaction."""
        self.env["res.company"]._refresh_each(
            RhythmRefresh, lambda company: RhythmRefresh(company).run()
        )
