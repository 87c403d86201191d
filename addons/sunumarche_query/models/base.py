from odoo import api, models
from odoo.tools import SQL

from ..engine.money import CONVERTED, Amount


class Base(models.AbstractModel):
    """Aggregates of amounts in the current company's currency.

    Core's ``sum_currency`` takes the rates of today. ``sum_converted``,
    ``avg_converted``, ``min_converted`` and ``max_converted`` take those of each
    document.
    """

    _inherit = "base"

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        name, _colon, function = aggregate_spec.partition(":")
        if function not in CONVERTED or self._fields[name].type != "monetary":
            return super()._read_group_select(aggregate_spec, query)
        amount = Amount(self, name).to_sql(self._table, query)
        return SQL("%s(%s)", CONVERTED[function], amount)
