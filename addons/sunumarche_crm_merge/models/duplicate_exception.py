from odoo import api, fields, models
from odoo.tools import SQL


class DuplicateException(models.Model):
    """Somebody said that two records are not one person: for ever.

    ``one_key`` and ``other_key`` are profile ids, the lower one first.
    """

    _name = "sunumarche.duplicate.exception"
    _description = "Not a Duplicate"
    _order = "id desc"

    one_key = fields.Integer(
        required=True, readonly=True, export_string_translation=False
    )
    other_key = fields.Integer(
        required=True, readonly=True, index=True, export_string_translation=False
    )

    _pair_uniq = models.Constraint(
        "UNIQUE (one_key, other_key)", "These two are known not to be duplicates."
    )

    @api.model
    def _refuse(self, keys):
        """Remember that no two of ``keys`` are one person."""
        ordered = sorted(set(keys))
        rows = [
            SQL("(%s, %s, %s, now() AT TIME ZONE 'utc')", one, other, self.env.uid)
            for place, one in enumerate(ordered)
            for other in ordered[place + 1 :]
        ]
        if rows:
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO sunumarche_duplicate_exception
                                (one_key, other_key, create_uid, create_date)
                         VALUES %s
                    ON CONFLICT DO NOTHING
                    """,
                    SQL(", ").join(rows),
                )
            )
            self.invalidate_model()

    @api.model
    def _get_pairs(self):
        """Return the set of pairs (lower id, higher id)."""
        return set(
            self.env.execute_query(
                SQL("SELECT one_key, other_key FROM sunumarche_duplicate_exception")
            )
        )

    @api.model
    def _get_refused(self, key):
        """Return the ids that are known not to be ``key``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT other_key FROM sunumarche_duplicate_exception
                 WHERE one_key = %(key)s
                 UNION
                SELECT one_key FROM sunumarche_duplicate_exception
                 WHERE other_key = %(key)s
                """,
                key=key,
            )
        )
        return {other for (other,) in rows}
