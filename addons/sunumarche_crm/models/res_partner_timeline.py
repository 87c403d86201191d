from odoo import api, models
from odoo.exceptions import UserError

from ..engine.timeline_reader import TimelineReader

FILTERS = {"kinds", "channels", "since", "until", "text"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.readonly
    def ask_timeline(self, filters=None, cursor=None):
        """Return a page of the customer's timeline.

        :param filters: see ``TimelineReader``
        :param cursor: that of the page before
        """
        self.ensure_one()
        self.check_access("read")
        self._check_timeline_access()
        filters = filters or {}
        if not isinstance(filters, dict) or not filters.keys() <= FILTERS:
            raise UserError(self.env._("This filter is not known."))
        return TimelineReader(self, filters).read_page(cursor)

    def _check_timeline_access(self):
        """Only who reads customers' figures has a card to look at."""
        self.env["sunumarche.customer.indicator"].check_access("read")
