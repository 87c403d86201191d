"""Merges many groups of contacts at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import psycopg2.errors

from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

from .merge_card import CardMerger
from .merge_contact_point import ContactPointMerger
from .merge_link import LinkMerger
from .merge_mover import ReferenceMover
from .merge_objection import ObjectionMerger
from .merge_photo import PhotoMerger

MODEL = "res.partner"


class MergeBatch:
    """One merge of each group: who stays, and who goes.

    How to use::

        batch = MergeBatch(env, {survivor_id: [loser_id, ...]}, rules)
        batch.lock()
        counts = batch.preview()        # moves nothing
        batch.run({survivor_id: merge_id}, {survivor_id: values chosen})

    How it works: the number of statements depends on how many columns point to
    contacts, never on how many groups there are. What is needed to undo it stands in
    ``sunumarche_merge_move``: rows moved and deleted, and the cards before and after.
    """

    def __init__(self, env, groups: Mapping[int, Sequence[int]], rules):
        self.env = env
        self.groups = groups
        self.mover = ReferenceMover(env, rules)
        self.partner_ids = sorted(
            {*groups, *(loser for losers in groups.values() for loser in losers)}
        )

    def lock(self) -> None:
        """Keep all cards from others until the end; UserError if one has them now."""
        self.env.flush_all()
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                rows = self.env.execute_query(
                    SQL(
                        """
                          SELECT id
                            FROM res_partner
                           WHERE id = ANY(%s)
                             AND merged_into_id IS NULL
                        ORDER BY id
                             FOR UPDATE NOWAIT
                        """,
                        self.partner_ids,
                    )
                )
        except psycopg2.errors.LockNotAvailable as error:
            raise UserError(
                self.env._(
                    "Somebody is changing or merging one of these contacts at this"
                    " moment. Nothing was merged: try again in a minute."
                )
            ) from error
        if len(rows) < len(self.partner_ids):
            raise UserError(
                self.env._(
                    "One of these contacts was merged or deleted in the meantime."
                    " Nothing was merged: search for duplicates again."
                )
            )

    def preview(self) -> list[tuple]:
        """Return what ``ReferenceMover.count`` does."""
        self._fill_map(dict.fromkeys(self.groups, 0))
        return self.mover.count(MODEL)

    def run(
        self, merges: Mapping[int, int], chosen: Mapping[int, dict] | None = None
    ) -> None:
        """Merge; ``merges`` says under which record it is written down.

        :param chosen: what a person chose for cards that stay
        """
        self._fill_map(merges)
        self._write_cards("before")
        self.env["sunumarche.merge"]._join_rows(self.mover)
        LinkMerger(self.env).run()
        self.mover.move(MODEL)
        PhotoMerger(self.env).run()
        ObjectionMerger(self.env).run()
        points = ContactPointMerger(self.env)
        CardMerger(self.env).run()
        self.env.invalidate_all()
        for survivor, values in (chosen or {}).items():
            self.env[MODEL].browse(survivor).write(values)
        self.env.flush_all()
        points.run()
        self._write_cards("after")
        self.env.invalidate_all()

    def _fill_map(self, merges: Mapping[int, int]) -> None:
        self.env.flush_all()
        rows = [
            {"merge_id": merges[survivor], "old": loser, "new": survivor, "rank": rank}
            for survivor, losers in self.groups.items()
            for rank, loser in enumerate(losers)
        ]
        self.env.execute_query(SQL("DROP TABLE IF EXISTS pg_temp.merge_map"))
        self.env.execute_query(
            SQL(
                """
                CREATE TEMPORARY TABLE merge_map ON COMMIT DROP AS
                SELECT *
                  FROM jsonb_to_recordset(%s::jsonb)
                       line (merge_id integer, old integer, new integer, rank integer)
                """,
                json.dumps(rows),
            )
        )
        self.env.execute_query(SQL("CREATE UNIQUE INDEX ON merge_map (old)"))
        self.env.execute_query(SQL("ANALYZE merge_map"))

    def _write_cards(self, operation: str) -> None:
        """Write the cards of all down, as the table holds them."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sunumarche_merge_move
                            (merge_id, operation, table_name, old_id, new_id, rows)
                     SELECT DISTINCT map.merge_id, %(operation)s, 'res_partner',
                            card.id, map.new, to_jsonb(card)
                       FROM merge_map map
                       JOIN res_partner card ON card.id IN (map.old, map.new)
                """,
                operation=operation,
            )
        )
