from odoo import models


class AccountMoveReversal(models.TransientModel):
    """Says which invoice a corrected one replaces."""

    _inherit = "account.move.reversal"

    def _modify_default_reverse_values(self, origin_move):
        values = super()._modify_default_reverse_values(origin_move)
        return values | {"corrects_move_id": origin_move.id}
