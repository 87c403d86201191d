from odoo import api, models
from odoo.tools import SQL

from ..engine.loyalty_merger import LoyaltyMerger


class Merge(models.Model):
    """Joins loyalty cards, and takes them apart again."""

    _inherit = "sunumarche.merge"

    @api.model
    def _join_rows(self, mover):
        super()._join_rows(mover)
        LoyaltyMerger(self.env, mover).run()

    @api.model
    def _undo_operation(self, move):
        if move["operation"] != "points":
            return super()._undo_operation(move)
        return self.env.execute_query(
            SQL(
                """
                UPDATE loyalty_card card
                   SET points = card.points - (move.rows ->> 0)::float8
                  FROM sunumarche_merge_move move
                 WHERE move.id = %s AND card.id = move.new_id
             RETURNING card.id
                """,
                move["id"],
            )
        )
