from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ..engine.customer_value_refresh import CustomerValueRefresh

AMOUNT_READERS = "sunumarche_crm.group_customer_amounts"


class CustomerValue(models.Model):
    """What one customer is expected to buy in a company over the next 12 months.

    One row per customer and company who has bought, reckoned on the Monday of the
    week, or on a later purchase. Amounts are untaxed, credit notes deducted, in the
    company's currency. Rows are written by the refresh only.
    """

    _name = "sunumarche.customer.value"
    _inherit = ["sunumarche.scheduled.mixin", "sunumarche.customer.record"]
    _description = "Expected Customer Value"
    _order = "last_purchase_date desc, id"
    _rec_name = "partner_id"
    _log_access = False
    _computed_by = "sunumarche_crm.ir_cron_customer_value_score"
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
    fit_id = fields.Many2one(
        "sunumarche.customer.value.fit",
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    grade = fields.Selection(related="fit_id.grade")
    method = fields.Selection(
        [("model", "MBG/NBD + Gamma-Gamma"), ("simple", "Simple formula")],
        required=True,
        readonly=True,
        default="simple",
    )
    repeat_count = fields.Integer(
        string="Repeat Purchases",
        readonly=True,
        help="Days with a purchase, less the first one.",
    )
    first_purchase_date = fields.Date(string="First Purchase", readonly=True)
    last_purchase_date = fields.Date(string="Last Purchase", readonly=True)
    mean_spend = fields.Monetary(
        string="Average a Day of Purchase",
        readonly=True,
        groups=AMOUNT_READERS,
        aggregator="avg",
        help="Turnover, credit notes deducted, divided by the days with a purchase.",
    )
    alive_probability = fields.Float(
        string="Chance of Being Active",
        readonly=True,
        aggregator="avg",
        help="How probable it is that the customer has not left for good, given how "
        "often he bought and how long he has been silent, be it after one purchase.",
    )
    expected_purchases = fields.Float(
        readonly=True,
        help="Days with a purchase expected over the next 12 months, on average.",
    )
    purchases_low = fields.Integer(
        string="Purchases, at Least", readonly=True, aggregator=None
    )
    purchases_high = fields.Integer(
        string="Purchases, at Most", readonly=True, aggregator=None
    )
    expected_value = fields.Monetary(
        readonly=True,
        groups=AMOUNT_READERS,
        help="Untaxed turnover expected over the next 12 months, on average.",
    )
    value_low = fields.Monetary(
        string="Value, at Least",
        readonly=True,
        groups=AMOUNT_READERS,
        aggregator=None,
        help="Four customers out of five like this one end up between the two bounds.",
    )
    value_high = fields.Monetary(
        string="Value, at Most", readonly=True, groups=AMOUNT_READERS, aggregator=None
    )
    purchases_text = fields.Text(string="Purchases in Words", compute="_compute_texts")
    value_text = fields.Text(
        string="Value in Words",
        compute="_compute_value_text",
        groups=AMOUNT_READERS,
    )
    grade_text = fields.Text(string="Reliability", compute="_compute_texts")

    _customer_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "A customer has one row a company."
    )

    @api.depends("repeat_count", "purchases_low", "purchases_high", "method", "fit_id")
    @api.depends_context("lang")
    def _compute_texts(self):
        for value in self:
            value.purchases_text = value._get_purchases_text()
            value.grade_text = value._get_grade_text()

    @api.depends("mean_spend", "expected_value", "value_low", "value_high")
    @api.depends_context("lang")
    def _compute_value_text(self):
        for value in self:
            value.value_text = value._get_value_text()

    def _get_purchases_text(self):
        if not self.repeat_count:
            past = self.env._(
                "Bought once, on %(date)s.",
                date=format_date(self.env, self.first_purchase_date),
            )
        else:
            past = self.env._(
                "Bought on %(count)s days since %(first)s, last on %(last)s.",
                count=self.repeat_count + 1,
                first=format_date(self.env, self.first_purchase_date),
                last=format_date(self.env, self.last_purchase_date),
            )
        return f"{past} {self._get_outlook_text()}"

    def _get_outlook_text(self):
        if self.method == "simple":
            return self.env._("Too little is known to announce a number of purchases.")
        if not self.purchases_high:
            return self.env._(
                "More than four customers out of five like this one buy nothing more "
                "in 12 months."
            )
        if self.purchases_low == self.purchases_high:
            return self.env._(
                "We expect about %(count)s purchases over the next 12 months.",
                count=self.purchases_high,
            )
        return self.env._(
            "We expect %(low)s to %(high)s purchases over the next 12 months.",
            low=self.purchases_low,
            high=self.purchases_high,
        )

    def _get_value_text(self):
        def amount(field_name):
            return format_amount(self.env, self[field_name], self.currency_id)

        if self.method == "simple":
            return self.env._(
                "Average yearly turnover times the share of customers who come back "
                "(%(share)s %%): %(expected)s. On average %(mean)s a day of purchase.",
                share=round((self.fit_id.retention_rate or 0) * 100),
                expected=amount("expected_value"),
                mean=amount("mean_spend"),
            )
        if not self.value_high:
            return self.env._(
                "On average %(mean)s a day of purchase. More than four customers out "
                "of five like this one bring nothing in 12 months; %(expected)s is the "
                "average of all of them.",
                mean=amount("mean_spend"),
                expected=amount("expected_value"),
            )
        return self.env._(
            "On average %(mean)s a day of purchase. Four customers out of five like "
            "this one bring between %(low)s and %(high)s in 12 months.",
            mean=amount("mean_spend"),
            low=amount("value_low"),
            high=amount("value_high"),
        )

    def _get_grade_text(self):
        fit = self.fit_id
        if self.method == "simple":
            return self.env._(
                "Simple formula: only %(count)s customers have bought again; the "
                "statistical model needs 30.",
                count=fit.repeat_customer_count,
            )
        if fit.grade == "none":
            return self.env._(
                "Not tested yet: too few customers, or too short a past, to compare "
                "with what really came."
            )
        return f"{self._get_test_text()} {self._get_widening_text()}".strip()

    def _get_widening_text(self):
        fit = self.fit_id
        if not fit.quarter_count:
            return ""
        text = self.env._(
            "Ranges are widened or narrowed by the errors of the last %(count)s "
            "quarters; held out in turn, they had %(coverage)s %% of the customers "
            "inside, %(least)s %% in the worst.",
            count=fit.quarter_count,
            coverage=round(fit.quarter_coverage * 100),
            least=round(fit.quarter_least_coverage * 100),
        )
        if fit.knows_seasons:
            return text
        return f"{text} {self.env._('Two years are not known yet, nor are seasons.')}"

    def _get_test_text(self):
        fit = self.fit_id
        return self.env._(
            "%(grade)s. Tested on the %(months)s months since %(date)s: "
            "%(coverage)s %% of the customers were inside the range announced "
            "(80 %% expected).",
            grade=dict(fit._fields["grade"]._description_selection(self.env))[
                fit.grade
            ],
            months=fit.test_months,
            date=format_date(self.env, fit.test_date),
            coverage=round(fit.interval_coverage * 100),
        )

    def action_open_documents(self):
        """Open the invoices, credit notes and imported purchases behind the value."""
        self.ensure_one()
        indicator = self.env["sunumarche.customer.indicator"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        if not indicator:
            raise UserError(
                self.env._(
                    "The figures of %s are not computed yet. Try again in a minute.",
                    self.partner_id.display_name,
                )
            )
        return indicator.with_context(figure="net_amount").action_open_documents()

    def action_open_fit(self):
        """Open the fit: its parameters and its test."""
        self.ensure_one()
        return self.fit_id._get_records_action(context={})

    def action_open_customer(self):
        """Open the customer's card."""
        self.ensure_one()
        return self.partner_id._get_records_action(context={})

    @api.model
    def _cron_score(self):
        """Score the customers of every company anew, one company a transaction."""
        self.env["res.company"]._refresh_each(CustomerValueRefresh, self._score_company)

    @api.model
    def _score_company(self, company):
        """Score one company by its last fit, fitted now if there is none.

        :return: what was written
        """
        fits = self.env["sunumarche.customer.value.fit"]
        fit = fits._get_latest(company)
        if not fit:
            _fit, report = fits._process_company(company)
            return report
        return CustomerValueRefresh(company).score(fit)
