from decimal import Decimal, InvalidOperation
from itertools import product

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.customer_refresh import CustomerRefresh
from ..engine.rfm import (
    Boundaries,
    boundaries_from_cut_points,
    fit_lowest,
    measure_boundaries,
)

SCALES = ("recency", "frequency", "monetary")
# Default classes on scores from 1 to 5, the first that fits counts:
# (class, recency, frequency, monetary), each a pair (at least, at most).
ANY = (1, 5)
DEFAULT_RULES = (
    ("rfm_class_champions", (4, 5), (4, 5), (4, 5)),
    ("rfm_class_loyal", (3, 5), (4, 5), ANY),
    ("rfm_class_new", (5, 5), (1, 1), ANY),
    ("rfm_class_potential", (4, 5), ANY, ANY),
    ("rfm_class_attention", (3, 3), ANY, ANY),
    ("rfm_class_not_to_lose", (1, 2), (4, 5), (4, 5)),
    ("rfm_class_at_risk", (1, 2), (3, 5), ANY),
    ("rfm_class_asleep", (2, 2), ANY, ANY),
    ("rfm_class_lost", (1, 1), ANY, ANY),
)


class RfmPolicy(models.Model):
    """How one company scores its customers on recency, frequency and money.

    Boundaries between scores are either measured, so that each score holds an equal
    part of the customers (quantiles; measured anew by each nightly run and kept until
    the next), or chosen by hand (cut points).
    """

    _name = "sunumarche.rfm.policy"
    _description = "RFM Policy"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda s: s.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    window_months = fields.Integer(
        string="Window (Months)",
        default=36,
        help="Only purchases of the last so many months count. 0: the whole past.",
    )
    class_count = fields.Integer(
        string="Number of Scores",
        default=5,
        required=True,
        help="How many scores each of the three scales has: 3 to 10.",
    )
    method = fields.Selection(
        [("quantile", "Equal parts of the customers"), ("cut", "Own cut points")],
        required=True,
        default="quantile",
    )
    monetary_basis = fields.Selection(
        [("net", "Net of credit notes"), ("invoiced", "Invoiced")],
        string="Money Counted",
        required=True,
        default="net",
    )
    recency_cut_points = fields.Char(
        help="Days since the last purchase, ascending, one fewer than the scores: "
        "with 30, 90, 180, 365 a customer seen at most 30 days ago has score 5."
    )
    frequency_cut_points = fields.Char(
        help="Numbers of purchases, ascending: with 1, 2, 4, 8 a customer with more "
        "than 8 purchases has score 5."
    )
    monetary_cut_points = fields.Char(
        help="Amounts in the company's currency, ascending: a customer above the last "
        "one has the best score."
    )
    boundaries = fields.Json(readonly=True, copy=False)
    rule_ids = fields.One2many("sunumarche.rfm.rule", "policy_id", string="Classes")

    _company_uniq = models.UniqueIndex(
        "(company_id)", "This company has an RFM policy already."
    )
    _class_count_range = models.Constraint(
        "CHECK (class_count BETWEEN 3 AND 10)",
        "The number of scores must be between 3 and 10.",
    )
    _window_positive = models.Constraint(
        "CHECK (window_months >= 0)", "The window cannot be negative."
    )

    @api.constrains(
        "method",
        "class_count",
        "recency_cut_points",
        "frequency_cut_points",
        "monetary_cut_points",
    )
    def _check_cut_points(self):
        for policy in self.filtered(lambda policy: policy.method == "cut"):
            policy._parse_cut_points("recency_cut_points", int)
            policy._parse_cut_points("frequency_cut_points", int)
            policy._parse_cut_points("monetary_cut_points", Decimal)

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        for policy in policies.filtered(lambda policy: not policy.rule_ids):
            policy._set_default_rules()
        return policies

    def action_default_rules(self):
        """Replace the classes by the shipped ones, fitted to the number of scores."""
        self.ensure_one()
        self._set_default_rules()

    def action_apply(self):
        """Score all customers of the company anew."""
        self.ensure_one()
        self.check_access("write")
        if not CustomerRefresh.acquire_lock(self.env):
            raise UserError(
                self.env._("The figures are being refreshed. Try again in a minute.")
            )
        CustomerRefresh(self.company_id).run()

    @api.model
    def _get_policy(self, company):
        """The policy of ``company``; made with the shipped values when missing."""
        return self.search([("company_id", "=", company.id)]) or self.create(
            {"company_id": company.id}
        )

    def _set_default_rules(self):
        self.rule_ids.unlink()
        rules = [
            {
                "policy_id": self.id,
                "sequence": sequence,
                "rfm_class_id": self.env.ref(f"sunumarche_crm.{class_name}").id,
                **self._prepare_score_range("recency", *recency),
                **self._prepare_score_range("frequency", *frequency),
                **self._prepare_score_range("monetary", *monetary),
            }
            for sequence, (class_name, recency, frequency, monetary) in enumerate(
                DEFAULT_RULES
            )
        ]
        self.env["sunumarche.rfm.rule"].create(
            [
                rule
                for rule in rules
                if all(rule[f"{name}_min"] <= rule[f"{name}_max"] for name in SCALES)
            ]
        )

    def _prepare_score_range(self, name, lowest, highest):
        """Fit a range of scores from 1 to 5 to this policy's number of scores.

        Neighbouring ranges stay neighbours; with 3 or 4 scores some become empty.
        """
        return {
            f"{name}_min": fit_lowest(lowest, self.class_count),
            f"{name}_max": fit_lowest(highest + 1, self.class_count) - 1,
        }

    def _parse_cut_points(self, field_name, number):
        """Return the cut points of a field, ascending; ValidationError if unfit."""
        label = self._fields[field_name]._description_string(self.env)
        try:
            values = [
                number(part.strip()) for part in (self[field_name] or "").split(",")
            ]
        except (ValueError, InvalidOperation) as error:
            raise ValidationError(
                self.env._(
                    "%(field)s: write numbers separated by commas, as in 1, 2, 4, 8.",
                    field=label,
                )
            ) from error
        if len(values) != self.class_count - 1 or values != sorted(set(values)):
            raise ValidationError(
                self.env._(
                    "%(field)s: write %(count)s different numbers in ascending order.",
                    field=label,
                    count=self.class_count - 1,
                )
            )
        return values

    def _get_window_start(self, as_of):
        """First day of the window that ends with ``as_of``; None: the whole past."""
        if not self.window_months:
            return None
        return as_of - relativedelta(months=self.window_months) + relativedelta(days=1)

    def _get_boundaries(self, as_of):
        if self.method == "cut":
            return self._get_cut_boundaries(as_of)
        return Boundaries.from_json(self.boundaries)

    def _get_cut_boundaries(self, as_of):
        return boundaries_from_cut_points(
            self._parse_cut_points("recency_cut_points", int),
            self._parse_cut_points("frequency_cut_points", int),
            self._parse_cut_points("monetary_cut_points", Decimal),
            as_of,
        )

    def _measure_boundaries(self, table, as_of):
        """The boundaries for the customers in ``table`` (SQL), as ``Boundaries``."""
        if self.method == "cut":
            return self._get_cut_boundaries(as_of)
        return measure_boundaries(self.env, table, self.class_count, as_of)

    def _set_boundaries(self, boundaries):
        if self.method == "quantile" and self.boundaries != boundaries.to_json():
            self.boundaries = boundaries.to_json()

    @api.model
    def _get_uncompared_class(self):
        """The class of buyers while they are too few to compare; empty if removed."""
        return (
            self.env.ref("sunumarche_crm.rfm_class_too_few", raise_if_not_found=False)
            or self.env["sunumarche.rfm.class"]
        )

    def _get_class_table(self):
        """Rows (recency, frequency, monetary, class id) of all scores with a class."""
        rules = self.rule_ids._get_score_ranges()
        scores = range(1, self.class_count + 1)
        return [
            (*triple, class_id)
            for triple in product(scores, repeat=3)
            if (class_id := _first_match(rules, triple))
        ]


def _first_match(rules, triple):
    """The class of the first of ``rules`` that fits the three scores, if any."""
    for class_id, ranges in rules:
        if all(
            low <= score <= high
            for score, (low, high) in zip(triple, ranges, strict=True)
        ):
            return class_id
    return None
