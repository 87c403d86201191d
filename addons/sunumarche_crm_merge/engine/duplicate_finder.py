"""Finds the pairs of records that may be one person, over a whole base."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from odoo.tools import SQL

from .criterion import CRITERIA, NAMES
from .linkage_model import (
    ExpectationMaximization,
    LinkageModel,
    Pattern,
    normalize,
)
from .pair_sql import (
    BLOCK_LIMIT,
    SQL_TERMS,
    read_pattern,
    sql_candidates,
    sql_compared,
    sql_shared_keys,
)

# Two records taken at random, so many times, say what agrees by chance.
RANDOM_PAIRS = 200_000
EMAIL = NAMES.index("email")
# However few homonyms there are, so many of them have addresses that are alike.
LEAST_EMAIL_CHANCE = {1: 0.01, 2: 0.002}
# Up to so many records, more pairs are compared than rare keys give.
SMALL_BASE = 20_000
PROFILES = SQL("SELECT * FROM sunumarche_duplicate_profile")
# Made and dropped in one transaction, so that nobody else ever sees them. Not temporary
# tables: PostgreSQL's parallel workers do not read those.
SHARED = SQL.identifier("sunumarche_duplicate_shared_key")
CANDIDATES = SQL.identifier("sunumarche_duplicate_candidate")
COMPARED = SQL.identifier("sunumarche_duplicate_compared")
# The whole base is read: in the order of the disk, and sorted.
BY_SORTING = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")
BY_SORTING += ("enable_hashagg",)
# Pairs of people of one frequent name, of whom few are one person.
SQL_HOMONYMS = SQL(
    """
    SELECT id AS one_id, other_id
      FROM (SELECT id,
                   lead(id) OVER same AS other_id,
                   count(*) OVER (PARTITION BY last_sound, first_sound) AS count
              FROM sunumarche_duplicate_profile
             WHERE email IS NOT NULL AND first_sound IS NOT NULL
            WINDOW same AS (PARTITION BY last_sound, first_sound
                            ORDER BY hashint4extended(id, 7))) homonym
     WHERE count >= 20 AND other_id IS NOT NULL
    """
)


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two profiles and how likely they are one person.

    :param score: log2 of the odds
    :param levels: by criterion, in the order of ``CRITERIA``; None if nothing is said
    """

    one_id: int
    other_id: int
    score: float
    levels: Pattern


