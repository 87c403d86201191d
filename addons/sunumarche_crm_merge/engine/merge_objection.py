"""Who must not be written to: the stricter of several contacts' wishes counts."""

from odoo.tools import SQL

# Table -> its column of the address, and the columns of the cards that hold one.
OBJECTIONS = {
    "mail_blacklist": ("email", ("email_normalized", "second_email")),
    "phone_blacklist": ("number", ("phone_sanitized", "second_phone")),
}


class ObjectionMerger:
    """Spreads an objection of one card of a group over all addresses of it.

    How to use: ``ObjectionMerger(env).run()``, while ``merge_map`` stands and before
    the cards change.

    An objection belongs to an address, not to a contact: somebody who refused at one
    of his addresses is not to be written to at the other one. The rows added, and
    those that were lifted and hold again, are written down to be taken back.
    """

    def __init__(self, env):
        self.env = env

    def run(self) -> None:
        for table, (column, sources) in OBJECTIONS.items():
            if any(
                model._table == table for model in self.env.registry.models.values()
            ):
                self._spread(table, column, sources)

    def _spread(self, table: str, column: str, sources: tuple[str, ...]) -> None:
        self.env.execute_query(
            SQL(
                """
                WITH address AS (%(addresses)s),
                     refused AS (
                     SELECT DISTINCT address.merge_id
                       FROM address
                       JOIN %(table)s listed ON listed.%(column)s = address.address
                      WHERE listed.active),
                     spread AS (
                     INSERT INTO %(table)s AS listed
                                 (%(column)s, active, create_uid, create_date,
                                  write_uid, write_date)
                          SELECT DISTINCT address.address, TRUE, %(uid)s::integer,
                                 now() AT TIME ZONE 'utc', %(uid)s::integer,
                                 now() AT TIME ZONE 'utc'
                            FROM address
                            JOIN refused ON refused.merge_id = address.merge_id
                     ON CONFLICT (%(column)s) DO UPDATE SET active = TRUE
                           WHERE NOT listed.active
                       RETURNING listed.id, listed.%(column)s AS address,
                                 listed.xmax = 0 AS is_new)
                INSERT INTO sunumarche_merge_move
                            (merge_id, operation, table_name, column_name, old_id,
                             new_id, rows)
                     SELECT DISTINCT address.merge_id,
                            CASE WHEN spread.is_new THEN 'added' ELSE 'renewed' END,
                            %(table_name)s, %(column_name)s, spread.id, address.new,
                            '[]'::jsonb
                       FROM spread
                       JOIN address ON address.address = spread.address
                """,
                addresses=self._sql_addresses(sources),
                table=SQL.identifier(table),
                column=SQL.identifier(column),
                uid=self.env.uid,
                table_name=table,
                column_name=column,
            )
        )

    @staticmethod
    def _sql_addresses(sources: tuple[str, ...]) -> SQL:
        """Build ``merge_id``, ``new``, ``address`` of all cards of the map."""
        return SQL(" UNION ").join(
            SQL(
                "SELECT map.merge_id, map.new, card.%s AS address FROM merge_map map"
                " JOIN res_partner card ON card.id IN (map.old, map.new)"
                " WHERE card.%s IS NOT NULL",
                SQL.identifier(name),
                SQL.identifier(name),
            )
            for name in sources
        )
