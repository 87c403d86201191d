"""Links between contacts that merging would make the same, or links to oneself."""

from __future__ import annotations

from odoo.tools import SQL

from odoo.addons.sunumarche_crm.engine.contact_link_merge import ContactLinkFold


class LinkMerger:
    """Folds the links of the contacts of ``merge_map`` that could not stay.

    How to use: ``LinkMerger(env).run()``, before the links are moved.

    PostgreSQL refuses such links, so they go before the others move. Both rows of a
    link are written down as one, so that undoing puts both back at once.
    """

    def __init__(self, env):
        self.env = env

    def run(self) -> None:
        pairs = self.env.execute_query(SQL("SELECT old, new FROM merge_map"))
        row_ids = ContactLinkFold(self.env).find_folded(pairs)
        if not row_ids:
            return
        self.env.execute_query(
            SQL(
                """
                WITH folded AS (
                     DELETE FROM sunumarche_contact_link link
                           WHERE id = ANY(%s)
                       RETURNING least(link.id, link.mirror_id) AS id,
                                 link.partner_id,
                                 link.other_partner_id,
                                 to_jsonb(link) AS what)
                INSERT INTO sunumarche_merge_move
                            (merge_id, operation, table_name, column_name, old_id,
                             new_id, rows)
                     SELECT min(map.merge_id), 'folded', 'sunumarche_contact_link',
                            'partner_id', min(map.old), min(map.new),
                            jsonb_agg(DISTINCT folded.what)
                       FROM folded
                       JOIN merge_map map
                         ON map.old IN (folded.partner_id, folded.other_partner_id)
                   GROUP BY folded.id
                """,
                row_ids,
            )
        )
