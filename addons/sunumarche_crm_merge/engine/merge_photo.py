"""The photo of the card kept, and no other."""

from odoo.tools import SQL

OPERATION = "copied"


class PhotoMerger:
    """Gives cards that have none the photo of the first card that goes.

    How to use: ``PhotoMerger(env).run()``, while ``merge_map`` stands.

    A field that holds a file is one row of ``ir_attachment``. Two rows for one field
    of one card would show either, so those of the cards that go stay theirs, and a
    card kept gets a copy of what it lacks: what becomes of it later does not touch
    the photo of the card that went.
    """

    def __init__(self, env):
        self.env = env

    def run(self) -> None:
        self.env.execute_query(
            SQL(
                """
                WITH lacking AS (
                     SELECT DISTINCT ON (map.new, photo.res_field)
                            map.merge_id, map.old, map.new, photo.*
                       FROM merge_map map
                       JOIN ir_attachment photo
                         ON photo.res_model = 'res.partner'
                        AND photo.res_id = map.old
                        AND photo.res_field IS NOT NULL
                      WHERE NOT EXISTS (
                            SELECT FROM ir_attachment own
                             WHERE own.res_model = 'res.partner'
                               AND own.res_id = map.new
                               AND own.res_field = photo.res_field)
                   ORDER BY map.new, photo.res_field, map.rank, photo.id DESC),
                     copied AS (
                     INSERT INTO ir_attachment (%(columns)s, res_id)
                          SELECT %(columns)s, new FROM lacking
                       RETURNING id, res_id, res_field, checksum)
                INSERT INTO sunumarche_merge_move
                            (merge_id, operation, table_name, column_name, old_id,
                             new_id, rows)
                     SELECT lacking.merge_id, %(operation)s, 'ir_attachment',
                            copied.res_field, copied.id, copied.res_id,
                            jsonb_build_array(copied.checksum)
                       FROM copied
                       JOIN lacking ON lacking.new = copied.res_id
                        AND lacking.res_field = copied.res_field
                """,
                columns=SQL(", ").join(map(SQL.identifier, self._get_columns())),
                operation=OPERATION,
            )
        )

    def _get_columns(self) -> list[str]:
        """Return the columns of a file but for which row it is, and whose."""
        return [
            name
            for name, field in self.env["ir.attachment"]._fields.items()
            if field.store and field.column_type and name not in ("id", "res_id")
        ]
