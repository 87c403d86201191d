"""Takes a merge back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import psycopg2

from odoo.tools import SQL, mute_logger

# Columns that PostgreSQL or Odoo writes whatever one does.
DATED = frozenset(("write_date", "write_uid"))


@dataclass(slots=True)
class UndoReport:
    """What could not be put back, since somebody changed it after the merge.

    :param changed: ``{card id: columns}`` that have another value than the merge gave
    :param gone: ``{table: how many}`` rows that were deleted or moved on since
    """

    changed: dict[int, list[str]] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)


class MergeUndo:
    """Puts everything back as one merge found it.

    How to use: ``report = MergeUndo(env, merge_id).run()``

    How it works: what was written down is read backwards. A row is pointed back only
    if it still points where the merge pointed it, a value only if it is still the
    merge's. Rows that were made after the merge stay where they are.
    """

    def __init__(self, env, merge_id: int):
        self.env = env
        self.merge_id = merge_id
        self.report = UndoReport()

    def run(self) -> UndoReport:
        self.env.flush_all()
        self._restore_cards()
        moves = self.env.execute_query_dict(
            SQL(
                """
                  SELECT id, operation, table_name, column_name, old_id, new_id,
                         jsonb_array_length(rows) AS count
                    FROM sunumarche_merge_move
                   WHERE merge_id = %s
                     AND operation NOT IN ('before', 'after')
                ORDER BY id DESC
                """,
                self.merge_id,
            )
        )
        other = self.env["sunumarche.merge"]._undo_operation
        for move in moves:
            undo = getattr(self, f"_undo_{move['operation']}", other)
            undo(move)
        self.env.invalidate_all()
        return self.report

    def _restore_cards(self) -> None:
        cards: dict[int, dict[str, dict]] = {}
        for operation, card_id, row in self.env.execute_query(
            SQL(
                """
                SELECT operation, old_id, rows
                  FROM sunumarche_merge_move
                 WHERE merge_id = %s AND operation IN ('before', 'after')
                """,
                self.merge_id,
            )
        ):
            cards.setdefault(card_id, {})[operation] = row
        now = dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, to_jsonb(card) FROM res_partner card"
                    " WHERE id = ANY(%s)",
                    list(cards),
                )
            )
        )
        for card_id, states in cards.items():
            if card_id in now:
                self._restore_card(card_id, states, now[card_id])

    def _restore_card(self, card_id: int, states: dict[str, dict], now: dict) -> None:
        before, after = states["before"], states["after"]
        names = [
            name
            for name, value in before.items()
            if value != after.get(name) and name not in DATED and name in now
        ]
        kept = [name for name in names if now[name] != after[name]]
        if kept:
            self.report.changed[card_id] = kept
        restored = [name for name in names if name not in kept]
        if restored:
            self.env.execute_query(
                SQL(
                    """
                    UPDATE res_partner card
                       SET %(assignments)s
                      FROM jsonb_populate_record(NULL::res_partner, %(before)s::jsonb)
                           earlier
                     WHERE card.id = %(card_id)s
                    """,
                    assignments=SQL(", ").join(
                        SQL(
                            "%s = earlier.%s",
                            SQL.identifier(name),
                            SQL.identifier(name),
                        )
                        for name in restored
                    ),
                    before=json.dumps(before),
                    card_id=card_id,
                )
            )

    def _undo_moved(self, move: dict) -> None:
        """Point back what still points where it was pointed."""
        has_id = SQL(
            "(jsonb_typeof(what) = 'number' AND line.id = what::text::integer)"
        )
        same = SQL("to_jsonb(line) - %s = what", move["column_name"])
        [[is_number]] = self.env.execute_query(
            SQL(
                "SELECT jsonb_typeof(rows -> 0) = 'number' FROM sunumarche_merge_move"
                " WHERE id = %s",
                move["id"],
            )
        )
        [[count]] = self.env.execute_query(
            SQL(
                """
                WITH pointed AS (
                     UPDATE %(table)s line
                        SET %(column)s = %(old)s
                       FROM sunumarche_merge_move move,
                            jsonb_array_elements(move.rows) what
                      WHERE move.id = %(move)s
                        AND line.%(column)s = %(new)s
                        AND %(same)s
                  RETURNING 1)
                SELECT count(*) FROM pointed
                """,
                table=SQL.identifier(move["table_name"]),
                column=SQL.identifier(move["column_name"]),
                old=move["old_id"],
                new=move["new_id"],
                move=move["id"],
                same=has_id if is_number else same,
            )
        )
        self._note_gone(move, count)

    def _undo_folded(self, move: dict) -> None:
        """Make the rows that were deleted again, as they were.

        One by one when PostgreSQL refuses them together: what a row belonged to may
        have been deleted since, or another one have taken its place.
        """
        if not self._insert(move, SQL("TRUE")):
            inserted = sum(
                self._insert(move, SQL("number = %s", number))
                for number in range(1, move["count"] + 1)
            )
            self._note_gone(move, inserted)

    def _insert(self, move: dict, condition: SQL) -> bool:
        """Insert rows that were deleted; False if PostgreSQL refuses one of them."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                self.env.execute_query(
                    SQL(
                        """
                        INSERT INTO %(table)s
                             SELECT (jsonb_populate_record(NULL::%(table)s, what)).*
                               FROM sunumarche_merge_move move,
                                    jsonb_array_elements(move.rows)
                                    WITH ORDINALITY line (what, number)
                              WHERE move.id = %(move)s AND %(condition)s
                          RETURNING 1
                        """,
                        table=SQL.identifier(move["table_name"]),
                        move=move["id"],
                        condition=condition,
                    )
                )
        except psycopg2.IntegrityError:
            return False
        return True

    def _undo_added(self, move: dict) -> None:
        self.env.execute_query(
            SQL(
                "DELETE FROM %s WHERE id = %s",
                SQL.identifier(move["table_name"]),
                move["old_id"],
            )
        )

    def _undo_copied(self, move: dict) -> None:
        """Take a photo back, unless the card kept has got another one since."""
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM ir_attachment photo
                      USING sunumarche_merge_move move
                      WHERE move.id = %s
                        AND photo.id = move.old_id
                        AND photo.checksum = move.rows ->> 0
                  RETURNING photo.id
                """,
                move["id"],
            )
        )
        if not rows:
            changed = self.report.changed.setdefault(move["new_id"], [])
            changed.append(move["column_name"])

    def _undo_renewed(self, move: dict) -> None:
        self.env.execute_query(
            SQL(
                "UPDATE %s SET active = FALSE WHERE id = %s",
                SQL.identifier(move["table_name"]),
                move["old_id"],
            )
        )

    def _note_gone(self, move: dict, count: int) -> None:
        missing = move["count"] - count
        if missing > 0:
            gone = self.report.gone
            gone[move["table_name"]] = gone.get(move["table_name"], 0) + missing
