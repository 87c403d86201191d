from odoo import api, models
from odoo.exceptions import AccessError

from ..engine.closed_fields import remove_totals

# Whoever has one of these groups may know the turnover of the customers he sees.
ADDERS = (
    "sunumarche_crm.group_customer_amounts,sales_team.group_sale_salesman,"
    "account.group_account_invoice,account.group_account_readonly,base.group_system,"
    "base.group_portal"
)
QUERIED = {"searchable", "sortable", "groupable"}
AMOUNT_NAMES = ("amount_", "price_", "technical_price_", "untaxed_amount_")


class AmountsMixin(models.AbstractModel):
    """A document whose amounts one may read without adding them up.

    Service agents and warehouse staff open an order, which says what it costs. What
    customers bought together is turnover, which is not theirs: no total, no condition,
    no order and no group by an amount, whichever way the query comes.
    """

    _name = "sunumarche.amounts.mixin"
    _description = "Amounts That Not Everybody Adds Up"

    @api.model
    def _is_closed_amount(self, name):
        """Tell whether a field is an amount that the user may not add up."""
        field = self._fields.get(name)
        return bool(
            field
            and (
                field.type == "monetary"
                or (field.type == "float" and name.startswith(AMOUNT_NAMES))
            )
            and not (self.env.su or self.env.user.has_groups(ADDERS))
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        """Every total, condition, group and order of a query passes here.

        :raise AccessError: the user may not add up the amounts of this model
        """
        if self._is_closed_amount(field_expr):
            raise AccessError(
                self.env._(
                    "Your role does not show you turnover: amounts are neither added "
                    "up, nor filtered, grouped or sorted by. Open the document itself, "
                    "or ask a salesperson."
                )
            )
        return super()._field_to_sql(alias, field_expr, query)

    def _fetch_query(self, query, fields):
        """Read the amounts of records too, which passes the same way."""
        closed = [field for field in fields if self._is_closed_amount(field.name)]
        if not closed:
            return super()._fetch_query(query, fields)
        # sudo: documents - which ones, and that the fields are readable, was asked by
        # whoever made the query
        self.sudo()._fetch_query(query, closed)
        return super()._fetch_query(
            query, [field for field in fields if field not in closed]
        )

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Describe closed amounts as what can only be read."""
        result = super().fields_get(allfields, attributes)
        for name, description in result.items():
            if self._is_closed_amount(name):
                description.pop("aggregator", None)
                description.update(dict.fromkeys(QUERIED & description.keys(), False))
        return result

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        result = super().get_view(view_id, view_type, **options)
        closed = {name for name in self._fields if self._is_closed_amount(name)}
        if closed and view_type in ("list", "kanban", "pivot", "graph"):
            result["arch"] = remove_totals(result["arch"], closed)
        return result
