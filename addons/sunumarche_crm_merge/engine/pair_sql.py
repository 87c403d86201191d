"""The statements that find, compare and score pairs of profiles."""

from odoo.tools import SQL

from .criterion import CRITERIA
from .linkage_model import Pattern

# A block of more records than this says nothing of any two of them.
BLOCK_LIMIT = 40
# A rule that many share must not fill the comparison of one record.
LOOKUP_LIMIT = 30
# The levels of a pair in one number, a digit a criterion; 0: nothing is said.
DIGITS = 1 + max(each.levels for each in CRITERIA)


def sql_compared(pairs: SQL, ones: SQL, others: SQL) -> SQL:
    """Build ``pairs (one_id, other_id)`` with ``pattern``, the levels of all criteria.

    ``read_pattern`` reads it. How many others have a name stands in
    ``sunumarche_duplicate_term``.
    """
    return SQL(
        """
        SELECT pair.*, %(pattern)s AS pattern
          FROM (%(pairs)s) pair
          JOIN (%(ones)s) one ON one.id = pair.one_id
          JOIN (%(others)s) other ON other.id = pair.other_id
     LEFT JOIN sunumarche_duplicate_term last_term
            ON last_term.kind = 'last' AND last_term.term = one.last
     LEFT JOIN sunumarche_duplicate_term first_term
            ON first_term.kind = 'first' AND first_term.term = one.first
         WHERE one.is_company = other.is_company
           AND (one.company_id IS NULL OR other.company_id IS NULL
                OR one.company_id = other.company_id)
        """,
        pairs=pairs,
        ones=ones,
        others=others,
        pattern=SQL(" + ").join(
            SQL("%s * (1 + coalesce(%s, -1))", DIGITS**position, each.sql)
            for position, each in enumerate(CRITERIA)
        ),
    )


def read_pattern(number: int) -> Pattern:
    """Return the level of each criterion, None where nothing is said."""
    levels = []
    for _each in CRITERIA:
        number, digit = divmod(number, DIGITS)
        levels.append(digit - 1 if digit else None)
    return tuple(levels)


# How many others have a name: who has it alone, or with his duplicate, has it rarely.
SQL_TERMS = SQL(
    """
    SELECT kind, term,
           ((count(*) - 2) / sum(count(*)) OVER (PARTITION BY kind))::real AS frequency,
           count(*) AS uses
      FROM sunumarche_duplicate_profile profile,
   LATERAL (VALUES ('last', last), ('first', first)) terms (kind, term)
     WHERE term IS NOT NULL
  GROUP BY kind, term
    """
)


# In a small base even one name, town or birth year says something.
SQL_SMALL_KEYS = SQL(
    """
    UNION ALL
    SELECT hashtextextended(text, rule), rule::smallint, profile.id
      FROM sunumarche_duplicate_profile profile,
   LATERAL (VALUES (22, first), (23, last), (24, birthdate::text), (25, city),
                   (26, zip), (27, first_sound), (28, last_sound), (29, mailbox),
                   (30, left(last, 3) || left(first, 3)))
           rules (rule, text)
     WHERE text IS NOT NULL
    """
)


def sql_shared_keys(limit: int = BLOCK_LIMIT, *, is_small: bool = False) -> SQL:
    """Build the keys that some profiles share, but not more than ``limit``."""
    return SQL(
        """
        SELECT hash, rule, profile_id
          FROM (SELECT hash, rule, profile_id,
                       count(*) OVER (PARTITION BY hash, rule) AS sharers
                  FROM (SELECT hash, rule, profile_id
                          FROM sunumarche_duplicate_key
                               %(more)s) key) counted
         WHERE sharers BETWEEN 2 AND %(limit)s
        """,
        limit=limit,
        more=SQL_SMALL_KEYS if is_small else SQL(),
    )


def sql_candidates(keys: SQL) -> SQL:
    """Build the pairs that share one of ``keys``.

    By sorting, each worker its part: hashing so many pairs takes twice the time.
    """
    return SQL(
        """
        SELECT one.profile_id AS one_id,
               other.profile_id AS other_id
          FROM (%(keys)s) one
          JOIN (%(keys)s) other
            ON other.hash = one.hash
           AND other.rule = one.rule
           AND other.profile_id > one.profile_id
      GROUP BY one.profile_id, other.profile_id
        """,
        keys=keys,
    )
