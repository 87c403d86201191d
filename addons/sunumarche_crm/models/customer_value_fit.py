from odoo import api, fields, models

from ..engine.customer_value_refresh import CustomerValueRefresh

AMOUNT_READERS = "sunumarche_crm.group_customer_amounts"


class CustomerValueFit(models.Model):
    """One fit of the model of purchases to a company's customers, and its test.

    A record a week and company, kept: what was believed on that day can be read again.
    Durations in weeks, amounts in the company's currency.
    """

    _name = "sunumarche.customer.value.fit"
    _inherit = ["sunumarche.scheduled.mixin"]
    _description = "Fit of the Expected Value"
    _order = "date desc, id desc"
    _rec_name = "date"
    _log_access = False
    _computed_by = "sunumarche_crm.ir_cron_customer_value_fit"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True)
    method = fields.Selection(
        [("model", "MBG/NBD + Gamma-Gamma"), ("simple", "Simple formula")],
        required=True,
        readonly=True,
        help="The statistical model needs 30 customers who bought again. With fewer: "
        "average yearly turnover times the share of customers who come back.",
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    repeat_customer_count = fields.Integer(
        string="Customers Who Bought Again", readonly=True
    )
    fitted_customer_count = fields.Integer(
        string="Customers in the Fit",
        readonly=True,
        help="All customers, or a fixed sample of about 30,000 when there are more.",
    )
    retention_rate = fields.Float(
        string="Customers Who Come Back",
        digits=(16, 4),
        readonly=True,
        aggregator="avg",
        help="Share of the customers who bought in the year before the last 12 months "
        "and bought again in the last 12 months.",
    )

    purchase_r = fields.Float(string="r", readonly=True, aggregator=None)
    purchase_alpha = fields.Float(string="alpha", readonly=True, aggregator=None)
    purchase_a = fields.Float(string="a", readonly=True, aggregator=None)
    purchase_b = fields.Float(string="b", readonly=True, aggregator=None)
    log_likelihood = fields.Float(readonly=True, aggregator=None)
    spending_p = fields.Float(
        string="p", readonly=True, aggregator=None, groups=AMOUNT_READERS
    )
    spending_q = fields.Float(
        string="q", readonly=True, aggregator=None, groups=AMOUNT_READERS
    )
    spending_gamma = fields.Float(
        string="gamma", readonly=True, aggregator=None, groups=AMOUNT_READERS
    )

    test_date = fields.Date(
        string="Known until",
        readonly=True,
        help="The test uses what was known on that day and compares with what came.",
    )
    test_months = fields.Integer(string="Months Tested", readonly=True, aggregator=None)
    test_customer_count = fields.Integer(string="Customers Tested", readonly=True)
    test_interval_count = fields.Integer(
        string="Customers with an Expected Amount",
        readonly=True,
        help="Those whose range does not end at 0.",
    )
    interval_coverage = fields.Float(
        string="Inside the Range",
        digits=(16, 4),
        readonly=True,
        aggregator="avg",
        help="Share of the customers with an expected amount whose real amount was "
        "inside the range announced. It should be 80 %.",
    )
    quiet_rate = fields.Float(
        string="Quiet as Expected",
        digits=(16, 4),
        readonly=True,
        aggregator="avg",
        help="Share of the customers from whom nothing was expected who bought "
        "nothing.",
    )
    mean_error = fields.Monetary(
        string="Average Error",
        readonly=True,
        groups=AMOUNT_READERS,
        aggregator=None,
        help="Average difference between the amount expected from a customer and the "
        "real one.",
    )
    simple_error = fields.Monetary(
        string="Average Error of the Simple Formula",
        readonly=True,
        groups=AMOUNT_READERS,
        aggregator=None,
    )
    expected_total = fields.Monetary(
        readonly=True, groups=AMOUNT_READERS, aggregator=None
    )
    real_total = fields.Monetary(readonly=True, groups=AMOUNT_READERS, aggregator=None)
    quarter_count = fields.Integer(
        string="Quarters Held Out",
        readonly=True,
        aggregator=None,
        help="Each was announced by what was known before it, then compared.",
    )
    quarter_coverage = fields.Float(
        string="Inside, All Quarters",
        digits=(16, 4),
        readonly=True,
        aggregator=None,
        help="Share of the customers who were inside their range, each quarter with "
        "ranges widened as the other quarters require.",
    )
    quarter_least_coverage = fields.Float(
        string="Inside, Worst Quarter", digits=(16, 4), readonly=True, aggregator=None
    )
    frequent_coverage = fields.Float(
        string="Inside, Six Repeats or More",
        digits=(16, 4),
        readonly=True,
        aggregator=None,
    )
    widening_once = fields.Float(
        string="Range of Who Bought Once, Times",
        digits=(16, 2),
        readonly=True,
        aggregator=None,
        help="How much ranges are widened by the errors of the quarters held out.",
    )
    widening_some = fields.Float(
        string="Range with 1 to 5 Repeats, Times",
        digits=(16, 2),
        readonly=True,
        aggregator=None,
    )
    widening_often = fields.Float(
        string="Range with 6 Repeats or More, Times",
        digits=(16, 2),
        readonly=True,
        aggregator=None,
    )
    knows_seasons = fields.Boolean(
        readonly=True, help="Two full years or more are known, so seasons are too."
    )
    grade = fields.Selection(
        [
            ("a", "A: reliable"),
            ("b", "B: an indication"),
            ("c", "C: to be read with caution"),
            ("none", "Not tested yet"),
        ],
        required=True,
        readonly=True,
        default="none",
        help="A: 75 to 85 % of the customers inside the range, no larger an error than "
        "the simple formula, total missed by 15 % at most. B: 65 to 95 %, error up to "
        "10 % larger, total missed by 40 % at most. C: worse.",
    )

    def _get_widening(self):
        """The factors of the ranges, 1 for a fit made before they were measured."""
        factors = (self.widening_once, self.widening_some, self.widening_often)
        return tuple(factor or 1.0 for factor in factors)

    @api.model
    def _get_latest(self, company):
        """Return the company's last fit, or an empty recordset."""
        return self.search([("company_id", "=", company.id)], limit=1)

    @api.model
    def _cron_fit(self):
        """Fit every company anew, one a transaction."""
        self.env["res.company"]._refresh_each(
            CustomerValueRefresh, self._process_company
        )

    @api.model
    def _process_company(self, company):
        """Fit one company and score its customers; return (fit, what was written)."""
        refresh = CustomerValueRefresh(company)
        fit = refresh.fit()
        return fit, refresh.score(fit)
