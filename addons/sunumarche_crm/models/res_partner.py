import operator as comparison

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

FIGURE_READERS = "sunumarche_crm.group_customer_figures"
AMOUNT_READERS = "sunumarche_crm.group_customer_amounts"
COMPARISONS = {
    "<": comparison.lt,
    "<=": comparison.le,
    ">": comparison.gt,
    ">=": comparison.ge,
}
SQL_COMPARISONS = {one: SQL(one) for one in COMPARISONS}
# Field of the contact -> figure of its indicator, and what no indicator means: 0
# for what can be counted, None for what does not exist then.
CUSTOMER_FIGURES = {
    "customer_rfm_class_id": ("rfm_class_id", None),
    "customer_rfm_class_color": ("rfm_class_color", None),
    "customer_monetary_score": ("monetary_score", None),
    "customer_silence_band": ("silence_band", None),
    "customer_net_amount": ("net_amount", 0),
    "customer_net_amount_12m": ("net_amount_12m", 0),
    "customer_purchase_count": ("purchase_count", 0),
    "customer_amount_overdue": ("amount_overdue", 0),
    "customer_last_purchase_date": ("last_purchase_date", None),
    "days_since_last_purchase": ("days_since_last_purchase", None),
}


def figure_of_customer(field_class, name, string, groups=FIGURE_READERS, **attributes):
    """A field of the contact that shows a figure of the current company.

    Not a related field: those find contacts without any figure when one searches for
    more than 0, and can be grouped by without the right to read them.
    """
    return field_class(
        string=string,
        compute="_compute_customer_figures",
        search=lambda self, operator, value: self._search_customer_figure(
            name, operator, value
        ),
        groups=groups,
        **attributes,
    )


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_indicator_ids = fields.One2many(
        "sunumarche.customer.indicator", "partner_id", groups=FIGURE_READERS
    )
    rfm_history_ids = fields.One2many(
        "sunumarche.rfm.history",
        "partner_id",
        string="Class History",
        groups=FIGURE_READERS,
    )
    customer_currency_id = fields.Many2one(
        "res.currency",
        string="Currency of the Figures",
        compute="_compute_customer_currency_id",
        export_string_translation=False,
    )
    customer_rfm_class_id = figure_of_customer(
        fields.Many2one,
        "customer_rfm_class_id",
        "Class",
        comodel_name="sunumarche.rfm.class",
    )
    customer_rfm_class_color = figure_of_customer(
        fields.Integer,
        "customer_rfm_class_color",
        "Color of the Class",
        aggregator=None,
    )
    customer_net_amount = figure_of_customer(
        fields.Monetary,
        "customer_net_amount",
        "Turnover",
        groups=AMOUNT_READERS,
        currency_field="customer_currency_id",
        aggregator="sum",
        help="Invoiced less refunded, untaxed, since the first purchase, in the "
        "current company.",
    )
    customer_net_amount_12m = figure_of_customer(
        fields.Monetary,
        "customer_net_amount_12m",
        "Turnover, 12 Months",
        groups=AMOUNT_READERS,
        currency_field="customer_currency_id",
        aggregator="sum",
        help="Invoiced less refunded over the last 12 months, untaxed, in the current "
        "company.",
    )
    customer_purchase_count = figure_of_customer(
        fields.Integer, "customer_purchase_count", "Purchases", aggregator="sum"
    )
    customer_amount_overdue = figure_of_customer(
        fields.Monetary,
        "customer_amount_overdue",
        "Amount Overdue",
        groups=AMOUNT_READERS,
        currency_field="customer_currency_id",
        aggregator="sum",
    )
    customer_last_purchase_date = figure_of_customer(
        fields.Date, "customer_last_purchase_date", "Last Purchase"
    )
    customer_monetary_score = figure_of_customer(
        fields.Integer,
        "customer_monetary_score",
        "Turnover Score",
        aggregator="avg",
        help="1: the smallest turnover; the highest score: the largest.",
    )
    customer_silence_band = figure_of_customer(
        fields.Selection,
        "customer_silence_band",
        "Silent for",
        selection=lambda self: (
            self.env["sunumarche.customer.indicator"]
            ._fields["silence_band"]
            ._description_selection(self.env)
        ),
    )
    days_since_last_purchase = figure_of_customer(
        fields.Integer,
        "days_since_last_purchase",
        "Days since Last Purchase",
        aggregator="avg",
    )

    @api.depends_context("company")
    def _compute_customer_currency_id(self):
        self.customer_currency_id = self.env.company.currency_id

    @api.depends("customer_indicator_ids")
    @api.depends_context("company")
    def _compute_customer_figures(self):
        indicators = self.env["sunumarche.customer.indicator"].search(
            [("partner_id", "in", self.ids), ("company_id", "=", self.env.company.id)]
        )
        by_partner = {indicator.partner_id.id: indicator for indicator in indicators}
        readable = [
            (name, figure)
            for name, (figure, _empty) in CUSTOMER_FIGURES.items()
            if self._has_field_access(self._fields[name], "read")
        ]
        for partner in self:
            indicator = by_partner.get(partner._origin.id, indicators.browse())
            for name, figure in readable:
                partner[name] = indicator[figure]

    @api.model
    def _search_customer_figure(self, name, operator, value):
        """Compare the figure of the current company.

        Through the join that grouping uses, which all conditions of a query share;
        where the join cannot say it, through the stored one2many.
        """
        figure, empty = CUSTOMER_FIGURES[name]
        if operator.startswith("not"):
            return NotImplemented
        if operator in SQL_COMPARISONS or self._is_plain_list(operator, value, empty):
            return Domain.custom(
                to_sql=lambda model, alias, query: model._sql_compare_figure(
                    alias, query, name, operator, value
                )
            )
        current = Domain("company_id", "=", self.env.company.id)
        found = Domain(
            "customer_indicator_ids", "any", current & Domain(figure, operator, value)
        )
        if self._is_met_without_figures(operator, value, empty):
            found |= Domain("customer_indicator_ids", "not any", current)
        return found

    @staticmethod
    def _is_plain_list(operator, value, empty):
        if operator != "in" or isinstance(value, SQL | Query):
            return False
        return empty is None or False not in value

    def _sql_compare_figure(self, alias, query, name, operator, value):
        """Whether the figure compares so; true or false, never null."""
        figure = self._field_to_sql(alias, name, query)
        empty = CUSTOMER_FIGURES[name][1]
        if empty is not None:
            figure = SQL("COALESCE(%s, %s)", figure, empty)
        if operator in SQL_COMPARISONS:
            return SQL("(%s %s %s) IS TRUE", figure, SQL_COMPARISONS[operator], value)
        known = tuple(one for one in value if one is not False)
        listed = SQL("(%s IN %s) IS TRUE", figure, known) if known else SQL("FALSE")
        if len(known) == len(list(value)):
            return listed
        return SQL("(%s OR %s IS NULL)", listed, figure)

    @staticmethod
    def _is_met_without_figures(operator, value, empty):
        """Whether a contact that never bought meets the condition."""
        if operator == "in":
            return False in value or (empty is not None and empty in value)
        if operator in COMPARISONS and empty is not None:
            return COMPARISONS[operator](empty, value)
        return False

    def _field_to_sql(self, alias, field_expr, query=None):
        """Join the figures of the current company, to group and sort by them."""
        if field_expr == "customer_currency_id":
            return SQL("%s", self.env.company.currency_id.id)
        if field_expr not in CUSTOMER_FIGURES:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        indicator = query.make_alias(alias, "customer_figures")
        query.add_join(
            "LEFT JOIN",
            indicator,
            "sunumarche_customer_indicator",
            SQL(
                "%s = %s AND %s = %s",
                SQL.identifier(indicator, "partner_id"),
                SQL.identifier(alias, "id"),
                SQL.identifier(indicator, "company_id"),
                self.env.company.id,
            ),
        )
        figure, _empty = CUSTOMER_FIGURES[field_expr]
        model = self.env["sunumarche.customer.indicator"]
        return model._field_to_sql(indicator, figure, query)
