"""Finds who a person may be already, while one types."""

from __future__ import annotations

from odoo.tools import SQL

from .duplicate_finder import COLUMNS, FoundPair
from .linkage_model import LinkageModel
from .pair_sql import LOOKUP_LIMIT, sql_compared, sql_scored
from .profile_source import Person
from .profile_sql import sql_keys, sql_profiles


class DuplicateLookup:
    """One person against all profiles, in one statement.

    How to use::

        DuplicateLookup(env, model, rarest).find(Person(whole="Awa Diop"), least=2.0)

    How it works: the person gets a profile and keys as if he were stored; of each key
    the index gives some profiles at most, which are compared and scored by what
    compares the whole base.
    """

    def __init__(self, env, model: LinkageModel, rarest: float):
        self.env = env
        self.model = model
        self.rarest = rarest

    def find(self, person: Person, least: float, limit: int = 20) -> list[FoundPair]:
        """Return the likeliest first; ``other_id`` is who was found."""
        scored = sql_scored(
            sql_compared(
                SQL(
                    "SELECT person.id AS one_id, found.id AS other_id"
                    " FROM person, (SELECT DISTINCT id FROM candidate) found"
                ),
                SQL("SELECT * FROM person"),
                SQL("SELECT * FROM sunumarche_duplicate_profile"),
            ),
            self.model,
            self.rarest,
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
                SELECT other_id, score, %(columns)s
                  FROM (%(scored)s) scored
                 WHERE score >= %(least)s
              ORDER BY score DESC, other_id
                 LIMIT %(limit)s
                """,
                profile=sql_profiles(person.as_source()),
                keys=sql_keys(SQL("SELECT * FROM person")),
                block=LOOKUP_LIMIT,
                person_id=person.id,
                columns=COLUMNS,
                scored=scored,
                least=least,
                limit=limit,
            )
        )
        return [
            FoundPair(person.id, other_id, score, tuple(levels))
            for other_id, score, *levels in rows
        ]
