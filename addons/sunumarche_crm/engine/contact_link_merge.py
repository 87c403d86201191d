"""What a merge of contacts needs to know about their links."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from odoo.tools import SQL, groupby


class MovedSide(NamedTuple):
    """A row as the merge would make it."""

    id: int
    mirror_id: int
    type_id: int
    is_single: bool
    partner_id: int
    other_id: int
    start: date
    end: date


class ContactLinkFold:
    """Finds the links that a merge would make meaningless, before it writes.

    How to use, in the order that keeps every constraint satisfied::

        fold = ContactLinkFold(env)
        row_ids = fold.find_folded([(source_id, survivor_id), ...])
        # journal and delete these rows (both sides of a link are among them), then
        # repoint partner_id and other_partner_id by UPDATE.
        # To undo: repoint back first, then insert the journalled rows as they were.

    Folded are links between contacts that become one, and of links that become the
    same, or that only one of may hold at a time, all but the one kept: the survivor's
    own first, then the oldest row. The rows are those of both sides.
    """

    def __init__(self, env):
        self.env = env

    def find_folded(self, pairs: Iterable[tuple[int, int]]) -> list[int]:
        """Return the ids of the rows to delete, both sides of each link, sorted.

        :param pairs: (contact that disappears, contact that stays)
        """
        pairs = list(pairs)
        if not pairs:
            return []
        self.env["sunumarche.contact.link"].flush_model()
        sources, survivors = zip(*pairs, strict=True)
        rows = self.env.execute_query(self._sql_moved(sources, survivors))
        return self._choose([MovedSide(*row) for row in rows])

    def _sql_moved(self, sources, survivors) -> SQL:
        """The links concerned, one row a side, as the merge would make them."""
        return SQL(
            """
              WITH pair AS (
                   SELECT * FROM unnest(%(sources)s::int[], %(survivors)s::int[])
                                 AS pair (source_id, survivor_id))
            SELECT link.id, link.mirror_id, link.type_id, link.is_single,
                   coalesce(pair.survivor_id, link.partner_id) AS partner_id,
                   coalesce(other_pair.survivor_id, link.other_partner_id) AS other_id,
                   coalesce(link.date_start, '-infinity'),
                   coalesce(link.date_end, 'infinity')
              FROM sunumarche_contact_link link
         LEFT JOIN pair ON pair.source_id = link.partner_id
         LEFT JOIN pair other_pair ON other_pair.source_id = link.other_partner_id
             WHERE link.partner_id = ANY(%(concerned)s)
                OR link.other_partner_id = ANY(%(concerned)s)
          ORDER BY pair.source_id IS NOT NULL OR other_pair.source_id IS NOT NULL,
                   least(link.id, link.mirror_id), link.id
            """,
            sources=list(sources),
            survivors=list(survivors),
            concerned=[*sources, *survivors],
        )

    def _choose(self, rows) -> list[int]:
        """Keep each link unless one of its sides meets what is kept already."""
        folded, kept = set(), defaultdict(list)
        for _link, sides in groupby(rows, key=lambda row: min(row.id, row.mirror_id)):
            if any(self._is_met(side, kept) for side in sides):
                folded |= {side.id for side in sides}
                continue
            for side in sides:
                for key in self._keys(side):
                    kept[key].append((side.start, side.end))
        return sorted(folded)

    def _is_met(self, side, kept) -> bool:
        """Whether a side links a contact to itself, or meets a link that is kept."""
        return side.partner_id == side.other_id or any(
            side.start <= end and start <= side.end
            for key in self._keys(side)
            for start, end in kept[key]
        )

    @staticmethod
    def _keys(side) -> list[tuple]:
        """What no two links at the same time may have in common with this side."""
        keys = [(side.partner_id, side.type_id, side.other_id)]
        if side.is_single:
            keys.append((side.partner_id, side.type_id))
        return keys
