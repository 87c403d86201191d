from odoo import api, fields, models
from odoo.tools import SQL

PURGE_BATCH = 5000


class MergeMove(models.Model):
    """What a merge did to some rows of one column: what is needed to undo it.

    Written and read by the engine alone (``engine/merge_mover.py``). ``rows`` holds
    the ids that moved, or whole rows where there are no ids or where they were
    deleted. ``old_id`` is what they pointed to, ``new_id`` what they point to now.
    """

    _name = "sunumarche.merge.move"
    _description = "What a Merge Moved"
    _order = "id"
    _log_access = False

    merge_id = fields.Many2one(
        "sunumarche.merge", required=True, ondelete="cascade", index=True
    )
    operation = fields.Selection(
        [
            ("before", "Card before"),
            ("after", "Card after"),
            ("moved", "Moved"),
            ("folded", "Folded"),
            ("added", "Added"),
            ("copied", "Photo copied"),
            ("renewed", "Objection renewed"),
        ],
        required=True,
    )
    table_name = fields.Char(required=True, export_string_translation=False)
    column_name = fields.Char(export_string_translation=False)
    old_id = fields.Integer(export_string_translation=False)
    new_id = fields.Integer(export_string_translation=False)
    rows = fields.Json(export_string_translation=False)

    @api.autovacuum
    def _gc_past(self):
        """Delete what can no longer be undone; the merges themselves stay listed."""
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM sunumarche_merge_move
                      WHERE id IN (SELECT move.id
                                     FROM sunumarche_merge_move move
                                     JOIN sunumarche_merge done
                                       ON done.id = move.merge_id
                                    WHERE done.undo_until < now() AT TIME ZONE 'utc'
                                    LIMIT %s)
                  RETURNING id
                """,
                PURGE_BATCH,
            )
        )
        return len(rows), len(rows) == PURGE_BATCH
