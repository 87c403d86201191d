"""The card of who stays: what it lacked comes from those who go."""

from __future__ import annotations

from odoo.tools import SQL

# Columns that go together: filled from one card, and only when the first is empty.
GROUPS = (
    ("email", "email_normalized", "email_key"),
    ("phone", "phone_sanitized"),
    (
        *("city", "street", "street2", "zip", "state_id", "country_id"),
        *("department_id", "partner_latitude", "partner_longitude"),
    ),
    ("agency_id", "territory_id", "territory_by_hand"),
)
# What says which record it is, or who it belongs to.
KEPT = frozenset(
    (
        *(
            "id",
            "active",
            "name",
            "firstname",
            "lastname",
            "complete_name",
            "parent_id",
        ),
        *("commercial_partner_id", "commercial_company_name", "company_id", "type"),
        *("is_company", "partner_share", "employee", "color", "merged_into_id"),
        *("create_uid", "create_date", "write_uid", "write_date", "second_phone"),
        *("second_email", "second_email_key", "calendar_last_notif_ack"),
        "figure_heir_id",
    )
)
RANKS = ("customer_rank", "supplier_rank", "message_bounce")
# A card that goes keeps nothing by which a person is found or a parcel scanned.
EMPTIED = (
    *("email", "email_normalized", "email_key", "phone", "phone_sanitized"),
    *("second_phone", "second_email", "second_email_key"),
)
# A barcode that the card kept has not taken, as it had its own, stays.
SQL_OTHER_BARCODES = SQL(
    """
    (SELECT jsonb_object_agg(key, value)
       FROM jsonb_each(loser.barcode)
      WHERE value IS DISTINCT FROM survivor.barcode -> key)
    """
)


class CardMerger:
    """Fills the survivors' cards from the map ``merge_map``, a statement for all.

    How to use: ``CardMerger(env).run()``

    A value of the survivor's own always stays. Of several cards that go, the first in
    the order of the map counts. Values that depend on the company are joined company
    by company. Numbers and addresses without room: see ``ContactPointMerger``.
    """

    def __init__(self, env):
        self.env = env
        self.columns = self._get_columns()

    def run(self) -> None:
        self.env.execute_query(
            SQL(
                """
                UPDATE res_partner survivor
                   SET %(assignments)s
                  FROM (SELECT map.new, %(sources)s
                          FROM merge_map map
                          JOIN res_partner loser ON loser.id = map.old
                      GROUP BY map.new) source
                 WHERE survivor.id = source.new
                """,
                assignments=SQL(", ").join(self._get_assignments()),
                sources=SQL(", ").join(self._get_sources()),
            )
        )
        self.env.execute_query(
            SQL(
                """
                UPDATE res_partner loser
                   SET active = FALSE,
                       merged_into_id = map.new,
                       barcode = %(barcode)s,
                       %(emptied)s
                  FROM merge_map map
                  JOIN res_partner survivor ON survivor.id = map.new
                 WHERE loser.id = map.old
                """,
                barcode=SQL_OTHER_BARCODES,
                emptied=SQL(", ").join(
                    SQL("%s = NULL", SQL.identifier(name))
                    for name in EMPTIED
                    if name in self.columns
                ),
            )
        )

    def _get_columns(self) -> dict[str, str]:
        """Return ``{column: type}``, of what the model stores as it stores it."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT attname, format_type(atttypid, NULL)
                  FROM pg_attribute
                 WHERE attrelid = 'res_partner'::regclass
                   AND attnum > 0
                   AND NOT attisdropped
                """
            )
        )
        return dict(rows)

    def _get_assignments(self) -> list[SQL]:
        grouped = {name: group[0] for group in GROUPS for name in group}
        found = []
        for name, kind in self.columns.items():
            if name in KEPT:
                continue
            column = SQL.identifier(name)
            if name in RANKS:
                value = SQL("greatest(survivor.%s, source.%s)", column, column)
            elif kind == "jsonb":
                value = SQL(
                    "nullif(coalesce(source.%s, '{}') || coalesce(survivor.%s, '{}'),"
                    " '{}')",
                    column,
                    column,
                )
            elif name in grouped:
                value = SQL(
                    "CASE WHEN survivor.%s IS NULL THEN source.%s ELSE survivor.%s END",
                    SQL.identifier(grouped[name]),
                    column,
                    column,
                )
            else:
                value = SQL("coalesce(survivor.%s, source.%s)", column, column)
            found.append(SQL("%s = %s", column, value))
        return found

    def _get_sources(self) -> list[SQL]:
        leads = {name: group[0] for group in GROUPS for name in group}
        found = []
        for name, kind in self.columns.items():
            if name in KEPT:
                continue
            column = SQL.identifier(name)
            if name in RANKS:
                value = SQL("max(loser.%s)", column)
            elif kind == "jsonb":
                value = self._sql_joined(column)
            else:
                value = SQL(
                    "(array_agg(loser.%s ORDER BY map.rank)"
                    " FILTER (WHERE loser.%s IS NOT NULL))[1]",
                    column,
                    SQL.identifier(leads.get(name, name)),
                )
            found.append(SQL("%s AS %s", value, column))
        return found

    @staticmethod
    def _sql_joined(column: SQL) -> SQL:
        """Join objects; of a key that several have, the first card's value."""
        return SQL(
            """
            (SELECT jsonb_object_agg(key, value)
               FROM (SELECT DISTINCT ON (each.key) each.key, each.value
                       FROM merge_map own
                       JOIN res_partner card ON card.id = own.old,
                            jsonb_each(card.%s) each
                      WHERE own.new = map.new
                   ORDER BY each.key, own.rank) joined)
            """,
            column,
        )
