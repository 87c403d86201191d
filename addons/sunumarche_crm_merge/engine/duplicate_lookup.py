"""Finds who a person may be already, while one types."""

from __future__ import annotations

from odoo.tools import SQL

from .duplicate_finder import FoundPair
from .linkage_model import LinkageModel, Pattern
from .pair_sql import LOOKUP_LIMIT, read_pattern, sql_compared
from .profile_source import Person
from .profile_sql import sql_keys, sql_profiles


class DuplicateLookup:
    """One person against all profiles, in one statement.

    How to use::

        DuplicateLookup(env, model).find(Person(whole="Awa Diop"), least=2.0)

    How it works: the person gets a profile and keys as if he were stored; of each key
    the index gives some profiles at most, which are compared as the whole base is.
    """

    def __init__(self, env, model: LinkageModel):
        self.env = env
        self.model = model

    def find(self, person: Person, least: float, limit: int = 20) -> list[FoundPair]:
        """Return the likeliest first; ``other_id`` is who was found."""
        found = [
            FoundPair(person.id, other_id, self.model.get_score(levels), levels)
            for other_id, levels in self._compare(person)
        ]
        likely = [pair for pair in found if pair.score >= least]
        return sorted(likely, key=lambda pair: (-pair.score, pair.other_id))[:limit]

    def _compare(self, person: Person) -> list[tuple[int, Pattern]]:
        """Return whom the person shares a key with, and how alike they are."""
        compared = sql_compared(
            SQL(
                "SELECT person.id AS one_id, found.id AS other_id"
                " FROM person, (SELECT DISTINCT id FROM candidate) found"
            ),
            SQL("SELECT * FROM person"),
            SQL("SELECT * FROM sunumarche_duplicate_profile"),
        )
        rows = self.env.execute_query(
            SQL(
                """
                WITH person AS MATERIALIZED (%(profile)s),
                     candidate AS MATERIALIZED (
                     SELECT stored.profile_id AS id
                       FROM (%(keys)s) own
                 CROSS JOIN LATERAL (
                            SELECT profile_id
                              FROM sunumarche_duplicate_key
                             WHERE hash = own.hash AND rule = own.rule
                             LIMIT %(block)s) stored
                      WHERE stored.profile_id <> %(person_id)s)
                SELECT other_id, pattern FROM (%(compared)s) compared
                """,
                profile=sql_profiles(person.as_source()),
                keys=sql_keys(SQL("SELECT * FROM person")),
                block=LOOKUP_LIMIT,
                person_id=person.id,
                compared=compared,
            )
        )
        return [(other_id, read_pattern(number)) for other_id, number in rows]
