from odoo import api, models
from odoo.fields import Domain

LONGEST_TEXT = 200


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _search_display_name(self, operator, value):
        """No name is that long: do not compare every record with such a text.

        A text of a megabyte would keep PostgreSQL busy for many seconds.
        """
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            is_negative = operator in Domain.NEGATIVE_OPERATORS
            return Domain.TRUE if is_negative else Domain.FALSE
        return super()._search_display_name(operator, value)