class DuplicateFinder:
    """The pairs of stored profiles that score ``least`` bits or more.

    How to use::

        finder = DuplicateFinder(env)
        finder.compare()
        model = finder.train()
        for pair in finder.find(model, least=0.0): ...
        finder.close()

    How it works: ``compare`` takes the pairs that share a key (rare keys only), and
    writes how alike they are into a table of its own, a statement each; ``train``
    counts the patterns of levels in it, and in pairs taken at random, and learns who
    shows which; ``find`` scores each pattern once, and reads the pairs of the best.
    """

    def __init__(self, env, block_limit: int = BLOCK_LIMIT):
        self.env = env
        self.block_limit = block_limit

    def compare(self) -> None:
        self._drop(SHARED, CANDIDATES, COMPARED)
        self._execute(SQL("SET LOCAL work_mem = '256MB'"))
        self._execute(SQL("SET LOCAL jit = off"))
        self._write_terms()
        self._write_candidates()
        candidates = SQL("SELECT * FROM %s", CANDIDATES)
        self._write(COMPARED, sql_compared(candidates, PROFILES, PROFILES))
        self._drop(CANDIDATES)

    def _write_candidates(self) -> None:
        is_small = self.count() <= SMALL_BASE
        self._set(BY_SORTING, SQL("off"))
        self._write(SHARED, sql_shared_keys(self.block_limit, is_small=is_small))
        self._write(CANDIDATES, sql_candidates(SQL("SELECT * FROM %s", SHARED)))
        self._set(BY_SORTING, SQL("DEFAULT"))
        self._drop(SHARED)

    def _set(self, names: Iterable[str], value: SQL) -> None:
        for name in names:
            self._execute(SQL("SET LOCAL %s = %s", SQL.identifier(name), value))

    def _write(self, table: SQL, rows: SQL) -> None:
        self._execute(SQL("CREATE UNLOGGED TABLE %s AS %s", table, rows))
        self._execute(SQL("ANALYZE %s", table))

    def _drop(self, *tables: SQL) -> None:
        self._execute(SQL("DROP TABLE IF EXISTS %s", SQL(", ").join(tables)))

    def _write_terms(self) -> None:
        """Bring how frequent each name is up to date; rare ones are not."""
        self._execute(SQL("DELETE FROM sunumarche_duplicate_term"))
        self._execute(
            SQL(
                """
                INSERT INTO sunumarche_duplicate_term (kind, term, frequency)
                     SELECT kind, term, frequency FROM (%s) counted WHERE uses > 2
                """,
                SQL_TERMS,
            )
        )
        self._execute(SQL("ANALYZE sunumarche_duplicate_term"))

    def train(self) -> LinkageModel:
        """Learn from what ``compare`` found."""
        patterns = self._count_patterns(SQL("SELECT pattern FROM %s", COMPARED))
        return ExpectationMaximization(self._count_chance()).learn(patterns)

    def _count_chance(self) -> dict[str, list[float]]:
        """Return the share of each level in pairs taken at random."""
        patterns = self._count_patterns(
            sql_compared(self._sql_random(), PROFILES, PROFILES)
        )
        chance = {}
        for position, each in enumerate(CRITERIA):
            counts = [100 * share for share in each.chance]
            for pattern, count in patterns.items():
                if pattern[position] is not None:
                    counts[pattern[position]] += count
            chance[each.name] = normalize(counts)
        chance["email"] = self._get_email_chance(chance["email"])
        return chance

    def _get_email_chance(self, chance: list[float]) -> list[float]:
        """Addresses repeat names: what is like among homonyms is so by chance."""
        patterns = self._count_patterns(sql_compared(SQL_HOMONYMS, PROFILES, PROFILES))
        counts: Counter[int] = Counter()
        for pattern, count in patterns.items():
            if (level := pattern[EMAIL]) is not None:
                counts[level] += count
        total = sum(counts.values()) + len(chance) * 100
        return normalize(
            max(share, counts[level] / total, LEAST_EMAIL_CHANCE[level])
            if level in LEAST_EMAIL_CHANCE
            else share
            for level, share in enumerate(chance)
        )

    @staticmethod
    def _sql_random() -> SQL:
        """Build pairs: everybody with those some places further, in an order by hash.

        The same pairs each time, so that the same base learns the same.
        """
        return SQL(
            """
            SELECT one.id AS one_id, other.id AS other_id
              FROM (SELECT id, row_number() OVER mixed AS place,
                           count(*) OVER () AS count
                      FROM sunumarche_duplicate_profile
                    WINDOW mixed AS (ORDER BY hashint4extended(id, 7))) one
        CROSS JOIN LATERAL generate_series(
                   1, least(one.count / 2, %(pairs)s / one.count + 1)) step
              JOIN (SELECT id, row_number() OVER mixed AS place
                      FROM sunumarche_duplicate_profile
                    WINDOW mixed AS (ORDER BY hashint4extended(id, 7))) other
                ON other.place = (one.place + step - 1) %% one.count + 1
             WHERE one.place <= %(pairs)s
            """,
            pairs=RANDOM_PAIRS,
        )

    def _count_patterns(self, compared: SQL) -> dict[Pattern, int]:
        """Return how often each pattern of levels occurs."""
        rows = self._execute(
            SQL(
                "SELECT pattern, count(*) FROM (%s) compared GROUP BY pattern", compared
            )
        )
        return {read_pattern(number): count for number, count in rows}

    def find(self, model: LinkageModel, least: float) -> Iterator[FoundPair]:
        """Yield the pairs that score at least ``least``, the surest first."""
        numbers = self._execute(SQL("SELECT DISTINCT pattern FROM %s", COMPARED))
        scored = {number: model.get_score(read_pattern(number)) for [number] in numbers}
        wanted = {number: score for number, score in scored.items() if score >= least}
        rows = self._execute(
            SQL(
                """
                  SELECT one_id, other_id, pattern, score
                    FROM %(compared)s compared
                    JOIN unnest(%(patterns)s::integer[], %(scores)s::float8[])
                         wanted (pattern, score) USING (pattern)
                ORDER BY score DESC, one_id, other_id
                """,
                compared=COMPARED,
                patterns=list(wanted),
                scores=list(wanted.values()),
            )
        )
        return (
            FoundPair(one, other, score, read_pattern(number))
            for one, other, number, score in rows
        )

    def close(self) -> None:
        """Drop what ``compare`` wrote; before the transaction is committed."""
        self._drop(COMPARED)

    def count(self) -> int:
        [[count]] = self._execute(
            SQL("SELECT count(*) FROM sunumarche_duplicate_profile")
        )
        return count

    def _execute(self, statement: SQL) -> list:
        return self.env.execute_query(statement)
