from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

FIGURE_READERS = "sunumarche_crm.group_customer_figures"


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_indicator_ids = fields.One2many(
        "sunumarche.customer.indicator", "partner_id", groups=FIGURE_READERS
    )
    rfm_history_ids = fields.One2many(
        "sunumarche.rfm.history", "partner_id", groups=FIGURE_READERS
    )
    customer_indicator_id = fields.Many2one(
        "sunumarche.customer.indicator",
        string="Customer Indicators",
        compute="_compute_customer_indicator_id",
        search="_search_customer_indicator_id",
        groups=FIGURE_READERS,
        help="The figures of this customer in the current company.",
    )
    customer_currency_id = fields.Many2one(
        related="customer_indicator_id.currency_id",
        string="Currency of the Figures",
        groups=FIGURE_READERS,
    )
    customer_rfm_class_id = fields.Many2one(
        related="customer_indicator_id.rfm_class_id", groups=FIGURE_READERS
    )
    customer_net_amount = fields.Monetary(
        related="customer_indicator_id.net_amount",
        currency_field="customer_currency_id",
        groups=FIGURE_READERS,
    )
    customer_net_amount_12m = fields.Monetary(
        related="customer_indicator_id.net_amount_12m",
        currency_field="customer_currency_id",
        groups=FIGURE_READERS,
    )
    customer_purchase_count = fields.Integer(
        related="customer_indicator_id.purchase_count", groups=FIGURE_READERS
    )
    customer_last_purchase_date = fields.Date(
        related="customer_indicator_id.last_purchase_date", groups=FIGURE_READERS
    )
    days_since_last_purchase = fields.Integer(
        related="customer_indicator_id.days_since_last_purchase", groups=FIGURE_READERS
    )
    customer_amount_overdue = fields.Monetary(
        related="customer_indicator_id.amount_overdue",
        currency_field="customer_currency_id",
        groups=FIGURE_READERS,
    )

    @api.depends("customer_indicator_ids")
    @api.depends_context("company")
    def _compute_customer_indicator_id(self):
        indicators = self.env["sunumarche.customer.indicator"].search(
            [("partner_id", "in", self.ids), ("company_id", "=", self.env.company.id)]
        )
        by_partner = {indicator.partner_id.id: indicator for indicator in indicators}
        for partner in self:
            partner.customer_indicator_id = by_partner.get(partner._origin.id)

    @api.model
    def _search_customer_indicator_id(self, operator, value):
        """Reach the indicators through the stored one2many, in the current company."""
        current = Domain("company_id", "=", self.env.company.id)
        if operator in ("any", "any!"):
            return Domain("customer_indicator_ids", operator, current & Domain(value))
        if operator == "in":
            found = Domain(
                "customer_indicator_ids",
                "any",
                current & Domain("id", "in", [number for number in value if number]),
            )
            without = ~Domain("customer_indicator_ids", "any", current)
            return found | without if False in value else found
        return NotImplemented

    def _field_to_sql(self, alias, field_expr, query=None):
        """Join the figures of the current company, to group and sort by them."""
        if field_expr != "customer_indicator_id":
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
        return SQL.identifier(indicator, "id")
