import operator as comparison

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

COMPARISONS = {
    "<": comparison.lt,
    "<=": comparison.le,
    ">": comparison.gt,
    ">=": comparison.ge,
}


class CardCompletenessMixin(models.AbstractModel):
    """How complete a card is: the share of the fields of interest that are filled.

    It is not kept: PostgreSQL works it out from the columns when one sorts, groups or
    searches by it, so that it is never out of date and costs nothing to write.
    """

    _name = "sunumarche.card.completeness.mixin"
    _description = "Completeness of a Card"

    card_completeness = fields.Integer(
        string="Completeness",
        compute="_compute_card_completeness",
        search="_search_card_completeness",
        aggregator="avg",
        groups="base.group_user",
        help="Percentage of what one wants to know that stands on the card. Numbers "
        "and e-mail addresses count when they are right.",
    )
    card_missing = fields.Char(
        string="Still Missing",
        compute="_compute_card_completeness",
        groups="base.group_user",
    )

    @api.model
    def _get_card_items(self):
        """Return ``{field that counts: field that one fills in}``, for persons."""
        return {
            "firstname": "firstname",
            "lastname": "lastname",
            "phone_sanitized": "phone",
            "email_normalized": "email",
            "birthdate": "birthdate",
            "profession_id": "profession_id",
            "city": "city",
            "state_id": "state_id",
            "preferred_channel": "preferred_channel",
            "preferred_moment": "preferred_moment",
        }

    @api.model
    def _get_company_card_items(self):
        """Return the same for companies; empty if the model has none."""
        return {}

    def _get_own_card_items(self):
        """Return the items that count for this card."""
        return self._get_card_items()

    @api.depends(
        lambda self: [*(self._get_card_items() | self._get_company_card_items())]
    )
    @api.depends_context("lang")
    def _compute_card_completeness(self):
        for record in self:
            items = record._get_own_card_items()
            missing = [shown for name, shown in items.items() if not record[name]]
            filled = len(items) - len(missing)
            record.card_completeness = 100 * filled // len(items)
            record.card_missing = record._get_labels(missing)

    def _get_labels(self, names):
        labels = [self._fields[name]._description_string(self.env) for name in names]
        return ", ".join(labels) or False

    @api.model
    def _search_card_completeness(self, operator, value):
        if operator == "in":
            wanted = [0 if percent is False else percent for percent in value]
            return self._get_completeness_domain(
                SQL("= ANY(%s)", wanted), lambda percent: percent in wanted
            )
        if operator in COMPARISONS:
            compare = COMPARISONS[operator]
            return self._get_completeness_domain(
                SQL("%s %s", SQL(operator), value),
                lambda percent: compare(percent, value),
            )
        return NotImplemented

    @api.model
    def _get_completeness_domain(self, condition, is_met):
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s %s",
                model._field_to_sql(alias, "card_completeness", query),
                condition,
            ),
            predicate=lambda record: is_met(record.card_completeness),
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "card_completeness":
            return super()._field_to_sql(alias, field_expr, query)
        return self._sql_card_completeness(alias, query)

    def _sql_card_completeness(self, alias, query):
        return self._sql_completeness(self._get_card_items(), alias, query)

    def _sql_completeness(self, items, alias, query):
        filled = [
            SQL("nullif(%s::text, '')", self._field_to_sql(alias, name, query))
            for name in items
        ]
        return SQL("100 * num_nonnulls(%s) / %s", SQL(", ").join(filled), len(items))
