"""Who must not be written to: the stricter of several contacts' wishes counts."""

from odoo.fields import Datetime
from odoo.tools import SQL

from odoo.addons.sunumarche_crm.engine.consent_key import (
    get_post_key,
    sql_address_hash,
)
from odoo.addons.sunumarche_crm.engine.consent_words import (
    PURPOSES,
    sql_latest_word,
)

NUMBERS = ("phone_sanitized", "second_phone")
# Table -> its column of the address, and the columns of the cards that hold one.
OBJECTIONS = {
    "mail_blacklist": ("email", ("email_normalized", "second_email")),
    "phone_blacklist": ("number", ("phone_sanitized", "second_phone")),
}


class ObjectionMerger:
    """Spreads an objection of one card of a group over all addresses of it.

    How to use: ``ObjectionMerger(env).run()``, while ``merge_map`` stands and before
    the cards change.

    Somebody who refused at one of his addresses is not to be written to at the other
    one: the ledger of consents gets the stricter of all words, purpose by purpose, and
    core's block lists the same address by address. The rows added, and those that were
    lifted and hold again, are written down to be taken back.
    """

    def __init__(self, env):
        self.env = env

    def run(self) -> None:
        self._spread_words()
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

    def _spread_words(self) -> None:
        """Have each address of a group say no to what one of them says no to.

        The ledger gets a row for each address that does not say so already, dated
        today: whoever says yes afterwards is heard.
        """
        self.env["sunumarche.consent"].flush_model()
        self.env.execute_query(
            SQL(
                """
                WITH address AS MATERIALIZED (%(addresses)s),
                     said AS MATERIALIZED (%(said)s),
                     refused AS (
                     SELECT DISTINCT merge_id, channel, purpose
                       FROM said
                      WHERE decision = 'withdrawn'),
                     spread AS (
                     INSERT INTO sunumarche_consent
                                 (date, channel, address, address_hash, partner_id,
                                  purpose, decision, source, user_id)
                          SELECT DISTINCT %(now)s::timestamp, channel, address,
                                 address_hash, new, purpose, 'withdrawn', 'merge',
                                 %(uid)s::integer
                            FROM said
                            JOIN refused USING (merge_id, channel, purpose)
                           WHERE said.is_card
                             AND said.decision IS DISTINCT FROM 'withdrawn'
                       RETURNING id, partner_id)
                INSERT INTO sunumarche_merge_move
                            (merge_id, operation, table_name, column_name, old_id,
                             new_id, rows)
                     SELECT DISTINCT map.merge_id, 'added', 'sunumarche_consent',
                            'address_hash', spread.id, map.new, '[]'::jsonb
                       FROM spread
                       JOIN merge_map map ON map.new = spread.partner_id
                """,
                addresses=self._sql_word_addresses(),
                said=self._sql_said(),
                now=Datetime.now(),
                uid=self.env.uid,
            )
        )
        self.env["sunumarche.consent"].invalidate_model()

    @staticmethod
    def _sql_said() -> SQL:
        """Build what each ``address`` says, purpose by purpose."""
        return SQL(
            """
            SELECT address.*, aim.purpose, word.decision
              FROM address
        CROSS JOIN unnest(%(purposes)s::text[]) aim (purpose)
 LEFT JOIN LATERAL (%(word)s) word ON TRUE
            """,
            purposes=list(PURPOSES),
            word=sql_latest_word(
                SQL("address.address_hash"),
                SQL("address.channel"),
                SQL("aim.purpose"),
            ),
        )

    def _sql_word_addresses(self) -> SQL:
        """Build (merge_id, new, channel, address_hash, address, is_card).

        Addresses of the cards, the cards themselves for letters, and those at which
        the contacts spoke without having them any more.
        """
        numbers = ("sms", "phone", "whatsapp")
        columns = [
            ("email", "email_key", "email_normalized"),
            ("email", "second_email_key", "second_email"),
            *((channel, name, name) for channel in numbers for name in NUMBERS),
        ]
        selects = [
            self._sql_card_keys(
                channel, SQL.identifier("card", key), SQL.identifier("card", shown)
            )
            for channel, key, shown in columns
        ]
        post = SQL("concat(%s, card.id::text)", get_post_key(""))
        selects.append(self._sql_card_keys("post", post, SQL("NULL")))
        selects.append(
            SQL(
                """
                SELECT map.merge_id, map.new, said.channel, said.address_hash,
                       NULL, FALSE
                  FROM merge_map map
                  JOIN sunumarche_consent said ON said.partner_id IN (map.old, map.new)
                """
            )
        )
        return SQL(" UNION ").join(selects)

    @staticmethod
    def _sql_card_keys(channel: str, key: SQL, shown: SQL) -> SQL:
        return SQL(
            """
            SELECT map.merge_id, map.new, %(channel)s AS channel,
                   %(hash)s AS address_hash, %(shown)s::text AS address, TRUE AS is_card
              FROM merge_map map
              JOIN res_partner card ON card.id IN (map.old, map.new)
             WHERE %(key)s <> ''
            """,
            channel=channel,
            hash=sql_address_hash(key),
            shown=shown,
            key=key,
        )
