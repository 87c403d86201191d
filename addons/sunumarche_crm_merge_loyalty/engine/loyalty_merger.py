"""One loyalty card a programme: points and history of two become one."""

from odoo.tools import SQL

# A member has one card of these; coupons and gift cards stay one each.
KINDS = ["loyalty", "ewallet"]


class LoyaltyMerger:
    """Joins the cards of one programme that the contacts of ``merge_map`` have.

    How to use: ``LoyaltyMerger(env).run(mover)``, before the cards are moved.

    The survivor's card, or else the oldest, gets all points and all history; what the
    others had is written down, so that the points can be given back.
    """

    def __init__(self, env):
        self.env = env

    def run(self, mover) -> None:
        self._find_cards()
        self._add_points()
        mover.fold("loyalty_card", "merge_loyalty", "partner_id")

    def _find_cards(self) -> None:
        """Fill ``merge_loyalty``: card ``old`` goes into card ``new``."""
        self.env.execute_query(SQL("DROP TABLE IF EXISTS pg_temp.merge_loyalty"))
        self.env.execute_query(
            SQL(
                """
                CREATE TEMPORARY TABLE merge_loyalty ON COMMIT DROP AS
                SELECT merge_id, old, new, points
                  FROM (SELECT map.merge_id,
                               card.id AS old,
                               card.points,
                               first_value(card.id) OVER same AS new,
                               row_number() OVER same AS number
                          FROM loyalty_card card
                          JOIN loyalty_program program ON program.id = card.program_id
                          JOIN (SELECT merge_id, old AS owner, new FROM merge_map
                                 UNION
                                SELECT merge_id, new, new FROM merge_map) map
                            ON map.owner = card.partner_id
                         WHERE program.program_type = ANY(%(kinds)s)
                           AND card.active
                           AND (card.expiration_date IS NULL
                                OR card.expiration_date >= CURRENT_DATE)
                        WINDOW same AS (
                               PARTITION BY map.new, card.program_id
                                   ORDER BY map.owner <> map.new, card.id)) card
                 WHERE number > 1
                """,
                kinds=KINDS,
            )
        )

    def _add_points(self) -> None:
        self.env.execute_query(
            SQL(
                """
                WITH given AS (
                     INSERT INTO sunumarche_merge_move
                                 (merge_id, operation, table_name, column_name, old_id,
                                  new_id, rows)
                          SELECT merge_id, 'points', 'loyalty_card', 'points', old, new,
                                 jsonb_build_array(points)
                            FROM merge_loyalty
                       RETURNING new_id, (rows ->> 0)::float8 AS points)
                UPDATE loyalty_card card
                   SET points = card.points + sums.points
                  FROM (SELECT new_id, sum(points) AS points
                          FROM given
                      GROUP BY new_id) sums
                 WHERE card.id = sums.new_id
                """
            )
        )

    def take_back(self, move: dict) -> None:
        """Take the points away again from the card that got them."""
        self.env.execute_query(
            SQL(
                """
                UPDATE loyalty_card card
                   SET points = card.points - (move.rows ->> 0)::float8
                  FROM sunumarche_merge_move move
                 WHERE move.id = %s AND card.id = move.new_id
                """,
                move["id"],
            )
        )
