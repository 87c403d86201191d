"""What a link between contacts must not be: there already, or the end of a loop."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from odoo.tools import SQL

TABLE = SQL.identifier("sunumarche_contact_link")


class WantedLink(NamedTuple):
    """A link somebody wants to write, read from one side."""

    partner_id: int
    type_id: int
    other_partner_id: int
    date_start: date | None
    date_end: date | None
    is_single: bool
    row_id: int = 0


def find_standing_in_the_way(env, wanted: Iterable[WantedLink]) -> list[int]:
    """Return the ids of links that are the same, or the only one allowed, already.

    One id for each wanted link at most; periods that overlap, their last days
    included, count. ``row_id`` is the row that is being changed, never in its own way.
    """
    wanted = list(wanted)
    if not wanted:
        return []
    env["sunumarche.contact.link"].flush_model()
    columns = [list(column) for column in zip(*wanted, strict=True)]
    rows = env.execute_query(
        SQL(
            """
            SELECT min(link.id)
              FROM unnest(%s::int[], %s::int[], %s::int[], %s::date[], %s::date[],
                          %s::bool[], %s::int[])
                   AS wanted (partner_id, type_id, other_id, date_start, date_end,
                              is_single, row_id)
              JOIN %s link
                ON link.partner_id = wanted.partner_id
               AND link.type_id = wanted.type_id
               AND (wanted.is_single OR link.other_partner_id = wanted.other_id)
               AND daterange(link.date_start, link.date_end, '[]')
                   && daterange(wanted.date_start, wanted.date_end, '[]')
               AND link.id != wanted.row_id
          GROUP BY wanted.partner_id, wanted.type_id, wanted.other_id
            """,
            *columns,
            TABLE,
        )
    )
    return [link_id for [link_id] in rows]


def find_link_in_loop(env, link_ids: list[int]) -> int | None:
    """Return one of these links that closes a loop, or None.

    Follows links of the same type while their periods have a day in common with the
    one it started from.
    """
    rows = env.execute_query(
        SQL(
            """
            WITH RECURSIVE chain (link_id, start_id, partner_id, type_id, period) AS (
                SELECT id, partner_id, other_partner_id, type_id,
                       daterange(date_start, date_end, '[]')
                  FROM %(table)s
                 WHERE id = ANY(%(link_ids)s)
                 UNION
                SELECT chain.link_id, chain.start_id, link.other_partner_id,
                       chain.type_id,
                       chain.period * daterange(link.date_start, link.date_end, '[]')
                  FROM chain
                  JOIN %(table)s link
                    ON link.partner_id = chain.partner_id
                   AND link.type_id = chain.type_id
                   AND daterange(link.date_start, link.date_end, '[]') && chain.period
                 WHERE chain.partner_id != chain.start_id)
            SELECT link_id
              FROM chain
             WHERE partner_id = start_id
             LIMIT 1
            """,
            table=TABLE,
            link_ids=link_ids,
        )
    )
    return rows[0][0] if rows else None


def take_turns(env, type_ids: list[int]) -> None:
    """Make two transactions that add links of these types come one after the other.

    PostgreSQL refuses the second one's write as concurrent, and Odoo then begins it
    anew: what the first one wrote is seen. A lock alone would not do, because the
    second transaction reads from before the first one's end.
    """
    env.execute_query(
        SQL(
            """
              UPDATE sunumarche_contact_link_type
                 SET loop_guard = coalesce(loop_guard, 0) + 1
               WHERE id IN (SELECT id
                              FROM sunumarche_contact_link_type
                             WHERE id = ANY(%s)
                          ORDER BY id)
           RETURNING id
            """,
            type_ids,
        )
    )
    env["sunumarche.contact.link.type"].invalidate_model(["loop_guard"])
