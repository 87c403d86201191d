from odoo import api, models

from ..engine.loyalty_merger import LoyaltyMerger


class Merge(models.Model):
    """Joins loyalty cards, and takes them apart again."""

    _inherit = "sunumarche.merge"

    @api.model
    def _join_rows(self, mover):
        LoyaltyMerger(self.env).run(mover)
        return super()._join_rows(mover)

    @api.model
    def _undo_operation(self, move):
        if move["operation"] != "points":
            return super()._undo_operation(move)
        return LoyaltyMerger(self.env).take_back(move)
