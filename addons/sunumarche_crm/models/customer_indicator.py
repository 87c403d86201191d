from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

AMOUNT_READERS = "sunumarche_crm.group_customer_amounts"
# Number of days up to today -> the date from which it is counted.
DAYS_SINCE = {
    "tenure_days": "first_purchase_date",
    "days_since_last_purchase": "last_purchase_date",
}
# Band of silence -> (at least, at most) so many days since the last purchase.
SILENCE_BANDS = {
    "1_month": (None, 30),
    "3_months": (31, 90),
    "6_months": (91, 180),
    "12_months": (181, 365),
    "longer": (366, None),
}
# "At least so many days ago" is "at the latest on that date".
MIRRORED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}


class CustomerIndicator(models.Model):
    """What one customer (a commercial entity) has bought, pays and owes in a company.

    One row per customer and company, computed from the posted customer invoices, sales
    receipts and credit notes and from the purchases imported from before the cut-over
    date, up to the day of the last refresh. Amounts are untaxed, in the company's
    currency; what is due and overdue includes taxes. Rows are written by the refresh
    only.
    """

    _name = "sunumarche.customer.indicator"
    _inherit = ["sunumarche.scheduled.mixin", "sunumarche.customer.record"]
    _description = "Customer Indicator"
    _order = "last_purchase_date desc, id"
    _rec_name = "partner_id"
    _log_access = False
    _computed_by = "sunumarche_crm.ir_cron_customer_indicator_queue_refresh"
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
    currency_id = fields.Many2one(related="company_id.currency_id")

    purchase_count = fields.Integer(
        string="Purchases",
        readonly=True,
        help="Posted customer invoices and sales receipts, plus the purchases imported "
        "from before the cut-over date. An invoice corrected by reversing and "
        "invoicing again is one purchase, as is an order with a down payment. "
        "Corrections made before December 2026 are not known: they count as purchases "
        "and returns.",
    )
    refund_count = fields.Integer(
        string="Credit Notes",
        readonly=True,
        help="Posted credit notes, plus the refunds imported from before the cut-over "
        "date.",
    )
    invoiced_amount = fields.Monetary(
        groups=AMOUNT_READERS,
        string="Invoiced",
        readonly=True,
        help="Untaxed amount of all purchases.",
    )
    refunded_amount = fields.Monetary(
        groups=AMOUNT_READERS,
        string="Refunded",
        readonly=True,
        help="Untaxed amount of all credit notes.",
    )
    net_amount = fields.Monetary(
        groups=AMOUNT_READERS,
        string="Turnover",
        readonly=True,
        help="Invoiced less refunded, untaxed, since the first purchase.",
    )
    purchase_count_12m = fields.Integer(
        string="Purchases, 12 Months",
        readonly=True,
        help="Purchases of the last 12 months.",
    )
    refund_count_12m = fields.Integer(
        string="Credit Notes, 12 Months",
        readonly=True,
        help="Credit notes of the last 12 months.",
    )
    invoiced_amount_12m = fields.Monetary(
        groups=AMOUNT_READERS,
        string="Invoiced, 12 Months",
        readonly=True,
        help="Untaxed amount of the purchases of the last 12 months.",
    )
    refunded_amount_12m = fields.Monetary(
        groups=AMOUNT_READERS,
        string="Refunded, 12 Months",
        readonly=True,
        help="Untaxed amount of the credit notes of the last 12 months.",
    )
    net_amount_12m = fields.Monetary(
        groups=AMOUNT_READERS,
        string="Turnover, 12 Months",
        readonly=True,
        help="Invoiced less refunded over the last 12 months, untaxed.",
    )
    average_basket = fields.Monetary(
        groups=AMOUNT_READERS,
        readonly=True,
        aggregator="avg",
        help="Invoiced amount divided by the number of purchases.",
    )
    first_purchase_date = fields.Date(string="First Purchase", readonly=True)
    last_purchase_date = fields.Date(string="Last Purchase", readonly=True)
    tenure_days = fields.Integer(
        string="Customer for (Days)",
        compute="_compute_days",
        search="_search_tenure_days",
        aggregator="avg",
        help="Days since the first purchase.",
    )
    days_since_last_purchase = fields.Integer(
        compute="_compute_days",
        search="_search_days_since_last_purchase",
        aggregator="avg",
        help="Days between the last purchase and today.",
    )
    silence_band = fields.Selection(
        [
            ("1_month", "Up to 30 days"),
            ("3_months", "31 to 90 days"),
            ("6_months", "91 to 180 days"),
            ("12_months", "181 to 365 days"),
            ("longer", "More than a year"),
        ],
        string="Silent for",
        compute="_compute_days",
        search="_search_silence_band",
        help="How long ago the last purchase was.",
    )
    purchase_day_count = fields.Integer(
        string="Days with a Purchase",
        readonly=True,
        help="On how many different days the customer bought.",
    )
    average_interval_days = fields.Float(
        string="Average Interval (Days)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Days from the first to the last purchase, divided by the number of "
        "intervals between days with a purchase. 0 with fewer than two such days.",
    )
    usual_interval_days = fields.Float(
        string="Usual Rhythm (Days)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="The customer's own rhythm: half of the intervals between two purchases "
        "are shorter (median). 0 with fewer than two days with a purchase.",
    )
    return_rate = fields.Float(
        digits=(16, 4),
        readonly=True,
        aggregator="avg",
        help="Refunded amount divided by the invoiced amount.",
    )
    average_payment_delay_days = fields.Float(
        string="Payment Delay (Days)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Average number of days from the date of an invoice to the day of its "
        "last payment, over the invoices on which nothing is left to pay. Credit notes "
        "are no payments.",
    )
    amount_due = fields.Monetary(
        groups=AMOUNT_READERS,
        readonly=True,
        help="What the ledger says at the end of the day: the balance of receivable "
        "accounts, less what was paid in advance, allocated or not. Taxes included.",
    )
    amount_overdue = fields.Monetary(
        groups=AMOUNT_READERS,
        readonly=True,
        help="The instalments whose payment day has passed, less payments and credit "
        "notes that are not allocated yet. Never more than the amount due.",
    )
    is_repeat_customer = fields.Boolean(
        string="Repeat Customer", readonly=True, help="Has bought more than once."
    )

    rfm_purchase_date = fields.Date(string="Last Purchase in the Window", readonly=True)
    rfm_frequency = fields.Integer(string="Purchases in the Window", readonly=True)
    rfm_amount = fields.Monetary(
        groups=AMOUNT_READERS, string="Money in the Window", readonly=True
    )
    recency_score = fields.Integer(
        readonly=True,
        aggregator="avg",
        help="1: bought long ago; the highest score: bought lately. Empty without a "
        "purchase in the window of the RFM policy.",
    )
    frequency_score = fields.Integer(
        readonly=True, aggregator="avg", help="The more purchases, the higher."
    )
    monetary_score = fields.Integer(
        readonly=True, aggregator="avg", help="The more money, the higher."
    )
    rfm_class_id = fields.Many2one(
        "sunumarche.rfm.class", string="Class", readonly=True, ondelete="restrict"
    )

    rfm_class_color = fields.Integer(
        related="rfm_class_id.color", string="Color of the Class", aggregator=None
    )

    _customer_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "A customer has one row a company."
    )

    def _compute_days(self):
        today = fields.Date.context_today(self)
        for indicator in self:
            first, last = indicator.first_purchase_date, indicator.last_purchase_date
            indicator.tenure_days = (today - first).days if first else 0
            indicator.days_since_last_purchase = (today - last).days if last else 0
            indicator.silence_band = last and self._get_silence_band(
                (today - last).days
            )

    def _get_silence_band(self, days):
        return next(
            band
            for band, (_least, most) in SILENCE_BANDS.items()
            if most is None or days <= most
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Days up to today, so that they can be grouped and averaged."""
        if field_expr == "silence_band":
            return self._sql_silence_band(alias, query)
        source = DAYS_SINCE.get(field_expr)
        if not source:
            return super()._field_to_sql(alias, field_expr, query)
        return SQL(
            "(%s - %s)",
            fields.Date.context_today(self),
            super()._field_to_sql(alias, source, query),
        )

    def _sql_silence_band(self, alias, query):
        days = self._field_to_sql(alias, "days_since_last_purchase", query)
        cases = [
            SQL("WHEN %s <= %s THEN %s", days, most, band)
            for band, (_least, most) in SILENCE_BANDS.items()
            if most is not None
        ]
        return SQL(
            "CASE %s WHEN %s IS NOT NULL THEN 'longer' END", SQL(" ").join(cases), days
        )

    @api.model
    def _search_silence_band(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            self._get_silence_domain(*SILENCE_BANDS[band])
            if band
            else Domain("last_purchase_date", "=", False)
            for band in value
        )

    def _get_silence_domain(self, least, most):
        domain = Domain("last_purchase_date", "!=", False)
        if least is not None:
            domain &= Domain("days_since_last_purchase", ">=", least)
        if most is not None:
            domain &= Domain("days_since_last_purchase", "<=", most)
        return domain

    @api.model
    def _search_tenure_days(self, operator, value):
        return self._search_days("tenure_days", operator, value)

    @api.model
    def _search_days_since_last_purchase(self, operator, value):
        return self._search_days("days_since_last_purchase", operator, value)

    def _search_days(self, field_name, operator, value):
        """Compare a number of days through the date that it is counted from."""
        source, today = DAYS_SINCE[field_name], fields.Date.context_today(self)
        if operator == "in":
            dates = [fields.Date.subtract(today, days=int(days)) for days in value]
            return Domain(source, "in", dates)
        if operator not in MIRRORED:
            return NotImplemented
        return Domain(
            source, MIRRORED[operator], fields.Date.subtract(today, days=value)
        )
