"""The statements that find, compare and score pairs of profiles."""

from odoo.tools import SQL

from .criterion import CRITERIA
from .linkage_model import LinkageModel

# A block of more records than this says nothing of any two of them.
BLOCK_LIMIT = 40
# A rule that many share must not fill the comparison of one record.
LOOKUP_LIMIT = 30
# A family shares number, house and last name: where first names differ they say nothing
# of who it is, unless something of his own agrees too.
HOUSEHOLD = frozenset(("last", "phone", "address"))
SQL_HOUSEHOLD = SQL(
    """
    first = 0 AND coalesce(birth, 0) < 2 AND coalesce(email, 0) < 3
    AND coalesce(tax, 0) < 2
    """
)


def sql_compared(pairs: SQL, ones: SQL, others: SQL) -> SQL:
    """Build the levels of ``pairs (one_id, other_id)``, a column a criterion."""
    return SQL(
        """
        SELECT pair.*,
               one.last AS last_term,
               one.first AS first_term,
               one.city AS city_term,
               %(levels)s
          FROM (%(pairs)s) pair
          JOIN (%(ones)s) one ON one.id = pair.one_id
          JOIN (%(others)s) other ON other.id = pair.other_id
         WHERE one.is_company = other.is_company
           AND (one.company_id IS NULL OR other.company_id IS NULL
                OR one.company_id = other.company_id)
        """,
        pairs=pairs,
        ones=ones,
        others=others,
        levels=SQL(", ").join(
            SQL("(%s)::smallint AS %s", each.sql, SQL.identifier(each.name))
            for each in CRITERIA
        ),
    )


def sql_scored(compared: SQL, model: LinkageModel, rarest: float) -> SQL:
    """Build ``compared`` and its ``score``, in bits: 0 is as likely as not.

    The same rare last name says more than the same frequent one; a value that no more
    than one has is as frequent as ``rarest``.
    """
    scores = [
        SQL("CASE WHEN %s THEN 0 ELSE %s END", SQL_HOUSEHOLD, weight)
        if each.name in HOUSEHOLD
        else weight
        for each in CRITERIA
        for weight in [_sql_weight(each.name, model)]
    ]
    scores += [
        _sql_term(each, model, SQL.identifier(f"{each.term}_frequency"), rarest)
        for each in CRITERIA
        if each.term
    ]
    return SQL(
        """
        SELECT compared.*,
               (%(prior)s + %(score)s)::real AS score
          FROM (SELECT compared.*,
                       last_name.frequency AS last_frequency,
                       first_name.frequency AS first_frequency,
                       town.frequency AS city_frequency
                  FROM (%(compared)s) compared
             LEFT JOIN sunumarche_duplicate_term last_name
                    ON last_name.kind = 'last' AND last_name.term = last_term
             LEFT JOIN sunumarche_duplicate_term first_name
                    ON first_name.kind = 'first' AND first_name.term = first_term
             LEFT JOIN sunumarche_duplicate_term town
                    ON town.kind = 'city' AND town.term = city_term) compared
        """,
        compared=compared,
        prior=model.prior,
        score=SQL(" + ").join(scores),
    )


def _sql_weight(name: str, model: LinkageModel) -> SQL:
    """Build the weight of a criterion's level; what is unknown weighs nothing."""
    cases = SQL(" ").join(
        SQL("WHEN %s THEN %s", level, round(weight, 4))
        for level, weight in enumerate(model.get_weights(name))
    )
    return SQL("CASE %s %s ELSE 0 END", SQL.identifier(name), cases)


def _sql_term(each, model: LinkageModel, frequency: SQL, rarest: float) -> SQL:
    """Build what the frequency of the value adds; an address, its city."""
    same = 2 if each.name == "address" else each.levels - 1
    usual = model.chance[each.name][same]
    return SQL(
        """
        CASE WHEN %(level)s = %(same)s
             THEN ln(%(usual)s / greatest(coalesce(%(frequency)s, 0), %(rarest)s))
                  / ln(2)
             ELSE 0 END
        """,
        level=SQL.identifier(each.name),
        same=same,
        usual=usual,
        frequency=frequency,
        rarest=rarest,
    )


SQL_TERMS = SQL(
    """
    SELECT kind, term, count(*)::real / sum(count(*)) OVER (PARTITION BY kind)
           AS frequency, count(*) AS uses
      FROM sunumarche_duplicate_profile profile,
   LATERAL (VALUES ('last', last), ('first', first), ('city', city))
           terms (kind, term)
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
    """Build the pairs that share one of ``keys``, and by which rules: bit 0 is rule 0.

    By sorting, each worker its part: hashing so many pairs takes twice the time.
    """
    return SQL(
        """
        SELECT one.profile_id AS one_id,
               other.profile_id AS other_id,
               bit_or(1 << one.rule) AS rules
          FROM (%(keys)s) one
          JOIN (%(keys)s) other
            ON other.hash = one.hash
           AND other.rule = one.rule
           AND other.profile_id > one.profile_id
      GROUP BY one.profile_id, other.profile_id
        """,
        keys=keys,
    )
