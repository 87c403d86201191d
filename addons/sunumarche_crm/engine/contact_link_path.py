"""The shortest chain of links from one contact to another."""

from collections.abc import Iterable
from typing import NamedTuple

from odoo.fields import Date, Domain
from odoo.tools import SQL


class PathStep(NamedTuple):
    """One link of the chain, read from the contact it leaves."""

    partner_id: int
    type_id: int
    other_partner_id: int


class ContactLinkPath:
    """Searches from both ends at once, one indexed query a step.

    How to use::

        steps = ContactLinkPath(env, day).find(partner_id, other_partner_id)

    How it works: the contacts reached from either end are widened in turn, the smaller
    side first, until they meet. Because the search reads what the user may read, a path
    never goes through a contact that he does not see.
    """

    def __init__(self, env, day=None):
        self.links = env["sunumarche.contact.link"]
        self.day = day or Date.context_today(env.user)

    def find(self, start_id: int, end_id: int) -> list[PathStep] | None:
        """Return the links of a shortest path, [] to oneself, None if there is none."""
        if start_id == end_id:
            return []
        self.links.flush_model()
        seen = ({start_id: None}, {end_id: None})
        frontiers = [{start_id}, {end_id}]
        while all(frontiers):
            side = 0 if len(frontiers[0]) <= len(frontiers[1]) else 1
            frontiers[side] = self._widen(frontiers[side], seen[side])
            met = frontiers[side] & seen[1 - side].keys()
            if met:
                return self._join(min(met), *seen)
        return None

    def _widen(self, frontier: set[int], seen: dict[int, PathStep | None]) -> set[int]:
        """Add to ``seen`` the neighbours of a frontier; return the new ones."""
        reached = set()
        for step in self._read_links(frontier):
            if step.other_partner_id not in seen:
                seen[step.other_partner_id] = step
                reached.add(step.other_partner_id)
        return reached

    def _read_links(self, partner_ids: Iterable[int]) -> list[PathStep]:
        """Return the links of contacts that hold on the day, as the user."""
        domain = Domain("partner_id", "in", list(partner_ids))
        query = self.links._search(
            domain & self.links._get_current_domain(self.day), order="id"
        )
        columns = SQL(", ").join(
            SQL.identifier(query.table, name)
            for name in ("partner_id", "type_id", "other_partner_id")
        )
        rows = self.links.env.execute_query(query.select(columns))
        return [PathStep(*row) for row in rows]

    def _join(self, met: int, from_start: dict, from_end: dict) -> list[PathStep]:
        """Return the steps from the start to the meeting contact, and on to the end."""
        steps = []
        step = from_start[met]
        while step:
            steps.insert(0, step)
            step = from_start[step.partner_id]
        step = from_end[met]
        while step:
            steps.append(self._turn(step))
            step = from_end[step.partner_id]
        return steps

    def _turn(self, step: PathStep) -> PathStep:
        """Return a link read from its other side."""
        link_type = self.links.env["sunumarche.contact.link.type"].browse(step.type_id)
        reverse = link_type._get_reverse()
        return PathStep(step.other_partner_id, reverse.id, step.partner_id)
