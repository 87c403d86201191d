from collections import deque
from random import Random

from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ..engine.contact_link_graph import MOST_NODES
from ..engine.contact_link_path import ContactLinkPath
from .link_common import LinkCase

GRAPHS = 500


def plain_distance(edges, start, end):
    """Number of links of a shortest path, by the textbook; None without a path."""
    neighbours = {}
    for one, other in edges:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    distances, queue = {start: 0}, deque([start])
    while queue:
        here = queue.popleft()
        for there in neighbours.get(here, ()):
            if there not in distances:
                distances[there] = distances[here] + 1
                queue.append(there)
    return distances.get(end)


@tagged("post_install", "-at_install")
class TestContactLinkPath(LinkCase):
    def _insert(self, edges):
        """Both rows of each link, and nothing else in the table."""
        link_type = self._type("partner").id
        rows = [pair for one, other in edges for pair in ((one, other), (other, one))]
        self.env.execute_query(SQL("DELETE FROM sunumarche_contact_link RETURNING id"))
        if rows:
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO sunumarche_contact_link
                           (partner_id, other_partner_id, type_id)
                    SELECT one, other, %s FROM unnest(%s::int[], %s::int[])
                                               AS pair (one, other)
                    RETURNING id
                    """,
                    link_type,
                    *([*column] for column in zip(*rows, strict=True)),
                )
            )

    def test_it_is_as_short_as_a_plain_search_finds_on_random_graphs(self):
        contacts = self._create_contacts(*(f"Contact {n}" for n in range(24))).ids
        random = Random(7)
        path = ContactLinkPath(self.env)
        found = 0
        for _graph in range(GRAPHS):
            size = random.randint(2, len(contacts))
            pairs = {
                tuple(sorted(random.sample(contacts[:size], 2)))
                for _link in range(random.randint(0, 2 * size))
            }
            self._insert(pairs)
            start, end = random.sample(contacts[:size], 2)
            expected = plain_distance(pairs, start, end)
            steps = path.find(start, end)
            self.assertEqual(steps is None, expected is None)
            if steps is not None:
                found += 1
                self.assertEqual(len(steps), expected)
                self._check_chain(steps, pairs, start, end)
        self.assertGreater(found, GRAPHS / 4)

    def _check_chain(self, steps, pairs, start, end):
        """Each step is a link, and begins where the last one ended."""
        here = start
        for step in steps:
            self.assertEqual(step.partner_id, here)
            self.assertIn(tuple(sorted((here, step.other_partner_id))), pairs)
            here = step.other_partner_id
        self.assertEqual(here, end)

    def test_it_reads_in_words_both_ways(self):
        self._link(self.awa, "sponsor", self.binta)
        self._link(self.shop, "employer", self.binta)
        awa, shop = self.awa.with_user(self.user), self.shop.with_user(self.user)
        self.assertEqual(
            [step["link"] for step in awa.ask_link_path(shop.id)],
            ["is the sponsor of", "works for"],
        )
        self.assertEqual(
            [step["link"] for step in shop.ask_link_path(awa.id)],
            ["employs", "was sponsored by"],
        )
        self.assertEqual(awa.ask_link_path(awa.id), [])
        self.assertIsNone(awa.ask_link_path(self.demba.id))
        with self.assertRaises(UserError):
            awa.ask_link_path()

    def test_links_that_do_not_hold_lead_nowhere(self):
        self._link(self.awa, "sponsor", self.binta, date_end="2025-06-29")
        path = ContactLinkPath(self.env)
        self.assertIsNone(path.find(self.awa.id, self.binta.id))
        past = ContactLinkPath(self.env, Date.to_date("2025-06-29"))
        self.assertEqual(len(past.find(self.awa.id, self.binta.id)), 1)

    def test_it_does_not_go_through_a_contact_one_does_not_see(self):
        self._link(self.awa, "sponsor", self.binta)
        self._link(self.binta, "spouse", self.cheikh)
        self.binta.user_id = new_test_user(
            self.env, "stranger", groups="sunumarche_crm.group_salesperson"
        )
        self.assertIsNone(self.awa.with_user(self.user).ask_link_path(self.cheikh.id))
        self.assertEqual(len(self.awa.ask_link_path(self.cheikh.id)), 2)

    def test_the_graph_shows_rings(self):
        self._link(self.awa, "sponsor", self.binta)
        self._link(self.binta, "spouse", self.cheikh)
        self._link(self.cheikh, "partner", self.demba)
        graph = self.awa.with_user(self.user).ask_link_graph(2)
        self.assertEqual(
            {node["name"]: node["ring"] for node in graph["nodes"]},
            {"Awa Ndiaye": 0, "Binta Sow": 1, "Cheikh Fall": 2},
        )
        labels = [edge["label"] for edge in graph["edges"]]
        self.assertEqual(labels, ["is the sponsor of", "is married to"])
        self.assertFalse(graph["more"])

    def test_the_graph_says_when_it_leaves_contacts_out(self):
        many = self._create_contacts(*(f"Filleul {n}" for n in range(MOST_NODES)))
        for contact in many:
            self._link(self.awa, "sponsor", contact)
        graph = self.awa.with_user(self.user).ask_link_graph()
        self.assertTrue(graph["more"])
        self.assertEqual(len(graph["nodes"]), MOST_NODES)
