from odoo.tools import SQL


def migrate(cr, version):
    """What closed books kept with contacts merged so far counts for those kept."""
    cr.execute(
        SQL(
            """
            WITH RECURSIVE merged AS (
                 SELECT id, merged_into_id AS into_id
                   FROM res_partner
                  WHERE merged_into_id IS NOT NULL
                  UNION
                 SELECT merged.id, above.merged_into_id
                   FROM merged
                   JOIN res_partner above ON above.id = merged.into_id
                  WHERE above.merged_into_id IS NOT NULL)
            UPDATE res_partner card
               SET figure_heir_id = merged.into_id
              FROM merged
              JOIN res_partner living ON living.id = merged.into_id
             WHERE merged.id = card.id
               AND living.merged_into_id IS NULL
               AND EXISTS (SELECT FROM account_move_line line
                            WHERE line.partner_id = card.id)
            """
        )
    )
