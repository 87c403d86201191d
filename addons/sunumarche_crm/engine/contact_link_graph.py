"""Who is around a contact, a few links away."""

from odoo.fields import Date, Domain

# More contacts than this cannot be read on a screen.
MOST_NODES = 60


class ContactLinkGraph:
    """Reads the links around a contact, as the user, one search a ring.

    How to use: ``ContactLinkGraph(env).get_around(partner_id, depth)``.
    """

    def __init__(self, env, day=None):
        self.env = env
        self.links = env["sunumarche.contact.link"]
        self.day = day or Date.context_today(env.user)

    def get_around(self, partner_id: int, depth: int = 2) -> dict:
        """Return the contacts in rings around one, and the links between them.

        :return: ``nodes``: dicts of ``id``, ``name``, ``is_company``, ``ring`` (how
            many links away) and ``parent_id`` (through whom first reached);
            ``edges``: dicts of ``source``, ``target``, ``label``, one a link;
            ``more``: whether some contacts are left out
        """
        rings, parents, edges = {partner_id: 0}, {partner_id: False}, {}
        frontier, more = [partner_id], False
        for ring in range(1, depth + 1):
            for link in self._read_links(frontier):
                other_id = link.other_partner_id.id
                if other_id not in rings and len(rings) >= MOST_NODES:
                    more = True
                    continue
                if other_id not in rings:
                    rings[other_id], parents[other_id] = ring, link.partner_id.id
                if link.mirror_id.id not in edges:
                    edges[link.id] = link
            frontier = [one for one, at in rings.items() if at == ring]
        return {
            "nodes": self._describe_nodes(rings, parents),
            "edges": [self._describe_edge(link) for link in edges.values()],
            "more": more,
        }

    def _read_links(self, partner_ids):
        domain = Domain("partner_id", "in", partner_ids)
        return self.links.search(
            domain & self.links._get_current_domain(self.day),
            order="type_id, id",
            limit=MOST_NODES * 10,
        )

    def _describe_nodes(self, rings, parents):
        partners = self.env["res.partner"].browse(rings)
        return [
            {
                "id": partner.id,
                "name": partner.display_name,
                "is_company": partner.is_company,
                "ring": rings[partner.id],
                "parent_id": parents[partner.id],
            }
            for partner in partners
        ]

    @staticmethod
    def _describe_edge(link):
        return {
            "id": link.id,
            "source": link.partner_id.id,
            "target": link.other_partner_id.id,
            "label": link.type_id.name,
        }
