from odoo import api, models
from odoo.tools import SQL

from .merge_run import SQL_OPEN_ENTRY, SQL_OPEN_MOVE


class Merge(models.Model):
    """Lets the contact kept count what closed books keep with those that went."""

    _inherit = "sunumarche.merge"

    @api.model
    def _get_fold_rules(self):
        """A payment stays with its entry."""
        return super()._get_fold_rules() | {
            "account_payment": SQL("(line.move_id IS NULL OR %s)", SQL_OPEN_ENTRY)
        }

    @api.model
    def _join_rows(self, mover):
        """Say for whom the documents that stay count; the cards are written down."""
        result = super()._join_rows(mover)
        self.env.execute_query(
            SQL(
                """
                UPDATE res_partner card
                   SET figure_heir_id = map.new
                  FROM merge_map map
                 WHERE card.id = map.old
                   AND (EXISTS (SELECT FROM account_move line
                                 WHERE line.commercial_partner_id = map.old
                                   AND NOT (%(open_move)s))
                        OR EXISTS (SELECT FROM account_move_line line
                                    WHERE line.partner_id = map.old
                                      AND NOT (%(open_entry)s)))
                """,
                open_move=SQL_OPEN_MOVE,
                open_entry=SQL_OPEN_ENTRY,
            )
        )
        return result
