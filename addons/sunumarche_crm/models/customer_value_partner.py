from odoo import api, fields, models
from odoo.fields import Domain

FIGURE_READERS = "sunumarche_crm.group_customer_figures"
AMOUNT_READERS = "sunumarche_crm.group_customer_amounts"
# Field of the contact -> (one2many, figure).
VALUE_FIGURES = {
    "customer_expected_value": ("customer_value_ids", "expected_value"),
    "customer_alive_probability": ("customer_value_ids", "alive_probability"),
    "customer_is_late": ("customer_rhythm_ids", "is_late"),
}


class ResPartner(models.Model):
    _inherit = "res.partner"

    customer_value_ids = fields.One2many(
        "sunumarche.customer.value",
        "partner_id",
        string="Expected Values",
        groups=FIGURE_READERS,
    )
    customer_rhythm_ids = fields.One2many(
        "sunumarche.rhythm", "partner_id", string="Rhythms", groups=FIGURE_READERS
    )
    customer_expected_value = fields.Monetary(
        string="Expected Value",
        compute="_compute_value_figures",
        search="_search_expected_value",
        currency_field="customer_currency_id",
        groups=AMOUNT_READERS,
        help="Untaxed turnover expected over the next 12 months, in the current "
        "company.",
    )
    customer_alive_probability = fields.Float(
        string="Chance of Being Active",
        compute="_compute_value_figures",
        search="_search_alive_probability",
        groups=FIGURE_READERS,
        help="How probable it is that the customer has not left for good.",
    )
    customer_is_late = fields.Boolean(
        string="Silent beyond Usual Rhythm",
        compute="_compute_value_figures",
        search="_search_is_late",
        groups=FIGURE_READERS,
        help="Silent for longer than the customer's own rhythm explains, in the "
        "current company.",
    )

    @api.depends("customer_value_ids", "customer_rhythm_ids")
    @api.depends_context("company")
    def _compute_value_figures(self):
        readable = {
            name: source
            for name, source in VALUE_FIGURES.items()
            if self._has_field_access(self._fields[name], "read")
        }
        rows = {
            "customer_value_ids": self._get_rows("sunumarche.customer.value"),
            "customer_rhythm_ids": self._get_rows("sunumarche.rhythm"),
        }
        for partner in self:
            for name, (one2many, figure) in readable.items():
                row = rows[one2many].get(partner._origin.id)
                partner[name] = row[figure] if row else False

    def _get_rows(self, model_name):
        """Return {partner id: row in the current company}."""
        rows = self.env[model_name].search(
            [("partner_id", "in", self.ids), ("company_id", "=", self.env.company.id)]
        )
        return {row.partner_id.id: row for row in rows}

    @api.model
    def _search_expected_value(self, operator, value):
        return self._search_value_figure("customer_expected_value", operator, value)

    @api.model
    def _search_alive_probability(self, operator, value):
        return self._search_value_figure("customer_alive_probability", operator, value)

    @api.model
    def _search_is_late(self, operator, value):
        return self._search_value_figure("customer_is_late", operator, value)

    @api.model
    def _search_value_figure(self, name, operator, value):
        """Reach the figure in the current company; no row is 0, or not late."""
        if operator.startswith("not"):
            return NotImplemented
        one2many, figure = VALUE_FIGURES[name]
        current = Domain("company_id", "=", self.env.company.id)
        found = Domain(one2many, "any", current & Domain(figure, operator, value))
        if self._is_met_by_nothing(operator, value):
            found |= Domain(one2many, "not any", current)
        return found

    @staticmethod
    def _is_met_by_nothing(operator, value):
        """Whether a contact without the row, which counts as 0, meets the condition."""
        if operator == "in":
            return False in value or 0 in value
        return {"<": value > 0, "<=": value >= 0, ">": value < 0, ">=": value <= 0}.get(
            operator, False
        )
